"""Ledgers together with each other and with the records, and what is kept of them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from given import as_file, git
from klantboek.aggregates.findings import findings_beside
from klantboek.book import Book, load
from klantboek.book.beside import SideFile
from klantboek.findings import Finding
from klantboek.linting import Way, check_book
from klantboek.linting.sources import Source
from klantboek.review import source_at
from klantboek.tables import ledger_checks, ledger_records, ledger_together
from klantboek.tables.ledger_checks import findings_of_ledgers
from klantboek.tables.ledgers import Item, Wrong, read_ledger

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)
HEAD = "relation,number,date,channel,lines.product,lines.quantity,lines.unit_price"
LINE = {"product": "oven", "quantity": 1, "unit_price": 100}
GIVEN: dict[str, dict[str, Any]] = {
    "relations/R-00002.yaml": {
        "orders": [{"number": "A", "date": "2026-01-05", "channel": "web", "lines": [LINE]}]
    },
    "relations/R-00003.yaml": {
        "number": "R-00003",
        "tombstone": {"reason": "merged", "into": "R-00001", "on": "2026-01-01"},
    },
    "products/oven.yaml": {},
    "vocabularies/channels.yaml": {"terms": [{"code": "web", "names": {"nl": "Web", "en": "Web"}}]},
}


def _row(relation: str, number: str, product: str = "oven") -> str:
    return f"{relation},{number},2025-03-01,web,{product},1,1"


def _put(root: Path, name: str, *rows: str) -> None:
    (root / "ledgers").mkdir(exist_ok=True)
    (root / "ledgers" / f"{name}.csv").write_text("\n".join((HEAD, *rows, "")), encoding="utf-8", newline="")


def _told(findings: list[Finding]) -> list[str]:
    return [
        f"{one.place.file[8:]}:{one.place.line} {one.code} {one.message}"
        + (f" ({one.second.file}:{one.second.line} {one.second_label})" if one.second else "")
        for one in findings
    ]


def _said(book: Book) -> list[str]:
    return _told(list(findings_of_ledgers(book)))


def _linted(source: Path | Source, *, keeps: bool = False, as_of: date = TODAY) -> list[str]:
    """Give what lint says of the ledgers, which reads file by file."""
    way = Way(jobs=1, keeps=keeps, beside=findings_beside)
    found = check_book(source, as_of, None, way=way).findings
    return _told([one for one in found if one.place.file.startswith("ledgers/")])


def _forgotten(root: Path) -> None:
    shutil.rmtree(root.parent / ".klantboek", ignore_errors=True)


@pytest.mark.parametrize(
    "written", ["number: A", 'number: "A"', "number: 'A'", 'number: "\\x41"', "number:  A  # sic"]
)
def test_what_records_have_too(book_of: BookOf, written: str) -> None:
    """An order that a record has too, and rows of a relation that is gone: also when lint reads file by file."""
    book = book_of(GIVEN)
    file = book.root / "relations" / "R-00002.yaml"
    text = file.read_text(encoding="utf-8")
    assert "number: A" in text
    file.write_text(text.replace("number: A", written), encoding="utf-8")
    rows = (_row("R-00002", "A"), _row("R-00001", "A"), _row("R-00003", "X"), _row("R-00003", "Y"))
    _put(book.root, "orders", *rows)
    line = 1 + text[: text.index("number: A")].count("\n")
    wanted = [
        f"orders.csv:2 KB024 order 'A' of R-00002 stands in its record too (relations/R-00002.yaml:{line} this order)",
        f"orders.csv:3 KB411 order number A is used twice, also in R-00002 (relations/R-00002.yaml:{line} this order)",
        "orders.csv:4 KB111 R-00003 was merged into R-00001 on 2026-01-01",
    ]
    assert _said(load(book.root, TODAY)) == wanted
    assert _linted(book.root) == wanted


def test_what_other_ledgers_have_too(book_of: BookOf) -> None:
    """A number that a ledger uses again is told once for each row, of one relation and of several."""
    book = book_of(GIVEN)
    _put(book.root, "orders-1", _row("R-00001", "X"), _row("R-00002", "Y"), _row("R-00001", "X"))
    _put(book.root, "orders-2", _row("R-00002", "X"), _row("R-00001", "X"), _row("R-00001", "Z"))
    assert _said(load(book.root, TODAY)) == [
        "orders-1.csv:4 KB024 order 'X' of R-00001 stands in the ledgers before this row",
        "orders-2.csv:2 KB411 order number X is used twice, also in R-00001",
        "orders-2.csv:3 KB024 order 'X' of R-00001 stands in the ledgers before this row",
    ]


def _naming(root: Path, *rows: str) -> None:
    head = f"{HEAD},contact,origin.kind,origin.quote"
    (root / "ledgers").mkdir(exist_ok=True)
    (root / "ledgers" / "orders.csv").write_text("\n".join((head, *rows, "")), encoding="utf-8", newline="")


def test_what_rows_name_in_a_record(book_of: BookOf) -> None:
    """A contact person or a quote that is not in the record of the relation is told, and again when that changes."""
    person = {"id": "an", "name": {"surname": "Bos"}}
    quote = {"number": "Q1", "date": "2025-01-05", "status": "declined", "lines": [LINE]}
    told = {"relations/R-00004.yaml": {"contacts": [person], "quotes": [quote]}}
    root = book_of(GIVEN | told).root
    _naming(
        root,
        f"{_row('R-00004', 'X')},an,advice,Q1",
        f"{_row('R-00002', 'Y')},an,,",
        f"{_row('R-00004', 'Z')},jo,advice,Q2",
    )
    wanted = [
        "orders.csv:3 KB023 'an' is not a contact of R-00002",
        "orders.csv:4 KB023 'jo' is not a contact of R-00004",
        "orders.csv:4 KB023 'Q2' is not a quote of R-00004",
    ]
    for _ in range(2):
        assert sorted(_said(load(root, TODAY))) == sorted(wanted)
        assert sorted(_linted(root, keeps=True)) == sorted(wanted)
    file = root / "relations" / "R-00004.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Q1", "Q2"), encoding="utf-8")
    wanted = [*wanted[:2], "orders.csv:2 KB023 'Q1' is not a quote of R-00004"]
    assert sorted(_linted(root, keeps=True)) == sorted(wanted)
    assert sorted(_said(load(root, TODAY))) == sorted(wanted)


def test_rows_are_looked_at_once(book_of: BookOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are the same are not read again; another register, relation, day or row is seen at once."""
    root = book_of(GIVEN).root
    _put(root, "orders", _row("R-00001", "X1", "stove"))
    first = _said(load(root, TODAY))
    assert len(first) == 1
    looked = []

    def looking(file: SideFile) -> Iterator[Item | Wrong]:
        looked.append(file.name)
        return read_ledger(file)

    monkeypatch.setattr(ledger_checks, "read_ledger", looking)
    assert _said(load(root, TODAY)) == first
    assert looked == []
    assert "KB803" in _said(load(root, date(2025, 2, 1)))[1]
    (root / "products" / "stove.yaml").write_text(
        as_file("products/stove.yaml", {"sold_until": "2025-02-01"}), encoding="utf-8"
    )
    assert "KB403" in _said(load(root, TODAY))[0]
    (root / "products" / "stove.yaml").write_text(as_file("products/stove.yaml", {}), encoding="utf-8")
    assert _said(load(root, TODAY)) == []
    _put(root, "orders", _row("R-00009", "X1"))
    assert "R-00009" in _said(load(root, TODAY))[0]
    assert looked == ["ledgers/orders.csv"] * 4
    (kept,) = (root.parent / ".klantboek").glob("*-ledgers")
    kept.write_bytes(b"\xff nothing\n" + kept.read_bytes())
    assert "R-00009" in _said(load(root, TODAY))[0]


