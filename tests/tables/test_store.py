"""Tables that are kept: whatever changed in between, they are those of a book that is read anew."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given import as_file, examples, git, lay_out
from klantboek import tables
from klantboek.book import Book, load
from klantboek.errors import KlantboekError
from klantboek.linting.sources import FolderSource
from klantboek.tables.store import State, Stored, reading, stored

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)
ORDER = {
    "number": "A",
    "date": "2026-01-05",
    "channel": "web",
    "lines": [{"product": "oven", "quantity": 1, "unit_price": 100}],
}


def _rows(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: connection.execute(f"SELECT * FROM {tables.quoted(table.name)} ORDER BY ALL").fetchall()  # noqa: S608 -- names of ours
        for table in tables.all_tables()
    }


def _anew(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = tables.connect(load(root, TODAY))
    try:
        return _rows(connection)
    finally:
        connection.close()


def _kept(root: Path) -> tuple[dict[str, list[tuple[Any, ...]]], Stored]:
    with stored(FolderSource(root), TODAY, None) as found:
        assert found.digest  # asked for as long as the database is open
        return _rows(found.connection), found


RECORDS: list[dict[str, Any] | None] = [
    None,
    {},
    {"status": "ended"},
    {"orders": [ORDER]},
    {"orders": [ORDER, {**ORDER, "number": "B"}], "custom": {"a": "1"}},
    {"kind": "ghost"},
    {"tombstone": {"reason": "retired", "on": "2026-01-01"}},
]
STATES = st.lists(
    st.dictionaries(
        st.sampled_from(["relations/R-00002.yaml", "relations/a/R-00002.yaml", "relations/R-00003.yaml"]),
        st.integers(0, len(RECORDS) - 1),
    ),
    min_size=2,
    max_size=3,
)


@settings(
    max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STATES, st.booleans())
def test_kept_is_as_anew(
    book_of: BookOf,
    tmp_path_factory: pytest.TempPathFactory,
    states: list[dict[str, int]],
    follows: bool,  # noqa: FBT001 -- drawn
) -> None:
    """Files that come, change, go, move and break leave the tables that a book read anew has, in git and outside it."""
    root = tmp_path_factory.mktemp("project") / "records"
    lay_out(root, {"book.yaml": {}, "relations/R-00001.yaml": {}})
    if follows:
        git(root.parent, "init", "-q")
    for state in states:
        for name in ("relations/R-00002.yaml", "relations/a/R-00002.yaml", "relations/R-00003.yaml"):
            (root / name).unlink(missing_ok=True)
            if (record := RECORDS[state.get(name, 0)]) is not None:
                lay_out(root, {name: record})
        if follows:
            git(root.parent, "add", "-A")
        found, kept = _kept(root)
        assert found == _anew(root)
        assert sorted(kept.left_out, key=str) == sorted(tables.left_out(load(root, TODAY)), key=str)
    assert book_of is not None


def test_what_did_not_change_keeps_its_version(book_of: BookOf) -> None:
    """Only tables whose rows changed get a new number, and only when they did."""
    root = book_of({"relations/R-00002.yaml": {"orders": [ORDER]}}).root
    _, first = _kept(root)
    _, again = _kept(root)
    assert (again.versions, again.digest) == (first.versions, first.digest)
    lay_out(root, {"relations/R-00002.yaml": {"orders": [{**ORDER, "channel": "shop"}]}})
    _, after = _kept(root)
    assert {name for name in after.versions if after.versions[name] != again.versions[name]} == {
        "relations_orders"
    }
    assert after.digest != again.digest


def test_columns_have_versions_of_their_own(book_of: BookOf) -> None:
    """Of rows that stay, the columns that did not change keep theirs; where rows come or go every column changed."""
    root = book_of({"relations/R-00002.yaml": {"orders": [ORDER]}, "relations/R-00003.yaml": {}}).root
    channel, day = ["relation", "channel"], ["relation", "date"]

    def after(orders: list[dict[str, Any]]) -> tuple[int, int, int]:
        lay_out(root, {"relations/R-00002.yaml": {"orders": orders}})
        version = _kept(root)[1].versions["relations_orders"]
        return version.of(channel), version.of(day), version.of(["relation"])

    first = after([ORDER])
    shop = after([{**ORDER, "channel": "shop"}])
    assert (shop[0] > first[0], shop[1:]) == (True, first[1:])
    later = after([{**ORDER, "channel": "shop", "date": "2026-01-06"}])
    assert (later[0], later[1] > shop[1], later[2]) == (shop[0], True, shop[2])
    two = after([{**ORDER, "channel": "shop", "date": "2026-01-06"}, {**ORDER, "number": "B"}])
    assert all(new > old for new, old in zip(two, later, strict=True))
    none = after([])
    assert all(new > old for new, old in zip(none, two, strict=True))


def test_another_day_is_another_book_row(book_of: BookOf) -> None:
    """The day stands in the table of the book, and nowhere else."""
    root = book_of({}).root
    _, first = _kept(root)
    with stored(FolderSource(root), date(2026, 1, 1), None) as found:
        assert found.connection.execute("SELECT as_of FROM book").fetchone() == (date(2026, 1, 1),)
        assert {name for name in found.versions if found.versions[name] != first.versions[name]} == {"book"}


def test_currency_counts(book_of: BookOf) -> None:
    """In another currency of the book all amounts are counted anew."""
    root = book_of({"relations/R-00002.yaml": {"orders": [ORDER]}}).root
    _kept(root)
    lay_out(root, {"book.yaml": {"currency": "JPY"}})
    found, _ = _kept(root)
    assert found == _anew(root)
    assert "JPY" in str(found["relations_orders_lines"])


def test_broken_database_is_made_anew(book_of: BookOf) -> None:
    """What can't be used is replaced."""
    root = book_of({}).root
    _, first = _kept(root)
    first.file.write_bytes(b"nonsense")
    found, again = _kept(root)
    assert (found, again.file) == (_anew(root), first.file)


