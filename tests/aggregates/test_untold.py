"""Small groups are left out of figures: of which, for whom, and what stays of a row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import pytest

from klantboek.aggregates import Aggregate, all_aggregates, compute_all
from klantboek.aggregates.own import aggregates_of
from klantboek.aggregates.untold import groups_people, is_limited, is_untold, told, untold, without
from klantboek.book import Book, load
from klantboek.book.audience import Audience
from klantboek.handbook.whole import edition
from klantboek.house import carried

BookOf = Callable[..., Book]
BY_NAME = {one.name: one for one in all_aggregates()}
OPINIONS = {"net_promoter_score", "reasons_to_buy"}
_SEEN = ["none", "contact", "personal", "financial"]
KINDS = ("late", "rude", "other")
OWN = """/*
title: {nl: Eigen, en: Own}
answers: {nl: Wat, en: What}
formula: {nl: Zo., en: So.}
fields: [relation.status]
key: [status]
columns:
  status: {nl: Status, en: Status}
  number: {nl: Aantal, en: Number}
*/
SELECT status, COUNT(*) AS number FROM relations GROUP BY status ORDER BY status NULLS FIRST
"""


@pytest.fixture(scope="module")
def example() -> Book:
    """Give the example."""
    return load(carried("records"), None)


def _relation(place: int, nature: str) -> dict[str, Any]:
    order = {
        "number": f"O-{place}",
        "date": "2026-03-01",
        "channel": "web" if place < 9 else "shop",
        "lines": [{"product": "oven", "quantity": 1, "unit_price": 10}],
    }
    complaint = {
        "number": f"C-{place}",
        "on": "2026-03-09",
        "nature": nature,
        "description": "x",
        "status": "open",
    }
    return {"orders": [order], "complaints": [complaint]}


def _given(natures: Mapping[str, int], suppress: str = "always", **analysis: Any) -> dict[str, Any]:
    """Give a book in which so many relations complained about each; each bought once."""
    listed = [nature for nature, count in natures.items() for _ in range(count)]
    return {
        "book.yaml": {
            "analysis": {**analysis, "suppress": suppress},
            "audiences": [
                {"code": "names", "names": {"nl": "N", "en": "N"}, "sees": [*_SEEN, "private"]},
                {"code": "none", "names": {"nl": "G", "en": "G"}, "sees": _SEEN},
            ],
        },
        "dictionary/names.yaml": {"fields": ["relation.person.name"], "sensitivity": "private"},
        "products/oven.yaml": {},
        "vocabularies/complaint-kinds.yaml": {
            "terms": [{"code": code, "names": {"nl": code, "en": code}} for code in KINDS]
        },
        **{
            f"relations/R-{place:05}.yaml": _relation(place, nature)
            for place, nature in enumerate(listed, start=2)
        },
    }


def _complaints(book: Book, *, outside: bool = False) -> dict[Any, Any]:
    result = told(compute_all(book)["complaints"], book, outside=outside)
    place = result.position("complaints")
    return {row[0]: row[place] for row in result.rows}


def test_figures_that_are_limited(book_of: BookOf) -> None:
    """Inside it are those about what people answered, or none, or all about groups, as the book says; outside all."""

    def limited(book: Book, *, outside: bool = False) -> set[str]:
        return {one.name for one in all_aggregates() if is_limited(one, book, outside=outside)}

    groups = {one.name for one in all_aggregates() if groups_people(one)}
    assert len(groups) > 15
    unstated, outside, always = (
        book_of({"book.yaml": {"analysis": stated}})
        for stated in ({}, {"suppress": "outside"}, {"suppress": "always"})
    )
    assert limited(unstated) == OPINIONS == {one.name for one in all_aggregates() if one.opinions}
    assert limited(outside) == set()
    assert limited(always) == limited(outside, outside=True) == limited(unstated, outside=True) == groups


def test_what_is_about_opinions() -> None:
    """Each figure about groups that reads what people answered says so, but one that mixes it with sales."""
    tables_ = ("relations_survey_answers", "surveys_anonymous_answers")
    reads = {
        one.name
        for one in all_aggregates()
        if groups_people(one) and any(name in one.sql for name in tables_)
    }
    # It tells a score only from ten answers on, of a year.
    assert reads - {"book_by_month"} == OPINIONS


def test_a_small_group_and_the_one_beside_it(book_of: BookOf) -> None:
    """A row about too few keeps its key and loses the rest; so does the smallest other one, from which it would follow."""
    book = book_of(_given({"late": 2, "rude": 6, "other": 7}))
    assert _complaints(book) == {"late": None, "rude": None, "other": 7}
    result = told(compute_all(book)["complaints"], book)
    row = next(row for row in result.rows if row[0] == "late")
    assert set(row[1:]) == {None}
    assert [is_untold(result.aggregate, one) for one in result.rows] == [False, True, True]


@pytest.mark.parametrize(
    ("natures", "stated"),
    [
        ({"rude": 6, "late": 5}, {}),
        ({"rude": 6, "late": 2}, {"smallest_group": 2}),
        ({"late": 1}, {"smallest_group": 0}),
    ],
)
def test_the_smallest_group_is_stated(
    book_of: BookOf, natures: dict[str, int], stated: dict[str, Any]
) -> None:
    """The book says how small is too small, five unless stated; 0 leaves nothing out."""
    assert _complaints(book_of(_given(natures, **stated))) == natures


def test_outside_each_number_counts(book_of: BookOf) -> None:
    """Inside the group is what the first column counts; outside no number in a row may be of too few people."""
    natures = {"late": 8, "rude": 9}
    given = _given(natures)
    del given["relations/R-00002.yaml"]["complaints"][0]["status"]
    given["relations/R-00002.yaml"]["complaints"][0] |= {"status": "rejected", "resolved_on": "2026-04-01"}
    book = book_of(given)
    assert _complaints(book) == {"rude": 9, "late": 8}
    assert _complaints(book, outside=True) == {"rude": None, "late": None}


def test_surveys_stand_apart(book_of: BookOf) -> None:
    """A small survey hides no other: nobody adds the answers to two surveys up."""
    answers = [("small", 3), ("large", 12)]
    given: dict[str, Any] = {
        f"surveys/{code}.yaml": {
            "kind": "recommendation",
            "from": f"2026-0{place}-01",
            "anonymous_answers": [{"on": "2026-06-01", "score": 9}] * count,
        }
        for place, (code, count) in enumerate(answers, start=1)
    }
    book = book_of(given)
    result = told(compute_all(book)["net_promoter_score"], book)
    assert [(row[0], row[result.position("answers")]) for row in result.rows] == [
        ("small", None),
        ("large", 12),
    ]


def test_one_that_does_not_count_people(book_of: BookOf) -> None:
    """A figure of the book's own that does not say how many people are in a row has no rows where groups are limited."""
    book = book_of({"book.yaml": {"analysis": {"suppress": "always"}}})
    (book.root / "aggregates").mkdir()
    (book.root / "aggregates" / "own.sql").write_text(OWN, encoding="utf-8")
    result = compute_all(book)["own"]
    assert result.rows
    assert told(result, book).rows == ()
    assert untold(result, book, outside=True) == {0}


