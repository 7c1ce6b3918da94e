"""The walk through open pairs: what is asked, what is written, what is taken back."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from given import Given
from klantboek.book import Book, load
from klantboek.book.identity import fingerprint
from klantboek.duplicates.findings import features_in
from klantboek.duplicates.judgements import State, judged, open_pairs, overview
from klantboek.duplicates.pairs import Pair, Reason
from klantboek.duplicates.review import answer, begin, skip, teach, undo, usual_reason
from klantboek.duplicates.sides import side_by_side
from klantboek.duplicates.teaching import questions
from klantboek.edits.writing import write_files
from klantboek.house import carried
from klantboek.yaml import read

BookOf = Callable[..., Book]
FOUR: Given = {
    f"relations/R-0000{one}.yaml": {"organisation": {"name": f"Halm {one}"}} for one in range(1, 5)
}


def _pair(a: int, b: int, weight: float = 8.25) -> Pair:
    reasons = (
        Reason("prior", "prior", -10.0, "few pairs are the same"),
        Reason("vat", "equal", 18.4, "same VAT number"),
        Reason("city", "other", -0.2, "other city"),
    )
    return Pair(f"R-0000{a}", f"R-0000{b}", weight, 0.99, reasons)


def _written(book: Book) -> dict[str, object]:
    files = sorted((book.root / "judgements").glob("*.yaml"))
    return {file.name: read(file.read_bytes(), file.name).value for file in files}


def test_an_answer_is_one_file(book_of: BookOf) -> None:
    """A judgement says what, why, who and when, how alike the two were, and what both held then."""
    book = book_of(FOUR)
    _, written = answer(begin(book, [_pair(1, 2)], "hdv"), "same", "Same owner")
    assert written.file == book.root / "judgements" / "R-00001_R-00002.yaml"
    assert written.old is None
    assert written.new is not None
    values = read(written.new, "x").value
    content = {
        side: fingerprint(record.document.value)
        for side, number in (("content_a", "R-00001"), ("content_b", "R-00002"))
        if (record := book.find("relation", number))
    }
    assert {key: str(value) for key, value in values.items()} == {
        "a": "R-00001",
        "b": "R-00002",
        "verdict": "same",
        "reason": "Same owner",
        "by": "hdv",
        "on": "2026-11-20",
        "match_weight": "8.2",
        "model": values["model"],
        **content,
    }


def test_what_follows_is_not_asked(book_of: BookOf) -> None:
    """After same and same, and same and distinct, the third pair is settled."""
    book = book_of(FOUR)
    walk = begin(book, [_pair(1, 2), _pair(2, 3), _pair(1, 3), _pair(3, 4), _pair(1, 4)], "hdv")
    asked = []
    for verdict in ("same", "same", "distinct"):
        assert walk.current is not None
        asked.append((walk.current.pair.a, walk.current.pair.b))
        walk, _ = answer(walk, verdict, "x")
    assert asked == [("R-00001", "R-00002"), ("R-00002", "R-00003"), ("R-00003", "R-00004")]
    assert walk.current is None
    assert walk.answered == 3


def test_undo_goes_all_the_way_back(book_of: BookOf) -> None:
    """Each step back gives the walk as it was before, and takes away what was written."""
    book = book_of(FOUR)
    (book.root / "judgements").mkdir()
    start = begin(book, [_pair(1, 2), _pair(3, 4)], "hdv")
    first, written = answer(start, "distinct", "x")
    write_files(book.project, [written])
    passed = skip(first)
    assert passed.current is None
    again, nothing = undo(passed)
    assert (again, nothing) == (first, None)
    before, back = undo(again)
    assert before is start
    assert back is not None
    write_files(book.project, [back])
    assert _written(book) == {}
    assert undo(start) == (start, None)


def test_a_stale_judgement_is_asked_again(book_of: BookOf) -> None:
    """When a relation changed the pair comes back, and the new verdict goes into the same file, comments kept."""
    stale = {"a": "R-00001", "b": "R-00002", "verdict": "distinct", "content_a": "0a93d5e817fc0a93"}
    book = book_of({**FOUR, "judgements/R-00001_R-00002.yaml": stale})
    file = book.root / "judgements" / "R-00001_R-00002.yaml"
    file.write_text("# Asked by phone.\n" + file.read_text())
    book = load(book.root, book.as_of)
    walk = begin(book, [_pair(1, 2)], "hdv")
    assert walk.current is not None
    assert walk.current.state is State.CHANGED
    after, written = answer(walk, "same", "Moved in together")
    write_files(book.project, [written], allow_dirty=True)
    assert file.read_text().startswith("# Asked by phone.\na: R-00001\n")
    assert after.current is None
    assert open_pairs(load(book.root, book.as_of), [_pair(1, 2)]) == ()


def test_unsure_comes_back_when_asked_for(book_of: BookOf) -> None:
    """A pair of which somebody was not sure stays open, and is asked again only when that is wanted."""
    given: Given = {**FOUR, "judgements/R-00001_R-00002.yaml": {"verdict": "unsure"}}
    book = book_of(given)
    assert begin(book, [_pair(1, 2)], "hdv").current is None
    again = begin(book, [_pair(1, 2)], "hdv", unsure=True).current
    assert again is not None
    assert again.state is State.UNSURE
    assert [one.state for one in open_pairs(book, [_pair(1, 2)])] == [State.UNSURE]


def test_page_shows_what_is_open_and_what_waits(book_of: BookOf) -> None:
    """The overview has open pairs, best first, and judged pairs that are still two records."""
    same = {"a": "R-00003", "b": "R-00004", "verdict": "same"}
    stone = {"tombstone": {"reason": "merged", "on": "2026-01-01", "into": "R-00001"}}
    given: Given = {**FOUR, "judgements/R-00003_R-00004.yaml": same, "relations/R-00005.yaml": stone}
    given["judgements/R-00001_R-00005.yaml"] = {"b": "R-00005", "verdict": "same"}
    book = book_of(given)
    found = overview(book, [_pair(1, 2), _pair(3, 4), _pair(1, 5)])
    assert [(one.pair.a, one.pair.b) for one in found.open] == [("R-00001", "R-00002")]
    assert [(one.a, one.b) for one in found.to_merge] == [("R-00003", "R-00004")]
    assert [tuple(one) for one in judged(book)] == [("R-00003", "R-00004", "same")]


def test_what_follows_settles_too(book_of: BookOf) -> None:
    """Same and same make same, same and distinct make distinct, wherever pairs are shown or learned from."""
    given: Given = {
        f"relations/R-0000{one}.yaml": {"organisation": {"name": f"Halm {one}"}} for one in range(1, 7)
    }
    for a, b, verdict in (
        (1, 2, "same"),
        (2, 3, "same"),
        (3, 4, "distinct"),
        (4, 5, "same"),
        (5, 6, "unsure"),
    ):
        given[f"judgements/R-0000{a}_R-0000{b}.yaml"] = {
            "a": f"R-0000{a}",
            "b": f"R-0000{b}",
            "verdict": verdict,
        }
    found = judged(book_of(given))
    assert {(one.a[-1] + one.b[-1], one.verdict) for one in found[5:]} == {
        ("13", "same"),
        *((pair, "distinct") for pair in ("14", "15", "24", "25", "35")),
    }
    assert [one.a[-1] + one.b[-1] for one in found[:5]] == ["12", "23", "34", "45", "56"]


def test_a_contradiction_settles_what_was_said(book_of: BookOf) -> None:
    """Where judgements contradict each other, what was said of two stands, and nothing is made up of it."""
    given: Given = {**FOUR}
    for a, b, verdict in ((1, 2, "same"), (2, 3, "same"), (1, 3, "distinct")):
        given[f"judgements/R-0000{a}_R-0000{b}.yaml"] = {
            "a": f"R-0000{a}",
            "b": f"R-0000{b}",
            "verdict": verdict,
        }
    assert [tuple(one)[2] for one in judged(book_of(given))] == ["same", "distinct", "same"]


def _person(number: int) -> dict[str, object]:
    return {
        "kind": "person",
        "person": {"name": {"given": "Els", "surname": f"Achternaam{chr(96 + (number + 1) // 2)}"}},
        "emails": [{"address": f"els@p{(number + 1) // 2}.example"}],
    }


def test_teaching_asks_what_is_least_sure(book_of: BookOf) -> None:
    """A walk that teaches asks the least sure pair, by all answers so far, and goes back with all of it."""
    given: Given = {f"relations/R-{one:05d}.yaml": _person(one) for one in range(1, 13)}
    book = book_of(given)
    asked = questions(features_in(book), judged(book))
    start = teach(book, asked, "hdv")
    assert start.current is not None
    assert start.current.pair is asked.next(asked.pairs)
    after, _ = answer(start, "distinct", "x")
    assert after.questions is not None
    assert after.questions.weights != asked.weights
    assert after.current is not None
    assert after.current.pair is after.questions.next(after.waiting)
    assert undo(after)[0] is start


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [("same", "Same VAT number"), ("distinct", "Other city"), ("unsure", "More must be known")],
)
def test_usual_reason(verdict: str, reason: str) -> None:
    """The reason that is offered is what speaks most for the verdict; the prior speaks for nobody."""
    assert usual_reason(_pair(1, 2), verdict) == reason


def test_side_by_side(book_of: BookOf) -> None:
    """Values that both have stand first and beside each other, and each row says how far the two agree."""
    given: Given = {
        "relations/R-00001.yaml": {
            "organisation": {"name": "De Halm"},
            "emails": [{"address": "x@halm.example"}, {"address": "a@halm.example"}],
            "phones": [{"number": "+31570001101", "kind": "landline"}],
        },
        "relations/R-00002.yaml": {
            "organisation": {"name": "DE HALM"},
            "emails": [{"address": "A@halm.example"}],
            "phones": [{"number": "+31570001102", "kind": "landline"}],
            "since": "2024-01-01",
            "registrations": {"kvk": "00000012"},
        },
    }
    rows = {row.label: row for row in side_by_side(book_of(given), "R-00001", "R-00002")}
    assert {label: row.mark for label, row in rows.items()} == {
        "name": "=",
        "registered": "",
        "e-mail": "~",
        "phone": "≠",
        "status": "=",
    }
    assert rows["e-mail"].a == ("a@halm.example", "x@halm.example")
    assert rows["e-mail"].b == ("A@halm.example",)


def test_files_are_where_lint_looks(book_of: BookOf, tmp_path: Path) -> None:
    """What a walk writes is a record that fits, under the name that it must have."""
    book = book_of(FOUR)
    (book.root / "judgements").mkdir()
    _, written = answer(begin(book, [_pair(2, 1)], "hdv"), "same", "x")
    write_files(tmp_path, [written])
    again = load(book.root, book.as_of)
    assert [(one.file, one.fits) for one in again.records if one.kind == "judgement"] == [
        ("judgements/R-00001_R-00002.yaml", True)
    ]


def test_side_by_side_of_the_example() -> None:
    """Whichever two relations stand beside each other, each row has something to show and stands there once."""
    book = load(carried("records"), None)
    numbers = [one.number for one in book.relations]
    for a, b in pairwise(numbers):
        rows = side_by_side(book, a, b)
        labels = [row.label for row in rows]
        assert len(labels) == len(set(labels))
        assert labels[0] == "name"
        assert all(row.a or row.b for row in rows)
        assert all(row.mark == ("=" if row.a == row.b else row.mark) for row in rows)