@pytest.mark.parametrize("tracked", [True, False])
def test_what_is_kept_changes_nothing(book_of: BookOf, *, tracked: bool) -> None:
    """Whatever changes in records and ledgers: with what was kept the same is found as without it."""
    root = book_of(GIVEN).root
    _put(root, "orders", _row("R-00002", "A"), _row("R-00001", "B"), _row("R-00003", "C"))
    relations = root / "relations"
    other = as_file("relations/R-00004.yaml", GIVEN["relations/R-00002.yaml"]).replace(
        "number: A", "number: B"
    )
    kept = root.parent / ".klantboek"
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: (relations / "R-00004.yaml").write_text(other, encoding="utf-8"),
        (relations / "R-00002.yaml").unlink,
        lambda: (relations / "R-00003.yaml").write_text(
            as_file("relations/R-00003.yaml", {}), encoding="utf-8"
        ),
        lambda: _put(root, "orders-more", _row("R-00001", "B"), _row("R-00004", "D")),
        lambda: next(kept.glob("*-ledgers-and-records")).write_bytes(b"{"),
        lambda: (relations / "R-00004.yaml").write_text(
            other.replace("number: B", "number: D"), encoding="utf-8"
        ),
        (root / "ledgers" / "orders.csv").unlink,
    ]
    if tracked:
        git(root.parent, "init", "-q")
        git(root.parent, "add", "-A")
    told = []
    for step in steps:
        step()
        told.append(_linted(root, keeps=True))
        assert _linted(root, keeps=True) == told[-1]
        aside = kept.rename(root.parent / "aside")
        assert _linted(root, keeps=True) == told[-1] == sorted(_said(load(root, TODAY)), key=_by_place)
        _forgotten(root)
        aside.rename(kept)
    assert [len(one) for one in told] == [2, 3, 3, 2, 3, 3, 3, 1]


