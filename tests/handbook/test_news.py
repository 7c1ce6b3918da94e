"""What a build hears of what changed since the one before it."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from given import Given, git, lay_out
from klantboek.book import Book
from klantboek.handbook.asking import EVERYTHING
from klantboek.handbook.edition import Edition
from klantboek.handbook.kept import Kept, Noted
from klantboek.handbook.news import News, news_of, of_kind
from klantboek.handbook.opening import edition_at

TODAY = date(2026, 11, 20)
LINE = {"product": "oven", "quantity": 1, "unit_price": 100}
BOUGHT, OTHERS = (
    {
        "orders": [
            {"number": number, "date": "2026-01-05", "channel": "web", "status": "delivered", "lines": [LINE]}
        ]
    }
    for number in "AB"
)
MILL: Given = {
    "organisation": {"name": "Korenmolen De Hoop"},
    "phones": [{"number": "+31570001101", "kind": "landline"}],
}
FIRST, SECOND = "relations/R-00002.yaml", "relations/R-00003.yaml"
State = dict[str, Any]


def _heard(edition: Edition, before: State, abouts: dict[str, str], context: str = "one program") -> News:
    """Give the news for who knows the state of another build, and what stood for figures about each relation."""
    with closing(Kept(None)) as kept:
        # As it comes from the file that keeps it.
        vars(kept)["state"] = json.loads(json.dumps(before))
        for file, about in abouts.items():
            kept.note(file, "", about, ())
        return news_of(edition, kept, context)


def _abouts(edition: Edition) -> dict[str, str]:
    digests = edition.figure_digests()
    return {one.file: digests.get(one.id, "") for one in edition.relations}


def test_each_change_is_told_and_nothing_else(book_of: Callable[..., Book]) -> None:
    """Records, findings, figures, pairs, what was measured, what git knows: of each a build hears as far as it changed."""
    # An order more is no field more: it counts all the same.
    book = book_of({FIRST: {}, SECOND: OTHERS, "products/oven.yaml": {}})
    git(book.project, "init", "-q")
    git(book.project, "add", "records")
    git(book.project, "commit", "-q", "-m", "Two relations")
    with closing(edition_at(book.root, TODAY, None)) as edition:
        news, abouts = _heard(edition, {}, {}), _abouts(edition)
        assert news.is_everything
        assert _heard(edition, dict(news.state), abouts).names == frozenset()
    lay_out(book.root, {FIRST: BOUGHT})
    lay_out(book.project, {"build/checklist.json": {}})
    with closing(edition_at(book.root, TODAY, None)) as edition:
        names = _heard(edition, dict(news.state), abouts).names
        assert names >= {
            "about R-00002", "every about", "every record", "figure orders_by_year", "findings", "findings relation/R-00002",
            "ground", "leads product/oven", "measured", "part product_sales oven", f"record {FIRST}", "uses",
        }  # fmt: skip
        assert not names & {"about R-00003", "figure complaints", "history", "pairs", f"record {SECOND}"}
        news, abouts = _heard(edition, {}, {}), _abouts(edition)
    lay_out(book.root, {FIRST: {**MILL, **BOUGHT}, SECOND: {**MILL, **OTHERS}})
    git(book.project, "commit", "-q", "-a", "-m", "One party")
    with closing(edition_at(book.root, TODAY, None)) as edition:
        names = _heard(edition, dict(news.state), abouts).names
        # The first one had findings before, which now say something else.
        assert names >= {
            "findings relation/R-00002", "history", "pairs", "uses", f"history {FIRST}", f"history {SECOND}", f"link {SECOND}",
        }  # fmt: skip
        assert not {"measured", "history relations/R-00001.yaml"} & names
        # What they are called and how they are reached is in no figure.
        assert not of_kind(names, "figure") | of_kind(names, "part") | of_kind(names, "about")


def test_what_can_not_be_compared_is_all_new(book_of: Callable[..., Book]) -> None:
    """Another program, an index that was made again and commits that nobody knows change all; figures made again only these."""
    book = book_of({"relations/R-00002.yaml": BOUGHT, "products/oven.yaml": {}})
    with closing(edition_at(book.root, TODAY, None)) as edition:
        state, abouts = dict(_heard(edition, {}, {}).state), _abouts(edition)
        assert _heard(edition, state, abouts, "another program").is_everything
        for name in ("index", "history"):
            assert _heard(edition, {**state, name: "another"}, abouts).is_everything, name
        assert _heard(edition, {name: state[name] for name in ("context", "index")}, abouts).is_everything
        again = _heard(edition, {**state, "tables": "others"}, abouts).names
        assert of_kind(again, "figure") == set(edition.results)
        # That they were made again does not mean that they say something else.
        assert not of_kind(again, "part") | of_kind(again, "about")


@pytest.mark.parametrize(
    ("names", "asked", "is_touched", "is_told"),
    [
        ([], ["record a"], False, True),
        (["record b"], ["record a"], False, True),
        (["record a"], ["record a"], True, False),
        ([EVERYTHING], ["record a", EVERYTHING], True, False),
        (["link a", "record b"], ["link a", EVERYTHING], True, True),
        (["link a", "every link"], ["every link", EVERYTHING], True, True),
        (["link a", "name a"], ["link a", "name a", EVERYTHING], True, False),
    ],
)
def test_pages_are_made_again_for_what_they_asked(
    names: list[str], asked: list[str], is_touched: bool, is_told: bool  # noqa: FBT001 -- a case
) -> None:  # fmt: skip
    """What changed concerns who asked for it; where no more changed than names in links these are put in."""
    news, page = News(frozenset(names), {}), Noted(json.dumps(asked), [])
    assert news.touches(page) == is_touched
    assert news.is_told(page) == is_told


def test_where_everything_is_new_nobody_is_spared() -> None:
    """Where nothing can be said to be as it was, everything is made again, whatever it asked for."""
    assert News(frozenset([EVERYTHING]), {}).concerns(["record a"])
    assert not News(frozenset(["record b"]), {}).concerns(["record a"])
