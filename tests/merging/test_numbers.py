"""New numbers and numbers that go out of use: what refers to them follows, or is told."""

from collections.abc import Callable
from typing import Any

import pytest

from given import Given
from klantboek.book import Book, load
from klantboek.book.references import references
from klantboek.edits.writing import write_files
from klantboek.merging.plan import Plan
from klantboek.merging.refused import RefusedError
from klantboek.merging.renumber import renumber
from klantboek.merging.retire import Manner, retire

BookOf = Callable[..., Book]
DAY = "2026-11-20"
B, C = "relations/R-00002.yaml", "relations/R-00003.yaml"
LINKED: Given = {
    B: {"links": [{"to": "R-00001", "kind": "parent"}]},
    "judgements/R-00001_R-00002.yaml": {"content_a": "0a93d5e817fc0a93", "reason": "Two shops."},
}


def _values(plan: Plan) -> dict[str, Any]:
    return {one.file: one.document.value for one in plan.after.records}


def test_everything_follows_the_number(book_of: BookOf) -> None:
    """The record, what links to it and what was judged of it bear the new number; the old one points there."""
    book = book_of({**LINKED, "book.yaml": {"numbering": {"next": 3}}})
    found = renumber(book, "R-00001", "R-00012", by="hdv")
    after = _values(found.plan)
    assert after["relations/R-00012.yaml"]["number"] == "R-00012"
    stone = {"reason": "merged", "on": DAY, "into": "R-00012", "by": "hdv", "note": "Renumbered."}
    assert after["relations/R-00001.yaml"] == {"number": "R-00001", "tombstone": stone}
    assert after[B]["links"] == [{"to": "R-00012", "kind": "parent"}]
    assert after["book.yaml"]["numbering"] == {"next": 13}
    judged = after["judgements/R-00002_R-00012.yaml"]
    assert "judgements/R-00001_R-00002.yaml" not in after
    assert (judged["a"], judged["b"]) == ("R-00002", "R-00012")
    # The content that was judged goes with its side.
    assert "content_a" not in judged
    assert judged["content_b"] == "0a93d5e817fc0a93"
    assert dict(found.moved) == {B: 1, "judgements/R-00001_R-00002.yaml": 1}


def test_without_a_trace(book_of: BookOf) -> None:
    """A number that never left the house is as if it had not been given out, and nothing names it."""
    found = renumber(book_of(LINKED), "R-00001", "R-00012", trace=False)
    after = found.plan.after
    assert "relations/R-00001.yaml" not in _values(found.plan)
    named = [one.name for record in after.records for one in references(record)]
    assert "R-00001" not in named
    assert found.plan.worse == []


def test_there_and_back(book_of: BookOf) -> None:
    """Renumbering back without a trace gives every file as it was."""
    book = book_of(LINKED)
    write_files(book.project, renumber(book, "R-00001", "R-00012", trace=False).plan.rewrites)
    there = load(book.root, book.as_of)
    back = renumber(there, "R-00012", "R-00001", trace=False).plan.after
    before = {one.file: one.document.value for one in book.records}
    assert {one.file: one.document.value for one in back.records} == before
    assert [one.file for one in back.records] == [one.file for one in book.records]


