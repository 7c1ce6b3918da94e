"""A merge in a book: what refers to the other number, what is refused, and that the book is no worse."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from given import COVERED, Given
from klantboek.book import Book, load
from klantboek.book.identity import fingerprint
from klantboek.book.references import references
from klantboek.house import carried
from klantboek.merging.differences import Asked
from klantboek.merging.merge import Merge, merge
from klantboek.merging.refused import OpenDifferencesError, RefusedError, WorseError
from klantboek.yaml import read

BookOf = Callable[..., Book]
A, B, C = "relations/R-00001.yaml", "relations/R-00002.yaml", "relations/R-00003.yaml"
DAY = "2026-11-20"


def _text(found: Merge, file: str) -> str:
    record = found.plan.records[file]
    assert record is not None
    return record.document.text


def _value(found: Merge, file: str) -> Any:
    return next(one for one in found.plan.after.records if one.file == file).document.value


def test_the_other_number_points_the_way(book_of: BookOf) -> None:
    """The other file is a tombstone that says into which number, when and by whom."""
    found = merge(book_of({B: {}}), "R-00001", "R-00002", Asked(by="hdv"))
    stone = {"reason": "merged", "on": DAY, "into": "R-00001", "by": "hdv"}
    assert _value(found, B) == {"number": "R-00002", "tombstone": stone}


def test_the_lower_number_stays_unless_told(book_of: BookOf) -> None:
    """The number that was given out first stays, in whatever order they are named; --keep says otherwise."""
    book = book_of({"relations/R-99999.yaml": {}, "relations/R-100000.yaml": {}})
    assert merge(book, "R-100000", "R-99999").ours == "R-99999"
    assert merge(book, "R-99999", "R-100000", Asked(keep="R-100000")).ours == "R-100000"


def test_every_reference_follows(book_of: BookOf) -> None:
    """Links, contact persons, sources, suppliers and older tombstones lead to the number that stays."""
    person = {"kind": "person", "person": {"name": {"surname": "Vos"}}}
    given: Given = {
        A: person,
        B: person,
        C: {
            "links": [{"to": "R-00002", "kind": "referred_by"}],
            "contacts": [{"id": "vos", "person": "R-00002"}],
            "heard_via": {"how": "one", "relation": "R-00002"},
        },
        "relations/R-00004.yaml": {"tombstone": {"reason": "merged", "on": DAY, "into": "R-00002"}},
        "products/p-1.yaml": {"supplier": "R-00002"},
        "vocabularies/heard-via.yaml": {},
        "judgements/R-00002_R-00003.yaml": {"a": "R-00002", "b": "R-00003"},
    }
    found = merge(book_of(given), "R-00001", "R-00002").checked()
    after = found.plan.after
    named = [
        f"{one.record.file} {one.name}"
        for record in after.records
        for one in references(record)
        if one.to == "relation"
    ]
    assert named == [
        "judgements/R-00002_R-00003.yaml R-00002",
        "judgements/R-00002_R-00003.yaml R-00003",
        "products/p-1.yaml R-00001",
        "relations/R-00002.yaml R-00001",
        "relations/R-00003.yaml R-00001",
        "relations/R-00003.yaml R-00001",
        "relations/R-00003.yaml R-00001",
        "relations/R-00004.yaml R-00001",
    ]
    assert dict(found.moved) == {"products/p-1.yaml": 1, C: 3, "relations/R-00004.yaml": 1}


def test_two_links_that_became_one(book_of: BookOf) -> None:
    """A record that named both with the same words names the one once; with other words both lines stay."""
    links = [
        {"to": "R-00001", "kind": "supplied_by"},
        {"to": "R-00002", "kind": "supplied_by"},
        {"to": "R-00002", "kind": "advised_by"},
    ]
    found = merge(book_of({B: {}, C: {"links": links}}), "R-00001", "R-00002")
    assert _value(found, C)["links"] == [
        {"to": "R-00001", "kind": "supplied_by"},
        {"to": "R-00001", "kind": "advised_by"},
    ]


def test_comments_of_both(book_of: BookOf) -> None:
    """A comment goes with what it is about; what is said of the whole file comes to the top."""
    book = book_of(
        {A: {"emails": [{"address": "a@halm.example"}]}, B: {"emails": [{"address": "b@halm.example"}]}}
    )
    for name, text in (("R-00001", "# The bakery.\n"), ("R-00002", "# The shop.\n")):
        file = book.root / "relations" / f"{name}.yaml"
        own = f"  # Read by {name}.\n"
        file.write_text(text + file.read_text().replace("  - address", own + "  - address"))
    found = merge(load(book.root, book.as_of), "R-00001", "R-00002")
    text = _text(found, A)
    assert text.startswith(
        "# The bakery.\n# R-00002, which was merged into this one:\n# The shop.\nnumber: R-00001\n"
    )
    assert "  # Read by R-00002.\n  - address: b@halm.example\n" in text


def test_words_that_name_the_number_are_listed(book_of: BookOf) -> None:
    """A number inside a sentence stays there: the tombstone leads on, and the place is told."""
    given: Given = {B: {}, C: {"registrations": {"kvk": "00000012", "shared": "branch of R-00002"}}}
    found = merge(book_of(given), "R-00001", "R-00002")
    assert [(one.file, one.line) for one in found.mentions] == [(C, 9)]


def test_class_follows_the_turnover_of_both(book_of: BookOf) -> None:
    """A class that neither of the two reached is set when both together reach it."""
    lines = [{"product": "p-1", "quantity": 1, "unit_price": 600}]

    def with_order(number: str) -> dict[str, Any]:
        order = {"number": number, "date": "2026-05-01", "channel": "phone", "lines": lines}
        return {"classification": {"class": "small"}, "orders": [order]}

    classes = [
        {"code": "top", "names": {"en": "Top"}, "turnover_from": 5000},
        {"code": "medium", "names": {"en": "Medium"}, "turnover_from": 1000},
        {"code": "small", "names": {"en": "Small"}, "turnover_from": 0},
    ]
    given: Given = {**COVERED, "book.yaml": {"classes": classes}, "products/p-1.yaml": {}}
    given |= {"vocabularies/channels.yaml": {"terms": [{"code": "phone", "names": {"en": "Phone"}}]}}
    given |= {A: with_order("O-1"), B: with_order("O-2")}
    found = merge(book_of(given), "R-00001", "R-00002").checked()
    assert _value(found, A)["classification"] == {"class": "medium"}
    assert found.said == ("the class becomes medium, by the turnover of both",)


def test_allowance_goes_with_its_finding(book_of: BookOf) -> None:
    """A comment that allowed a finding about the two is taken out when the merge takes the finding away."""
    same = {"registrations": {"kvk": "00000012"}}
    book = book_of({**COVERED, A: same, B: same})
    file = book.root / "relations" / "R-00002.yaml"
    allow = "  # klantboek: allow KB301 -- to be merged\n"
    file.write_text(file.read_text().replace("  kvk:", allow + "  kvk:"))
    found = merge(load(book.root, book.as_of), "R-00001", "R-00002").checked()
    assert "klantboek: allow" not in _text(found, A)


REFUSED: list[tuple[str, Given, str]] = [
    ("unknown", {}, "There is no relation R-00002 in this book."),
    ("unfit", {B: {"status": "activ"}}, "relations/R-00002.yaml can't be used"),
    ("gone", {B: {"tombstone": {"reason": "retired", "on": DAY}}}, "R-00002 is no relation any more"),
    ("kinds", {B: {"kind": "person", "person": {"name": {"surname": "Vos"}}}}, "of the kind person"),
    (
        "linked",
        {B: {"links": [{"to": "R-00001", "kind": "parent"}]}},
        "refers to R-00001 as another relation",
    ),
    (
        "astray",
        {
            A: {"contacts": [{"id": "jan", "name": {"surname": "Vos"}}]},
            B: {"preferences": {"channels": [{"moment": "one", "channel": "one", "contact": "jan"}]}},
        },
        "R-00002 has no contact 'jan' (records/relations/R-00002.yaml:",
    ),
    ("distinct", {B: {}, "judgements/R-00001_R-00002.yaml": {}}, "are judged distinct by hdv on 2026-01-01"),
    (
        "distinct by others",
        {
            B: {},
            C: {},
            "judgements/R-00001_R-00003.yaml": {"b": "R-00003", "verdict": "same"},
            "judgements/R-00002_R-00003.yaml": {"a": "R-00002", "b": "R-00003"},
        },
        "are judged distinct, by what others were judged",
    ),
]


@pytest.mark.parametrize(("given", "says"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_refused(book_of: BookOf, given: Given, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two records that can't be one relation are left alone, and the message says why."""
    book = book_of(given)
    monkeypatch.chdir(book.project)
    with pytest.raises(RefusedError) as error:
        merge(book, "R-00001", "R-00002")
    assert says in error.value.message


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(keep="R-00009"), "R-00009 is neither of the two."),
        (Asked(others="R-00009"), "R-00009 is neither R-00001 nor R-00002."),
        (Asked({"since": "R-00001"}), "The two do not differ in 'since'."),
    ],
)
def test_asked_for_what_is_not_there(book_of: BookOf, asked: Asked, says: str) -> None:
    """A number that is none of the two, and a field in which they agree, are mistakes."""
    with pytest.raises(RefusedError) as error:
        merge(book_of({B: {}}), "R-00001", "R-00002", asked)
    assert error.value.message == says