def _by_place(said: str) -> tuple[str, int]:
    file, line = said.partition(" ")[0].split(":")
    return file, int(line)


def test_files_that_are_the_same_are_not_read(book_of: BookOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no ledger is read, and of the records only those that changed."""
    root = book_of(GIVEN).root
    _put(root, "orders", _row("R-00002", "A"))
    git(root.parent, "init", "-q")
    git(root.parent, "add", "-A")
    first = _linted(root, keeps=True)
    assert len(first) == 1
    read: list[str] = []

    def looking(self: Any, relation: str, content: bytes) -> bool:
        read.append(relation)
        return may_tell(self, relation, content)

    may_tell = ledger_records.Looking.may_tell
    monkeypatch.setattr(ledger_records.Looking, "may_tell", looking)
    for module in (ledger_checks, ledger_together):
        monkeypatch.setattr(module, "read_ledger", lambda file: pytest.fail(f"{file.name} is read"))
    assert _linted(root, keeps=True) == first
    assert read == []
    with (root / "relations" / "R-00001.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# Changed.\n")
    assert _linted(root, keeps=True) == first
    assert read == ["R-00001"]


def test_a_revision_says_the_same(book_of: BookOf) -> None:
    """A commit has the findings of the work tree, of CSV and of Parquet: nothing is new that is not."""
    root = book_of(GIVEN).root
    _put(root, "orders", _row("R-00002", "A"), _row("R-00003", "C"), _row("R-00001", "X"))
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "COPY (SELECT 'R-00001' AS relation, 'X' AS number, DATE '2025-03-01' AS date, 'fax' AS channel,"
            ' \'oven\' AS "lines.product", 2 AS "lines.quantity", 12.40 AS "lines.unit_price") TO $file (FORMAT parquet)',
            {"file": str(root / "ledgers" / "orders.parquet")},
        )
    git(root.parent, "init", "-q", "-b", "main")
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-q", "-m", "begin")
    now = _linted(root)
    assert len(now) == 4
    assert _linted(source_at(root, "HEAD")) == now
