"""What an audience may see: a book without anything that is closed to it."""

import json
from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from klantboek.book.beside import SideFile
from klantboek.book.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.record import Record
from klantboek.errors import UnknownNameError
from klantboek.findings import Path
from klantboek.shapes import KINDS, Shape, Type, shape_of
from klantboek.yaml import Document

# What schemas say of a value that nobody needs to hide.
_OPEN = frozenset(["", "none"])
_GONE = object()
# A relation without these is none; which of them it needs depends on the others, so no schema lists them.
_NEEDED = {"relation": frozenset({"kind", "roles", "status", "tombstone"})}
_FORMER = "relation.former"
# Who sees these sees single relations.
_NAMES = ("relation.organisation.name", "relation.person.name")
# What the rows of a ledger hold; a ledger is open as a whole, or not at all.
LEDGERS = ("relation.orders", "relation.web_visits")


class Audience:
    """A group of readers that book.yaml names: ``code``, and what it may see.

    A value is open when every sensitivity stated for it is one that the audience sees: that of its schema and
    of all groups around it, and that of the dictionary's entry that speaks for it. What nobody declared is
    closed. A group that lost something it needs is closed as a whole, so that what is left fits its schema.
    """

    def __init__(self, book: Book, code: str) -> None:
        found = {one.code: one for one in book.settings.audiences}
        if code not in found:
            raise UnknownNameError("audience", code, found)
        self.code = code
        self._sees = _OPEN.union(found[code].sees)
        self._dictionary = Dictionary(book)
        self._wholly: dict[str, bool] = {}

    @property
    def sees_ledgers(self) -> bool:
        """Tell whether files with rows of orders and visits are open: as a whole, or not at all."""
        return all(map(self.sees_field, LEDGERS))

    @property
    def sees_names(self) -> bool:
        """Tell whether single relations are open: who they are, companies and persons."""
        return all(map(self.sees_field, _NAMES))

    @property
    def sees_everything(self) -> bool:
        """Tell whether nothing at all is closed."""
        return self._sees.issuperset(_sensitivities())

    def sees_field(self, field: str) -> bool:
        """Tell whether a field or a group is open with all that is in it, by its path with dots."""
        if field not in self._wholly:
            self._wholly[field] = self._sees_whole(field)
        return self._wholly[field]

    def _sees_whole(self, field: str) -> bool:
        if self.sees_everything:
            return True
        kind, *steps = field.split(".")
        if kind not in KINDS:
            return False
        shape, labels = shape_of(kind), set()
        for step in steps:
            labels.add(shape.sensitivity)
            inner = shape.items or shape
            if inner.type is Type.OPEN:
                return labels <= self._sees and self._sees_own(field)
            if step not in inner.properties:
                return False
            shape = inner.properties[step]
        return labels <= self._sees and all(map(self._sees_one, shape.walk()))

    def _sees_one(self, shape: Shape) -> bool:
        """Tell whether nothing that is said of a shape itself closes it; what is around it aside."""
        if shape.sensitivity not in self._sees or (shape.items and shape.items.sensitivity not in self._sees):
            return False
        if shape.type is Type.OPEN:
            return self.sees_everything
        entry = self._dictionary.entry(shape.path)
        return entry is None or (entry.sensitivity or "") in self._sees or _is_group(shape)

    def _sees_own(self, field: str) -> bool:
        """Tell whether a field of the book's own is open: it needs an entry of its own."""
        entry = self._dictionary.entry(field)
        return entry is not None and field in entry.fields and (entry.sensitivity or "") in self._sees

    def open_part(self, kind: str, value: dict[str, Any]) -> dict[str, Any] | None:
        """Give what is open of the values of a record that fits its schema; None when that is no record."""
        if self.sees_everything:
            return value
        shape = shape_of(kind)
        kept = self._object(shape, value, kind != "book")
        if kept is _GONE or any(key in value and key not in kept for key in _NEEDED.get(kind, ())):
            return None
        found: dict[str, Any] = kept
        return found

    def _any(self, shape: Shape, value: Any) -> Any:
        if not self._sees_one(shape) and shape.type is not Type.OPEN:
            return _GONE
        if shape.type is Type.OBJECT:
            return self._object(shape, value, True)
        if shape.items is not None:
            return self._list(shape.items, value)
        if shape.type is Type.OPEN:
            kept = {key: one for key, one in value.items() if self._sees_own(f"{shape.path}.{key}")}
            return kept or _GONE
        return value

    def _object(self, shape: Shape, value: dict[str, Any], strict: bool) -> Any:  # noqa: FBT001 -- of this class alone
        kept = {
            key: below
            for key, item in value.items()
            if (below := self._any(shape.properties[key], item)) is not _GONE
        }
        lost = any(key not in kept and shape.properties[key].required for key in value)
        if strict and ((value and not kept) or lost):
            return _GONE
        if shape.path == _FORMER and not (
            {"value", "address"} & kept.keys() and self.sees_field(value["field"])
        ):
            return _GONE
        return kept

    def _list(self, items: Shape, value: list[Any]) -> Any:
        kept = [below for item in value if (below := self._any(items, item)) is not _GONE]
        return kept if kept or not value else _GONE