def test_sql_gives_the_same(example: Book) -> None:
    """The SELECT for what is told gives the rows that ``told`` gives, of every figure."""
    results, lost = compute_all(example), 0
    for one in aggregates_of(example):
        if is_limited(one, example, outside=True) and results[one.name].rows:
            gone = untold(results[one.name], example, outside=True)
            lost += len(gone)
            wanted = told(results[one.name], example, outside=True).rows
            assert _by_sql(one, results[one.name].rows, gone) == wanted
    assert lost > 50


def _by_sql(one: Aggregate, rows: Sequence[Any], gone: frozenset[int]) -> Sequence[Any]:
    with duckdb.connect() as connection:
        names = ", ".join(f'"{column.name}"' for column in one.columns)
        values = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
        connection.execute(
            f"CREATE TABLE {one.name} AS SELECT * FROM (VALUES {values}) AS given({names})",  # noqa: S608 -- names from here
            [value for row in rows for value in row],
        )
        return tuple(connection.execute(without(one, gone)).fetchall()) if gone else rows


@pytest.mark.parametrize(("code", "sees"), [("names", True), ("none", False)])
def test_audiences(book_of: BookOf, code: str, *, sees: bool) -> None:
    """Who sees no names of persons gets no small groups; nothing stands behind a row that tells nothing."""
    book = book_of(_given({"late": 2, "rude": 6, "other": 7}, suppress="outside"))
    assert Audience(book, code).sees_names is sees
    made = edition(book, "en", code)
    rows: list[tuple[Any, Any]] = [
        (result, row)
        for result in made.results.values()
        for row in result.rows
        if groups_people(result.aggregate)
    ]
    lost = [is_untold(result.aggregate, row) for result, row in rows]
    counted = [
        row[result.position(result.aggregate.people[0])]
        for (result, row), gone in zip(rows, lost, strict=True)
        if not gone
    ]
    assert {number > 4 for number in counted if number} == ({True, False} if sees else {True})
    assert any(lost) is not sees


def test_the_page_says_so(book_of: BookOf) -> None:
    """The page of a figure says how many rows tell nothing, and leads to nobody from them."""
    from klantboek.handbook.pages.figures import pages  # noqa: PLC0415 -- only this test looks at a page

    made = edition(book_of(_given({"late": 2, "rude": 6, "other": 7})), "nl")
    page = next(page for page in pages(made) if page.file == "figures/complaints.html")
    facts = page.make()
    assert "Van 2 regels" in facts["untold"]
    assert [number for _, number in made.behind.rows("complaints")][1:] == [0, 0]
