"""The chain: which sources give which fields, which figures read them, and which objectives rest on those."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from klantboek.handbook.charts.steps import Step, steps
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import badge, joined, link
from klantboek.handbook.page import Page
from klantboek.predictions.chain import Link, chain
from klantboek.shapes import shape_of

_SOURCES, _FIELDS, _FIGURES, _OBJECTIVES = range(4)


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of the chain, when the book has objectives."""
    if edition.book.settings.objectives:
        yield Page(
            "chain.html", "chain", edition.words("chain.title"), partial(_make, edition), "figures", 31
        )


def _make(edition: Edition) -> Mapping[str, Any]:
    words, links = edition.words, chain(edition.book)
    heads = [words(f"chain.{name}") for name in ("sources", "field", "figures", "objective")]
    columns = [Column(words("chain.objective")), Column(words("chain.field")), Column(words("chain.filled"), "n"),
               Column(words("chain.sources")), Column(words("chain.figures"))]  # fmt: skip
    return {
        "title": words("chain.title"),
        "intro": words("chain.intro"),
        "chart": steps(words("chain.title"), heads, _names(edition, links), _lines(links)) if links else "",
        "listing": Listing(columns, [_row(edition, one) for one in links]),
    }


def _names(edition: Edition, links: Sequence[Link]) -> list[dict[str, str]]:
    """Give the names of each column of the picture, by key, in the order in which objectives need them."""
    return [
        {name: edition.names.term("sources", name) for one in links for name in one.sources},
        {one.field: _field(edition, one.field) for one in links},
        {name: _figure(edition, name) for one in links for name in one.aggregates},
        {one.objective: edition.names.setting("objective", one.objective) for one in links},
    ]


def _lines(links: Sequence[Link]) -> list[Step]:
    """Give the lines of the picture, each once; from a field that no figure reads there is a broken one."""
    found = [Step(_SOURCES, source, one.field) for one in links for source in one.sources]
    for one in links:
        found += [Step(_FIELDS, one.field, figure) for figure in one.aggregates]
        found += [Step(_FIGURES, figure, one.objective) for figure in one.aggregates]
        if not one.aggregates:
            found.append(Step(_FIELDS, one.field, one.objective, is_missing=True))
    return list(dict.fromkeys(found))


def _row(edition: Edition, one: Link) -> list[Sorted]:
    words = edition.words
    record = edition.book.find("dictionary", one.entry) if one.entry else None
    field = _field(edition, one.field)
    named = link(edition.page_of(record), field) if record is not None else field
    sources = ", ".join(edition.names.term("sources", source) for source in one.sources)
    figures = joined(", ", [link(f"figures/{name}.html", _figure(edition, name)) for name in one.aggregates])
    share = f"{edition.write.number(one.filled)} / {edition.write.number(one.applies)}"
    missing = badge(words("chain.missing"), "warn")
    return [
        text(edition.names.setting("objective", one.objective)),
        keyed(named, field),
        keyed(share, one.filled),
        text(sources) if sources else (missing, ""),
        (figures, "") if figures else (missing, ""),
    ]


def _field(edition: Edition, field: str) -> str:
    """Give what a field is called: its own title, with that of the group it stands in."""
    shape, titles = shape_of("relation"), []
    for step in field.split(".")[1:]:
        inner = shape.properties.get(step)
        if inner is None:
            return edition.custom_titles.get(step, field)
        titles.append(edition.title_of(inner))
        shape = inner.items or inner
    return " · ".join(titles[-2:]) or field


def _figure(edition: Edition, name: str) -> str:
    result = edition.results.get(name)
    return result.aggregate.title[edition.language] if result is not None else name
