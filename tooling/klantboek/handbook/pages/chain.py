"""The chain: which sources give which fields, which figures read them, and which objectives rest on those."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from klantboek.handbook.charts.steps import Step, steps
from klantboek.handbook.edition import Edition
from klantboek.handbook.fields import field_name
from klantboek.handbook.listing import Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import badge, joined, link
from klantboek.handbook.page import Page
from klantboek.predictions.chain import Link, chain_of

_SOURCES, _FIELDS, _FIGURES = range(3)
# More figures than these stand as one in a picture, whose key is no name of a figure.
_MOST, _REST = 10, "…"


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of the chain, when the book has objectives."""
    if edition.book.settings.objectives:
        yield Page(
            "chain.html", "chain", edition.words("chain.title"), partial(_make, edition), "figures", 31
        )


def _make(edition: Edition) -> Mapping[str, Any]:
    words, links = edition.words, _links(edition)
    columns = [Column(words("chain.objective")), Column(words("chain.field")), Column(words("chain.filled"), "n"),
               Column(words("chain.sources")), Column(words("chain.figures"))]  # fmt: skip
    return {
        "title": words("chain.title"),
        "intro": words("chain.intro"),
        "charts": [*_charts(edition, links)],
        "listing": Listing.of(columns, [_row(edition, one) for one in links]),
    }


def _links(edition: Edition) -> tuple[Link, ...]:
    uses = {field: use.count for field, use in edition.book.uses.items()}
    return chain_of(edition.book, edition.index.kinds(), uses)


def _charts(edition: Edition, links: Sequence[Link]) -> Iterator[tuple[str, Markup]]:
    """Give a picture for each objective, with its name: in one of all the lines could not be told apart."""
    heads = [edition.words(f"chain.{name}") for name in ("sources", "field", "figures", "objective")]
    for code in dict.fromkeys(one.objective for one in links):
        own = [one for one in links if one.objective == code]
        shown = _shown(edition, own)
        name = edition.names.setting("objective", code)
        yield name, steps(name, heads, _names(edition, own, shown), _lines(own, shown))


def _shown(edition: Edition, links: Sequence[Link]) -> list[str]:
    """Give the figures of a picture: those that read the fewest fields say most about these."""

    def breadth(name: str) -> tuple[int, str]:
        result = edition.results.get(name)
        return len(result.aggregate.fields) if result is not None else 0, name

    every = sorted({name for one in links for name in one.aggregates}, key=breadth)
    return every if len(every) <= _MOST + 1 else every[:_MOST]


def _names(edition: Edition, links: Sequence[Link], shown: Sequence[str]) -> list[dict[str, str]]:
    """Give the names of each column of a picture, by key, in the order in which the objective needs them."""
    rest = len({name for one in links for name in one.aggregates} - set(shown))
    more = {_REST: edition.words("chain.more", count=rest)} if rest else {}
    return [
        {name: edition.names.term("sources", name) for one in links for name in one.sources},
        {one.field: field_name(edition, one.field) for one in links},
        {name: _figure(edition, name) for name in shown} | more,
        {one.objective: edition.names.setting("objective", one.objective) for one in links},
    ]


def _lines(links: Sequence[Link], shown: Sequence[str]) -> list[Step]:
    """Give the lines of a picture, each once; from a field that no figure reads there is a broken one."""
    found = [Step(_SOURCES, source, one.field) for one in links for source in one.sources]
    for one in links:
        figures = [name if name in shown else _REST for name in one.aggregates]
        found += [Step(_FIELDS, one.field, figure) for figure in figures]
        found += [Step(_FIGURES, figure, one.objective) for figure in figures]
        if not figures:
            found.append(Step(_FIELDS, one.field, one.objective, is_missing=True))
    return list(dict.fromkeys(found))


def _row(edition: Edition, one: Link) -> list[Sorted]:
    words = edition.words
    record = edition.book.find("dictionary", one.entry) if one.entry else None
    field = field_name(edition, one.field)
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


def _figure(edition: Edition, name: str) -> str:
    result = edition.results.get(name)
    return result.aggregate.title[edition.language] if result is not None else name
