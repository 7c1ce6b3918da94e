"""The measured checklist: what a book shows about the fields that its dictionary names."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from given import Given, lay_out
from klantboek.book import Book, load
from klantboek.book.measured import NO_VALUE, PREDICTS, WEAK, measured, measured_file
from klantboek.linting.sources import FolderSource
from klantboek.predictions.chain import Gap
from klantboek.predictions.checklist import Checklist, measure_checklist
from klantboek.predictions.fields import Measured
from klantboek.predictions.files import QUESTIONS, checklist_csv, checklist_json, write_checklist
from klantboek.predictions.gathering import gathered
from klantboek.rules import all_rules, run
from klantboek.tables.files import UnwritableError
from klantboek.tables.store import State

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)


def _order(number: str, day: str) -> dict[str, Any]:
    line = {"product": "oven", "quantity": 1, "unit_price": 100}
    return {"number": number, "date": day, "channel": "web", "lines": [line]}


FIRST, AGAIN = _order("1", "2025-01-10"), _order("2", "2026-03-10")
# Two were verified on the last day that counts as fresh, and on the day before.
VERIFIED = {30: "2025-11-20", 29: "2025-11-19"}
_YES = {"answer": "yes", "because": "It is."}
CHECKLIST = dict.fromkeys(QUESTIONS, _YES)


def _email(number: int) -> dict[str, Any]:
    verified = {"on": VERIFIED.get(number, "2026-11-10"), "by": "hdv", "how": "phone"}
    return {"address": "info@halm.example", "verified": verified}


def _entry(*fields: str, predictive: str = "yes", necessary: str = "yes", **more: Any) -> dict[str, Any]:
    given = {"predictive": predictive, "necessary": necessary}
    answers = {**CHECKLIST, **{name: {"answer": one, "because": "It is."} for name, one in given.items()}}
    return {"fields": list(fields), "checklist": answers, **more}


# 120 customers of whom 60 bought again: those with points all did, those without nearly never; the owner is
# as often the one as the other.
GIVEN: Given = {
    "book.yaml": {
        "staff": [{"id": "hdv", "name": "Hanneke"}, {"id": "jk", "name": "Joris"}],
        "objectives": [
            {"code": "keep", "names": {"nl": "Houden", "en": "Keep"}, "target": "All.", "fields": ["relation.orders", "relation.custom.roof"]},
            {"code": "win", "names": {"nl": "Winnen", "en": "Win"}, "target": "Ten."},
        ],
    },
    "processing/contract.yaml": {},
    "dictionary/orders.yaml": _entry("relation.orders", purposes=["contract"]),
    "dictionary/loyalty.yaml": _entry("relation.loyalty", cost={"per_record": Decimal("0.50"), "per_year": 100, "minutes": 2}),
    "dictionary/owner.yaml": _entry("relation.owner"),
    "dictionary/roles.yaml": _entry("relation.roles", "relation.goal", necessary="no"),
    "dictionary/emails.yaml": _entry("relation.emails", verify_every_months=12),
    "dictionary/status.yaml": _entry("relation.status"),
    "dictionary/education.yaml": _entry("relation.person.profile.education"),
    "dictionary/habits.yaml": _entry("relation.person.profile.habits", purposes=["contract"]),
    "dictionary/websites.yaml": _entry("relation.websites"),
    "dictionary/numbers.yaml": _entry("relation.external_ids"),
    **{
        f"relations/R-{number:05}.yaml": {
            "owner": "hdv" if number % 2 else "jk",
            "status": "active" if number <= 60 else "ended",
            "orders": [FIRST, AGAIN] if number <= 60 else [FIRST],
            **({"loyalty": {"programme": "card", "entries": [{"on": "2025-01-10", "kind": "earned", "points": 1}]}} if number <= 55 else {}),
            **({"emails": [_email(number)]} if number <= 30 else {}),
            **({"websites": [{"url": "https://halm.example"}]} if number <= 6 else {}),
            **({"external_ids": [{"system": "till", "id": f"T{number}"}]} if number <= 7 else {}),
        }
        for number in range(1, 121)
    },
    "relations/R-00121.yaml": {"orders": [_order("3", "2026-05-01")], "emails": [{"address": "no address"}]},
    "relations/R-00122.yaml": {"kind": "person", "person": {"name": {"surname": "Smit"}}},
}  # fmt: skip


@pytest.fixture
def book(book_of: BookOf) -> Book:
    """Give the book of these records."""
    return book_of(GIVEN)


def _measured(book: Book) -> Checklist:
    with gathered(State(FolderSource(book.root), book.as_of, keeps=False)) as found:
        return measure_checklist(found)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Checklist:
    """Give its measured checklist."""
    root = tmp_path_factory.mktemp("checklist") / "records"
    lay_out(root, {"book.yaml": {}, "relations/R-00001.yaml": {}, **GIVEN})
    return _measured(load(root, TODAY))


def _of(found: Checklist, field: str) -> Measured:
    return next(one for one in found.fields if one.field == field)


def test_who_is_counted(found: Checklist) -> None:
    """Of all relations those count that had bought before the last period; and who of them bought again in it."""
    assert (found.relations, found.customers, found.bought) == (122, 120, 60)
    assert (found.period.start, found.period.end) == (date(2025, 11, 20), date(2026, 11, 20))
    assert found.turnover_minor == 61 * 10000


def test_how_full_fresh_varied_and_right(found: Checklist) -> None:
    """A field is counted over those that can have it; its age is that of its last verification."""
    emails = _of(found, "relation.emails")
    assert (emails.filled, emails.applies, emails.distinct, emails.wrong) == (31, 122, 2, 1)
    assert (emails.dated, emails.age_days, emails.fresh) == (30, 10, 29)
    education = _of(found, "relation.person.profile.education")
    assert (education.filled, education.applies, education.distinct, education.age_days) == (0, 1, 0, None)
    assert _of(found, "relation.owner").distinct == 2
    assert _of(found, "relation.orders").distinct is None


def test_what_predicts(found: Checklist) -> None:
    """What tells buyers apart predicts; what does not is said not to; what knows today's state is only weak."""
    loyalty, owner, status = (_of(found, f"relation.{one}").value for one in ("loyalty", "owner", "status"))
    assert loyalty is not None and owner is not None and status is not None  # noqa: PT018 -- for the types
    assert loyalty.verdict == PREDICTS
    assert loyalty.auc is not None and loyalty.auc[1] > 0.9  # noqa: PT018 -- for the types
    assert owner.verdict in {NO_VALUE, WEAK}
    assert (status.verdict, status.was_known) == (WEAK, False)
    assert "today's" in status.note


