"""The chain of a book: from an objective to the fields it needs, their sources, and the figures that read them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.lineage import Lineage
from klantboek.predictions.fields import is_of_events, kinds_of, lies_in
from klantboek.predictions.readers import lineage_of


@dataclass(frozen=True)
class Link:
    """One field that an objective names: its entry ("" for none), how full it is, its sources and its figures.

    It is filled in ``filled`` of the ``applies`` relations that can have it; of events any number is enough.
    """

    objective: str
    field: str
    entry: str
    filled: int
    applies: int
    is_event: bool
    sources: tuple[str, ...]
    aggregates: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """What an objective still lacks."""

    objective: str
    lacks: str


def chain(book: Book) -> tuple[Link, ...]:
    """Give the fields of each objective, in the order of book.yaml."""
    dictionary, lineage = Dictionary(book), lineage_of(book)
    living = Counter(relation.kind for relation in book.relations)
    return tuple(
        _link(book, dictionary, lineage, living, (objective.code, field))
        for objective in book.settings.objectives
        for field in objective.fields
    )


def _link(
    book: Book, dictionary: Dictionary, lineage: Lineage, living: Counter[str], named: tuple[str, str]
) -> Link:
    objective, field = named
    entry, use = dictionary.entry(field), book.uses.get(field)
    figures = {
        name
        for other in lineage
        if lies_in(other, field)
        for name in lineage.readers(other).get("aggregates", ())
    }
    return Link(
        objective=objective,
        field=field,
        entry=entry.code if entry is not None else "",
        filled=use.count if use is not None else 0,
        applies=sum(living[kind] for kind in kinds_of(entry, field)),
        is_event=is_of_events(field),
        sources=entry.sources if entry is not None else (),
        aggregates=tuple(sorted(figures)),
    )


def gaps(book: Book, links: Sequence[Link]) -> Iterator[Gap]:
    """Give what each objective still lacks: fields, their entries and sources, values, and figures."""
    for objective in book.settings.objectives:
        own = [one for one in links if one.objective == objective.code]
        if not own:
            yield Gap(objective.code, "fields that show how it goes")
        yield from (Gap(objective.code, lack) for link in own for lack in _lacks(link))


def _lacks(link: Link) -> Iterator[str]:
    if not link.entry:
        yield f"an entry in the dictionary for {link.field}"
    elif not link.sources:
        yield f"a source for {link.field}"
    if not link.filled:
        yield f"values of {link.field}: no relation has it"
    elif 2 * link.filled < link.applies and not link.is_event:
        yield f"values of {link.field}: {link.filled} of {link.applies} relations have it"
    if not link.aggregates:
        yield f"a figure that reads {link.field}"
