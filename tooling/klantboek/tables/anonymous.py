"""Tables without identity: which columns are kept, and as what.

Nothing is kept unless its kind is known to be harmless: numbers, yes or no, the words of closed lists and
vocabularies, days as the first of their month. Numbers and codes that name a relation, a person or an order become
pseudonyms that only the key can make, and nobody keeps the key. Every other text is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from klantboek.book import Book
from klantboek.shapes import KINDS, Shape, Type, shape_of
from klantboek.tables.database import literal, quoted
from klantboek.tables.definition import fields
from klantboek.tables.table import Column, Holds, Table

# Of these kinds the name of a record names a relation.
_OF_RELATIONS = {"relation": "relation", "judgement": "judgement"}
# What names a person, or a paper that has a number in the outside world.
NAMING = frozenset({"relation", "staff", "contact", "order", "quote", "project", "document"})
# Sensitivities of which nothing is kept, whatever it is.
_CLOSED = frozenset({"private", "special", "financial"})
# Groups that describe one party: of these only the words of closed lists are kept.
_DESCRIBING = ("relation.organisation", "relation.person", "relation.contacts")
# Texts of a few signs that many share.
_SHARED_FORMATS = frozenset({"country", "currency", "language"})
_SIGNS = 16


def pseudonym(of: str, column: str, key: str) -> str:
    """Give the SQL of a pseudonym for a value: its hash (SHA-256) with a key, so that it can't be tried out."""
    return f"{literal(of)} || '-' || substr(sha256({literal(f'{key}:{of}:')} || CAST({column} AS VARCHAR)), 1, {_SIGNS})"


def month(column: str) -> str:
    """Give the SQL of the first day of a month."""
    return f"CAST(date_trunc('month', {column}) AS DATE)"


def codes(book: Book) -> Mapping[str, tuple[str, ...]]:
    """Give the codes that the registers of a book have, by what refers to them: the only texts that are kept."""
    terms = {
        f"vocabulary/{one.code}": tuple(term.code for term in one.terms) for one in book.nodes("vocabulary")
    }
    kinds = {kind: tuple(sorted(book.ids(kind))) for kind in KINDS if kind not in _OF_RELATIONS}
    named = {"class": book.settings.classes, "objective": book.settings.objectives}
    return {**terms, **kinds, **{name: tuple(one.code for one in some) for name, some in named.items()}}


def known(column: str, allowed: Sequence[str], otherwise: str = "NULL") -> str:
    """Give the SQL of a text where it is one of those, and of something else where it is not."""
    if not allowed:
        return otherwise if otherwise != "NULL" else ""
    listed = ", ".join(map(literal, allowed))
    return f"CASE WHEN {column} IN ({listed}) THEN {column} ELSE {otherwise} END"


def select(table: Table, key: str, known_codes: Mapping[str, Sequence[str]]) -> str:
    """Give the SELECT of a table without identity, in an order that tells nothing; ``known_codes`` as of ``codes``."""
    kept = list(_kept(table, key, known_codes))
    names = ", ".join(f"{expression} AS {quoted(name)}" for name, expression in kept)
    order = ", ".join(str(number) for number in range(1, len(kept) + 1))
    return f"SELECT {names} FROM {quoted(table.name)} ORDER BY {order}"  # noqa: S608 -- names are quoted


def _kept(table: Table, key: str, known_codes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for number, column in enumerate(table.keys):
        name = quoted(column.name)
        named = _OF_RELATIONS.get(table.kind) if number == 0 else None
        yield column.name, pseudonym(named, name, key) if named else name
    for column in table.own:
        expression = _expression(table, column, key, known_codes)
        if expression:
            yield column.name, expression


def _expression(table: Table, column: Column, key: str, known_codes: Mapping[str, Sequence[str]]) -> str:
    """Give the SQL of a column; "" when it is left out."""
    name = quoted(column.name)
    if column.holds is Holds.CURRENCY:
        return name
    shape, closed = _shape(fields()[table.name, column.name])
    if shape is None or closed:
        return ""
    item = shape.items or shape
    reference = shape.reference or item.reference
    if reference in NAMING:
        return pseudonym(reference, name, key)
    if column.holds is Holds.TEXT:
        is_shared = item.format in _SHARED_FORMATS
        return name if is_shared else known(name, item.choices or known_codes.get(reference, ()))
    if shape.path.startswith(_DESCRIBING):
        return ""
    return month(name) if column.holds is Holds.DATE else name


@cache
def _shape(field: str) -> tuple[Shape | None, bool]:
    """Give the shape of a field, and whether anything around it closes it."""
    kind, *steps = field.split(".")
    shape = shape_of(kind)
    closed = False
    for step in steps:
        inner = shape.items or shape
        if inner.type is Type.OPEN or step not in inner.properties:
            return None, True
        shape = inner.properties[step]
        closed = closed or shape.sensitivity in _CLOSED or (shape.items or shape).sensitivity in _CLOSED
    return (None if shape.type is Type.OPEN else shape), closed
