"""What the checklist counts of each relation is kept, and is what counting anew gives."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from given import lay_out
from klantboek.book import Book
from klantboek.linting.sources import FolderSource
from klantboek.predictions.checklist import measure_checklist
from klantboek.predictions.counts import Counts
from klantboek.predictions.files import checklist_json
from klantboek.predictions.gathering import gathered, table_of
from klantboek.tables.store import State, stored

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)
LINE = {"product": "oven", "quantity": 1, "unit_price": 100}
ORDER = {"number": "1", "date": "2025-01-10", "channel": "web", "lines": [LINE]}
EMAIL = {"address": "info@halm.example", "verified": {"on": "2026-11-10", "by": "hdv", "how": "phone"}}
GIVEN: dict[str, dict[str, Any]] = {
    "dictionary/emails.yaml": {"fields": ["relation.emails"]},
    "dictionary/owner.yaml": {"fields": ["relation.owner"]},
    "dictionary/orders.yaml": {"fields": ["relation.orders"]},
    "relations/R-00001.yaml": {"owner": "hdv", "orders": [ORDER]},
    "relations/R-00002.yaml": {"owner": "jk", "emails": [EMAIL]},
}
STEPS: tuple[dict[str, dict[str, Any] | None], ...] = (
    {"relations/R-00003.yaml": {"owner": "jk", "orders": [ORDER], "emails": [EMAIL]}},
    {"relations/R-00003.yaml": {"owner": "jk", "emails": [{"address": "no address"}]}},
    {"relations/R-00001.yaml": None, "relations/R-00004.yaml": {"status": "ghost"}},
    {"relations/a/R-00002.yaml": {"owner": "hdv"}},
    {"relations/R-00002.yaml": None, "relations/R-00004.yaml": {"orders": [ORDER]}},
    {"dictionary/owner.yaml": {"fields": ["relation.owner", "relation.status"]}},
)


def _told(book: Book, day: date, *, keeps: bool) -> str:
    with gathered(State(FolderSource(book.root), day, keeps=keeps)) as found:
        return checklist_json(found.registers, measure_checklist(found))


def test_kept_is_as_anew(book_of: BookOf) -> None:
    """Relations come, change, go, move and break, and so does the dictionary; what was counted stays true."""
    book = book_of(GIVEN)
    assert _told(book, TODAY, keeps=True) == _told(book, TODAY, keeps=False)
    for number, step in enumerate(STEPS):
        for name, record in step.items():
            if record is None:
                (book.root / name).unlink()
            else:
                lay_out(book.root, {name: record})
        if number % 2:
            # Another command brings the tables up to date, and counts nothing.
            with stored(FolderSource(book.root), TODAY, None):
                pass
        assert _told(book, TODAY, keeps=True) == _told(book, TODAY, keeps=False), step


def test_another_day_counts_anew(book_of: BookOf) -> None:
    """What was known and bought by the start of a period is of that day."""
    book = book_of(GIVEN)
    then = TODAY - timedelta(days=600)
    told = [_told(book, day, keeps=True) for day in (TODAY, then, TODAY)]
    assert told[0] == told[2] != told[1] == _told(book, then, keeps=False)


def test_what_is_kept_holds_each_relation_once(book_of: BookOf) -> None:
    """A relation that is read twice stands there once; a tombstone and one that does not fit count for nothing."""
    gone = {"tombstone": {"on": "2026-01-01", "reason": "merged", "into": "R-00001"}}
    book = book_of({**GIVEN, "relations/R-00003.yaml": {"status": "ghost"}, "relations/R-00004.yaml": gone})
    for _ in range(2):
        with gathered(State(FolderSource(book.root), TODAY)) as found:
            rows = found.connection.execute(f"SELECT relation FROM {table_of('relations')} ORDER BY 1")  # noqa: S608 -- a name from there
            assert rows.fetchall() == [("R-00001",), ("R-00002",)]
            counts = Counts(found)
            assert counts.living.total() == 2
            assert counts.of["relation.owner"].distinct == 2
        lay_out(book.root, {"relations/R-00001.yaml": {"owner": "hdv", "orders": [ORDER], "emails": [EMAIL]}})


def _weighed(book: Book) -> dict[str, str]:
    with stored(FolderSource(book.root), TODAY, None) as found:
        return dict(found.connection.execute("SELECT key, said FROM checklist.weighed").fetchall())


def test_what_fields_tell_is_weighed_again_only_where_something_changed(book_of: BookOf) -> None:
    """Another owner of one customer leaves what other fields tell as it stands; what is told is that of an anew count."""
    again = {**ORDER, "number": "2", "date": "2026-06-01"}
    given = {
        f"relations/R-{number:05}.yaml": {
            "owner": "hdv" if number % 3 else "jk",
            "orders": [ORDER, again] if number % 2 else [ORDER],
        }
        for number in range(1, 61)
    }
    book = book_of({**GIVEN, **given})
    first = _told(book, TODAY, keeps=True)
    before = _weighed(book)
    assert _told(book, TODAY, keeps=True) == first
    assert _weighed(book) == before
    lay_out(book.root, {"relations/R-00007.yaml": {"owner": "jk", "orders": [ORDER, again]}})
    assert _told(book, TODAY, keeps=True) == _told(book, TODAY, keeps=False) != first
    after = _weighed(book)
    assert len(before.keys() - after.keys()) == len(after.keys() - before.keys()) == 1
    assert '"auc": [' in "".join(after.values())