def test_one_in_use_is_left_alone(book_of: BookOf) -> None:
    """While another run has it, a second one does without."""
    root = book_of({}).root
    with stored(FolderSource(root), TODAY, None) as first:
        first.connection.execute("SELECT 1")
        import subprocess  # noqa: PLC0415 -- another process holds its own lock
        import sys  # noqa: PLC0415

        code = (
            "import sys; from datetime import date; from pathlib import Path;"
            "from klantboek.linting.sources import FolderSource; from klantboek.tables.store import stored;"
            "held = stored(FolderSource(Path(sys.argv[1])), date(2026, 11, 20), None); found = held.__enter__();"
            "print(found.file, found.connection.execute('SELECT COUNT(*) FROM relations').fetchone())"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(root)], check=True, capture_output=True, text=True
        )
        assert str(first.file) not in done.stdout
        assert "(1,)" in done.stdout


def test_reading_changes_nothing(book_of: BookOf) -> None:
    """SQL of somebody else can't change what is kept."""
    import duckdb  # noqa: PLC0415 -- the test is about its errors

    root = book_of({}).root
    with reading(State(FolderSource(root), TODAY)) as found, pytest.raises(duckdb.Error, match="read-only"):
        found.connection.execute("DELETE FROM relations")
    with reading(State(FolderSource(root), TODAY)) as found:
        assert found.connection.execute("SELECT COUNT(*) FROM relations").fetchone() == (1,)


def test_unusable_book(book_of: BookOf) -> None:
    """A book.yaml that can't be used is the same error as everywhere."""
    root = book_of({}).root
    (root / "book.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(KlantboekError, match="book"), stored(FolderSource(root), TODAY, None):
        pass


def test_unreadable_file(book_of: BookOf) -> None:
    """A file that goes while it is read is left out, and read again the next time."""
    root = book_of({"relations/R-00002.yaml": {}}).root

    class Going(FolderSource):
        def content(self, file: Any) -> bytes:
            if file.stem == "R-00002":
                raise FileNotFoundError(2, "gone")
            return super().content(file)

    with stored(Going(root), TODAY, None) as found:
        assert [(one.id, one.reason) for one in found.left_out] == [("R-00002", "it can't be read")]
    found_rows, _ = _kept(root)
    assert found_rows == _anew(root)
    assert as_file("relations/R-00002.yaml", {})
