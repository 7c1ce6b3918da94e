"""The chain of a book: from an objective to the fields it needs, their sources, and the figures that read them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.lineage import Lineage
from klantboek.predictions.facts import is_of_events
from klantboek.predictions.fields import kinds_of
from klantboek.predictions.named import lies_in
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
class _Counted:
    """How many relations there are of each kind, and how many have each field."""

    living: Counter[str]
    filled: Mapping[str, int]


@dataclass(frozen=True)
class Gap:
    """What an objective still lacks."""

    objective: str
    lacks: str


def chain(book: Book) -> tuple[Link, ...]:
    """Give the fields of each objective, in the order of book.yaml."""
    living = Counter(relation.kind for relation in book.relations)
    return chain_of(book, living, {field: use.count for field, use in book.uses.items()})


def chain_of(book: Book, living: Counter[str], filled: Mapping[str, int]) -> tuple[Link, ...]:
    """Give what ``chain`` gives from the number of relations of each kind, and of those that have each field."""
    dictionary, lineage = Dictionary(book), lineage_of(book)
    counted = _Counted(living, filled)
    return tuple(
        _link(dictionary, lineage, counted, (objective.code, field))
        for objective in book.settings.objectives
        for field in objective.fields
    )


def _link(dictionary: Dictionary, lineage: Lineage, counted: _Counted, named: tuple[str, str]) -> Link:
    objective, field = named
    entry = dictionary.entry(field)
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
        filled=counted.filled.get(field, 0),
        applies=sum(counted.living[kind] for kind in kinds_of(entry, field)),
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