def test_who_reads_it(found: Checklist) -> None:
    """The readers are those of the program, the objectives of the book, and what lies in the field."""
    readers = _of(found, "relation.orders").readers
    assert readers["objectives"] == ("keep",)
    assert "rfm" in readers["aggregates"]
    assert _of(found, "relation.person.profile.education").readers == {}


_OWN = """/*
title: {nl: Opleiding, en: Education}
answers: {nl: Welke, en: Which}
formula: {nl: Zoals het er staat., en: As it stands.}
fields: [relation.person.profile.education]
key: [relation]
columns:
  relation: {nl: Relatie, en: Relation, reference: relation}
  education: {nl: Opleiding, en: Education}
*/
SELECT id AS relation, person_profile_education AS education FROM relations ORDER BY relation NULLS FIRST
"""


def test_aggregates_of_the_book_read_too(book_of: BookOf) -> None:
    """A figure that the book has of its own is a reader of the fields it names."""
    book = book_of({"dictionary/education.yaml": _entry("relation.person.profile.education")})
    folder = book.root / "aggregates"
    folder.mkdir()
    (folder / "by_education.sql").write_text(_OWN, encoding="utf-8")
    readers = _of(_measured(load(book.root, book.as_of)), "relation.person.profile.education").readers
    assert readers == {"aggregates": ("by_education",)}


def test_cost_and_what_it_explains(found: Checklist) -> None:
    """Cost is that of a year and of every relation that has it, beside the turnover that it helps to explain."""
    entries = {one.entry: one for one in found.entries}
    assert entries["loyalty"].cost_minor == 55 * 50 + 10000
    assert entries["loyalty"].minutes == 110
    explained = entries["loyalty"].explained_minor
    assert explained is not None and found.turnover_minor / 2 < explained < found.turnover_minor  # noqa: PT018 -- for the types
    assert entries["emails"].explained_minor is None