@pytest.mark.parametrize(("following", "then"), [(11, 13), (12, 13), (13, 13), (20, 20)])
def test_next_number_stays_free(book_of: BookOf, following: int, then: int) -> None:
    """The number that is given out next is above the one that was just given."""
    book = book_of({"book.yaml": {"numbering": {"next": following}}})
    after = _values(renumber(book, "R-00001", "R-00012").plan)
    assert after["book.yaml"]["numbering"] == {"next": then}


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("R-12", "'R-12' is no relation number."),
        ("R-00002", "R-00002 is taken: records/relations/R-00002.yaml holds it."),
        ("R-00003", "R-00003 is taken: records/relations/R-00003.yaml holds it."),
        ("R-00009", "R-00009 was retired and can't be given out again."),
    ],
)
def test_number_is_not_free(book_of: BookOf, new: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that is no number, or was given out before, is refused."""
    given: Given = {B: {}, C: {"tombstone": {"reason": "erased", "on": DAY}}}
    book = book_of({**given, "book.yaml": {"numbering": {"retired": ["R-00009"]}}})
    monkeypatch.chdir(book.project)
    with pytest.raises(RefusedError) as error:
        renumber(book, "R-00001", new)
    assert error.value.message == says


def test_retired_number_is_a_tombstone(book_of: BookOf) -> None:
    """A record that nothing refers to becomes a tombstone with the reason."""
    found = retire(book_of({}), "R-00001", Manner(why="Typed twice.", by="hdv"))
    stone = {"reason": "retired", "on": DAY, "by": "hdv", "note": "Typed twice."}
    assert _values(found.plan)["relations/R-00001.yaml"] == {"number": "R-00001", "tombstone": stone}


def test_retired_without_a_file(book_of: BookOf) -> None:
    """Without a trace the file and what was judged of it go, and the settings remember the number."""
    found = retire(book_of({B: {}, "judgements/R-00001_R-00002.yaml": {}}), "R-00001", Manner(trace=False))
    after = _values(found.plan)
    assert [file for file in after if "R-00001" in file] == []
    assert after["book.yaml"]["numbering"] == {"retired": ["R-00001"]}
    assert found.judgements == ("judgements/R-00001_R-00002.yaml",)


@pytest.mark.parametrize(
    ("numbering", "then"),
    [
        ({}, ["R-00099"]),
        ({"numbering": {"next": 7}}, ["R-00099"]),
        ({"numbering": {"retired": ["R-00050"]}}, ["R-00050", "R-00099"]),
    ],
)
def test_number_without_a_record(book_of: BookOf, numbering: dict[str, Any], then: list[str]) -> None:
    """A number that was given out on paper and never used is remembered."""
    found = retire(book_of({"book.yaml": numbering}), "R-00099")
    assert _values(found.plan)["book.yaml"]["numbering"]["retired"] == then


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("R-00001", "R-00001 is still referred to: records/relations/R-00002.yaml:8 (links.0.to)."),
        ("R-00003", "R-00003 has a history that would leave the book: 1 quote, 2 interactions."),
        ("R-00050", "R-00050 is retired already."),
        ("R-5", "'R-5' is no relation number."),
    ],
)
def test_what_is_not_retired(
    book_of: BookOf, number: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relation that others refer to, or that has a history, stays; each place is named."""
    met = {
        "on": "2026-01-01",
        "state": "realised",
        "form": "individual",
        "kind": "one",
        "channel": "one",
        "subject": "x",
    }
    line = {"product": "one", "quantity": 1, "unit_price": 1}
    quote = {"number": "Q-1", "date": "2026-01-01", "status": "open", "lines": [line]}
    given: Given = {
        B: {"links": [{"to": "R-00001", "kind": "parent"}]},
        C: {"quotes": [quote], "interactions": [met, {**met, "subject": "y"}]},
        "book.yaml": {"numbering": {"retired": ["R-00050"]}},
    }
    book = book_of(given)
    monkeypatch.chdir(book.project)
    with pytest.raises(RefusedError) as error:
        retire(book, number)
    assert error.value.message == says


def test_history_goes_when_it_may(book_of: BookOf) -> None:
    """A history leaves the book only when that is asked for."""
    consent = {"purpose": "contract", "channel": "email", "state": "given", "on": "2026-01-01", "how": "form"}
    book = book_of({"relations/R-00001.yaml": {"consents": [consent]}})
    with pytest.raises(RefusedError, match="1 consent"):
        retire(book, "R-00001")
    assert retire(book, "R-00001", Manner(history=True)).plan.worse == []
