"""What refers to what: every reference in a record, and whether its target exists."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from klantboek.book.book import RELATION, Book
from klantboek.book.parts import parts_of
from klantboek.book.record import Record
from klantboek.findings import Path
from klantboek.shapes import KINDS, shape_of

# Lists inside a relation that other values of the same relation refer to, and the key they go by.
_LOCAL = {
    "contact": ("contacts", "id"),
    "order": ("orders", "number"),
    "quote": ("quotes", "number"),
    "project": ("projects", "code"),
    "document": ("documents", "id"),
}
# Lists in book.yaml.
_SETTINGS = {"staff": ("staff", "id"), "class": ("classes", "code"), "objective": ("objectives", "code")}


@dataclass(frozen=True)
class Reference:
    """One value that names something else; ``to`` is what the schema says it refers to."""

    record: Record
    path: Path
    to: str
    name: str


def references(record: Record) -> Iterator[Reference]:
    """Give every reference that a record which fits its schema makes, in reading order."""
    for path, to, name in parts_of(record).references:
        yield Reference(record, path, to, name)


def targets(book: Book, record: Record, to: str) -> Collection[str] | None:
    """Give the names that a reference of this sort in this record may use; None for a missing vocabulary."""
    if to == RELATION:
        return book.numbers
    if to in _LOCAL:
        return local_targets(record, to)
    return book.once(common_targets)[to]


def local_targets(record: Record, to: str) -> Collection[str]:
    """Give the names of what stands in a record itself: of its contact persons, orders, quotes, projects, documents."""
    items, key = _LOCAL[to]
    return {item[key] for item in record.document.value.get(items, ())}


def common_targets(book: Book) -> dict[str, frozenset[str] | None]:
    """Give the names in registers and settings, by what refers to them."""
    shapes = [shape for kind in KINDS for shape in shape_of(kind).walk()]
    sorts = {(shape.items or shape).reference for shape in shapes} - {"", RELATION} - _LOCAL.keys()
    return {to: _registered(book, to) for to in sorted(sorts)}


def _registered(book: Book, to: str) -> frozenset[str] | None:
    if to in _SETTINGS:
        items, key = _SETTINGS[to]
        return frozenset(one[key] for one in book.settings[items])
    kind, _, code = to.partition("/")
    # A wrong name of a file is told of the file alone: what refers to the code in it is right.
    stated = {node[KINDS[kind].key or ""]: node for node in book.nodes(kind)}
    if kind != "vocabulary":
        return frozenset({*book.ids(kind), *stated})
    vocabulary = book.find(kind, code)
    if vocabulary is not None and not vocabulary.fits:
        return _Unread()
    if vocabulary is None and code not in stated:
        return None
    return frozenset(term.code for term in (vocabulary.node if vocabulary else stated[code]).terms)


class _Unread(frozenset[str]):
    """The terms of a vocabulary that does not fit: each may be among them, and what is wrong is told of its file."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        """Tell that it may be."""
        return True
