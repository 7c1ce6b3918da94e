"""What the checklist counts of each relation, kept beside the tables."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from klantboek.book import Book, Record
from klantboek.book.dictionary import Dictionary
from klantboek.predictions.facts import Fields, facts_of, written
from klantboek.predictions.named import wrong_fields
from klantboek.tables.beside import Beside, Gatherer, Kept
from klantboek.tables.made import program
from klantboek.tables.rows import text
from klantboek.tables.store import State, Stored, stored
from klantboek.tables.table import Column, Holds
from klantboek.tables.update import Hearing

_SCHEMA = "checklist"


def _columns(**holds: Holds) -> tuple[Column, ...]:
    return tuple(Column(name, one, "") for name, one in holds.items())


_TABLES = {
    "relations": _columns(kind=Holds.TEXT, turnover_minor=Holds.INTEGER, bought=Holds.BOOLEAN),
    "filled": _columns(field=Holds.INTEGER, day=Holds.DATE),
    "values": _columns(field=Holds.INTEGER, digest=Holds.INTEGER),
    "needed": _columns(field=Holds.INTEGER),
    "wrong": _columns(field=Holds.TEXT),
    "known": _columns(field=Holds.TEXT, value=Holds.TEXT, dated=Holds.BOOLEAN),
}


def table_of(name: str) -> str:
    """Give a table of what is counted, as SQL writes it."""
    return f'{_SCHEMA}."{name}"'


def counting(registers: Book) -> Beside:
    """Give what is counted of the relations of a book."""
    dictionary, fields = Dictionary(registers), fields_of(registers)

    def rows(record: Record, reason: str) -> Iterator[Kept]:
        for field in sorted(wrong_fields(record, dictionary)):
            yield "wrong", text(field)
        if not reason:
            yield from _counted(registers, record, fields)

    return Beside(_SCHEMA, _TABLES, _key(registers, fields), rows)


def _counted(registers: Book, record: Record, fields: Fields) -> Iterator[Kept]:
    facts = facts_of(registers, record.document.value, fields)
    bought = "" if facts.bought is None else facts.bought
    yield "relations", f"{text(facts.kind)},{facts.turnover_minor},{bought}"
    for one in facts.filled:
        yield "filled", f"{one.field},{one.day}"
        for digest in sorted(one.digests):
            yield "values", f"{one.field},{digest}"
    for place in facts.needed:
        yield "needed", str(place)
    for name, (value, dated) in facts.values.items():
        yield "known", f"{text(name)},{text(written(value))},{dated}"


def fields_of(book: Book) -> Fields:
    """Give the fields that are counted in a book."""
    dictionary = Dictionary(book)
    named = (
        one
        for entry in book.nodes("dictionary")
        for one in entry.fields
        if one.startswith("relation.") and dictionary.entry(one) is entry
    )
    needed = (one for objective in book.settings.objectives for one in objective.fields)
    return Fields(
        tuple(dict.fromkeys(named)),
        tuple(dict.fromkeys(one for one in needed if one.startswith("relation."))),
    )


def _key(book: Book, fields: Fields) -> str:
    named = [(one.code, one.fields) for one in book.nodes("dictionary")]
    settings = book.settings
    parts = (program(), book.as_of, settings.currency, settings.activity.dormant_after_days, named, fields)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@contextmanager
def gathered(state: State) -> Iterator[Stored]:
    """Give the tables of a book with what the checklist counts beside them. Raises what ``stored`` raises."""
    with (
        Gatherer(counting) as gatherer,
        stored(
            state.source, state.as_of, state.today, keeps=state.keeps, hearing=Hearing(also=gatherer.begin)
        ) as found,
    ):
        gatherer.finish(found, state.source)
        yield found