def test_what_is_open_is_not_written(book_of: BookOf) -> None:
    """As long as a person has to choose there is nothing to write."""
    book = book_of({A: {"registrations": {"kvk": "00000012"}}, B: {"registrations": {"kvk": "00000013"}}})
    with pytest.raises(OpenDifferencesError) as error:
        merge(book, "R-00001", "R-00002").checked()
    assert "registrations.kvk" in error.value.message
    assert "--take registrations.kvk=R-00002" in error.value.help


def test_worse_is_refused(book_of: BookOf) -> None:
    """What only the two together do wrong is a reason not to write: here a field without a dictionary entry."""
    given: Given = {**COVERED, "dictionary/base.yaml": {"fields": ["relation.notes"]}}
    book = book_of({A: {"since": "2024-01-01"}, B: {"since": "2023-01-01"}, **given})
    with pytest.raises(WorseError) as error:
        merge(book, "R-00001", "R-00002").checked()
    assert "KB7" in error.value.message
    assert "former" in error.value.message


@pytest.mark.slow
def test_pairs_of_the_example_book() -> None:
    """Whichever two organisations become one, every reference leads somewhere and the book lints no worse."""
    book = load(carried("records"), None)
    numbers = [one.number for one in book.relations if one.kind == "organisation"]
    done = 0
    for a, b in zip(numbers[::5], numbers[3::5], strict=False):
        try:
            found = merge(book, a, b, Asked(others=a))
        except RefusedError:
            continue
        # Two facts that only both records together show, and that nobody can mend for them.
        assert {one.code for one in found.plan.worse} <= {"KB801", "KB901"}
        done += 1
    assert done > 5


def test_example_says_how_it_was_judged() -> None:
    """The fingerprints in the example's judgement are those of both records on that day."""
    book = load(carried("records"), None)
    judged = next(one for one in book.nodes("judgement") if one.content_a)
    living = book.find("relation", judged.a)
    assert living is not None
    assert judged.content_a == fingerprint(living.document.value)
    before = Path(__file__).with_name("R-00013_before_the_merge.yaml")
    assert judged.content_b == fingerprint(read(before.read_bytes(), before.name).value)