def test_what_may_be_dropped(found: Checklist) -> None:
    """What nobody has, reads or fills differently may go; not what a contract asks, nor what tells who buys again."""
    useless = "it tells nothing about buying again, and is not said to be necessary"
    unread = "nothing reads it but the page of the relation itself"
    dropped = {one.entry: one for one in found.entries if one.drop}
    assert {name: one.drop for name, one in dropped.items()} == {
        "education": ("no relation has it",),
        "numbers": (unread,),
        "roles": ("all 122 relations that have it have the same value", useless),
        "websites": (unread, "6 of 122 relations have it"),
    }
    assert dropped["education"].changes == ("values go from 0 relations", "nothing else changes")
    assert dropped["roles"].changes[0] == "values go from 122 relations"
    assert {one.entry for one in found.entries if one.obliged} == {"habits", "orders"}


def test_what_objectives_lack(found: Checklist) -> None:
    """An objective lacks the fields that it does not name, entries, values, and figures."""
    assert found.gaps == (
        Gap("keep", "a source for relation.orders"),
        Gap("keep", "an entry in the dictionary for relation.custom.roof"),
        Gap("keep", "values of relation.custom.roof: no relation has it"),
        Gap("keep", "a figure that reads relation.custom.roof"),
        Gap("win", "fields that show how it goes"),
    )


def test_files(book: Book, found: Checklist) -> None:
    """What is written is read again by the rules, in the same bytes each time, and only for this day and dictionary."""
    file, beside = write_checklist(book, found)
    assert file == measured_file(book)
    text = file.read_bytes()
    write_checklist(book, _measured(book))
    assert file.read_bytes() == text
    assert sorted(one.name for one in file.parent.iterdir()) == ["checklist.csv", "checklist.json"]
    assert beside.read_text(encoding="utf-8") == checklist_csv(found)
    figures = measured(book)
    assert figures["roles", "relation.roles"].distinct == 1
    assert figures["orders", "relation.orders"].distinct is None
    assert figures["loyalty", "relation.loyalty"].verdict == PREDICTS
    (rule,) = (one for one in all_rules() if one.code == "KB715")
    assert [one.record for one in run(book, (rule,)) if one.path[1] == "measurable"] == [
        "dictionary/loyalty",
        "dictionary/roles",
    ]


def test_damaged_file_is_no_file(book: Book, found: Checklist) -> None:
    """Whatever else stands in the file, the rules are silent."""
    file, _ = write_checklist(book, found)
    text = file.read_text(encoding="utf-8")
    for damaged in (
        "",
        "{}",
        "[" * 100000,
        text[:-20],
        text.replace('"distinct": 1,', '"distinct": [],'),
        "\ud800",
    ):
        file.write_text(damaged, encoding="utf-8", errors="surrogatepass")
        assert measured(book) == {}
    file.unlink()
    file.mkdir()
    assert measured(book) == {}
    with pytest.raises(UnwritableError):
        write_checklist(book, found)
    assert sorted(one.name for one in file.parent.iterdir()) == ["checklist.csv", "checklist.json"]


def test_no_value_of_a_record_is_written(book: Book, found: Checklist) -> None:
    """The figures name fields and count; what records hold is not in them."""
    text = checklist_json(book, found) + checklist_csv(found)
    assert json.loads(checklist_json(book, found))["relations"] == 122
    for secret in ("halm", "Smit", "Zonnewende", "Hanneke"):
        assert secret not in text


def test_a_small_book_says_so(book_of: BookOf) -> None:
    """With few customers nothing is said about what predicts."""
    found = _measured(
        book_of(
            {
                "dictionary/owner.yaml": _entry("relation.owner"),
                "relations/R-00002.yaml": {"owner": "hdv", "orders": [FIRST]},
            }
        )
    )
    value = _of(found, "relation.owner").value
    assert value is not None
    assert (value.verdict, value.auc) == ("", None)
    assert value.note == "too few to say: 0 bought again, 1 did not; each takes 20"
    assert not found.is_enough


def test_an_empty_dictionary(book_of: BookOf, tmp_path: Path) -> None:
    """Without entries there is nothing to measure, and the files say that."""
    book = book_of({})
    found = _measured(book)
    assert found.fields == ()
    assert checklist_csv(found) == "entry,field\n"
    write_checklist(book, found)
    assert measured(book) == {}
    assert (tmp_path / "build" / "checklist.json").is_file()
