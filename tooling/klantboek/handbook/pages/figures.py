"""Derived figures: a page for each aggregate, and the list of them."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from klantboek.handbook.derived import listing
from klantboek.handbook.edition import Edition
from klantboek.handbook.figure_charts import charts
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import link
from klantboek.handbook.page import Page

if TYPE_CHECKING:
    from klantboek.aggregates import Result


def pages(edition: Edition) -> Iterator[Page]:
    """Give the list of figures and a page for each."""
    yield Page("figures.html", "list", edition.words("figures.title"), partial(_list, edition), "figures", 30)
    for name, result in edition.results.items():
        one, language = result.aggregate, edition.language
        headings = (column.heading[language] for column in result.columns if not column.hidden)
        yield Page(
            f"figures/{name}.html",
            "figure",
            one.title[language],
            partial(_make, edition, result),
            active="figures.html",
            about=one.answers[language],
            words=" ".join([*one.title.values(), *headings]),
        )


def _list(edition: Edition) -> Mapping[str, Any]:
    words, language = edition.words, edition.language
    found = sorted(edition.results.values(), key=lambda one: one.aggregate.title[language].casefold())
    rows = [
        [
            (link(f"figures/{one.aggregate.name}.html", one.aggregate.title[language]), ""),
            text(one.aggregate.answers[language]),
            keyed(edition.write.number(len(one.rows)), len(one.rows)),
        ]
        for one in found
    ]
    heads = [
        Column(words("column.name")),
        Column(words("column.answers"), "t"),
        Column(words("column.rows"), "n"),
    ]
    return {
        "title": words("figures.title"),
        "intro": words("figures.intro"),
        "listing": Listing.of(heads, rows),
    }


def _make(edition: Edition, result: "Result") -> Mapping[str, Any]:
    cells, one, language = edition.cells("../"), result.aggregate, edition.language
    return {
        "title": one.title[language],
        "answers": one.answers[language],
        "formula": one.formula[language],
        "origin": one.source,
        "name": one.name,
        "charts": [
            drawn._replace(title=drawn.title.removeprefix(f"{one.title[language]}: "))
            for drawn in charts(cells, result)
        ],
        "untold": _untold(edition, result),
        "listing": listing(cells, result, list(_behind(edition, one.name))),
    }


def _untold(edition: Edition, result: "Result") -> str:
    """Say how many rows lost their numbers, and why; "" when none did."""
    from klantboek.aggregates.untold import is_untold, smallest_of  # noqa: PLC0415 -- so does the database

    if not result.aggregate.people:
        return ""
    count = sum(is_untold(result.aggregate, row) for row in result.rows)
    return edition.words("figure.untold", count=count, smallest=smallest_of(edition.book)) if count else ""


def _behind(edition: Edition, name: str) -> Iterator[Sorted]:
    """Give for each row how many relations are behind it, as a link to the page with them."""
    for slug, size in edition.behind.rows(name):
        yield keyed(link(f"{name}/{slug}.html", edition.write.number(size)), size) if size else EMPTY