@dataclass(frozen=True)
class OpenBook:
    """The part of a book that an audience may see, and what was whole before.

    Records that are left out altogether, and files that are no records, are not in it. A record that does not
    fit its schema is in it by its number alone: nothing tells what its values are.
    """

    whole: Book
    part: Book
    audience: Audience

    def open_path(self, record: Record, path: Path) -> Path | None:
        """Give the path in the part of what stands at ``path`` in the whole; None when that is closed.

        Where a list lost items, the path ends at the list.
        """
        before, after = record.document.value, None
        found = self.part.find(record.kind, record.id)
        if found is None or not found.fits:
            return None
        after, kept = found.document.value, 0
        for step in path:
            if isinstance(before, list) and isinstance(after, list):
                if len(before) != len(after):
                    break
            elif not (isinstance(before, dict) and isinstance(after, dict) and step in after):
                return None
            before, after, kept = before[step], after[step], kept + 1  # type: ignore[index]  # by its kind
        return path[:kept]


def open_book(book: Book, code: str) -> OpenBook:
    """Give what the audience of this code may see of a book; raises UnknownNameError when book.yaml has none."""
    audience = Audience(book, code)
    if audience.sees_everything:
        return OpenBook(book, book, audience)
    kept = (_open_record(audience, record) for record in book.records)
    records = tuple(record for record in kept if record is not None)
    ledgers = () if audience.sees_ledgers else ("ledgers",)
    part = replace(book, records=records, strays=(), beside=partial(_beside, book, ledgers))
    return OpenBook(book, part, audience)


def _beside(book: Book, closed: Collection[str], folder: str) -> Iterable[SideFile]:
    """Give the files of a folder beside the records, unless it is closed."""
    return () if folder in closed else book.files_in(folder)


def _open_record(audience: Audience, record: Record) -> Record | None:
    if not record.fits:
        # Its name is all there is to go by; one that was made up says more than a number.
        is_named = record.kind == "relation" and not record.id.removeprefix("R-").isdecimal()
        if is_named or any(sub.required and not audience.sees_field(sub.path) for sub in _top(record.kind)):
            return None
        return replace(record, document=_document(record, None), findings=())
    value = audience.open_part(record.kind, record.document.value)
    return None if value is None else replace(record, document=_document(record, value), findings=())


def _document(record: Record, value: Any) -> Document:
    """Give a document of these values alone: their text is ours, and nothing stands at a place of the file."""
    text = "" if value is None else json.dumps(value, default=str, ensure_ascii=False)
    return Document(record.document.name, text, value, array("q"))


def _top(kind: str) -> tuple[Shape, ...]:
    return tuple(shape_of(kind).properties.values())


def _is_group(shape: Shape) -> bool:
    """Tell a group, whose entry speaks for what is in it, from a value."""
    return (shape.items or shape).type is Type.OBJECT


@cache
def _sensitivities() -> frozenset[str]:
    """Give every sensitivity that there is."""
    entry = shape_of("dictionary").properties["sensitivity"]
    return frozenset(entry.choices)
