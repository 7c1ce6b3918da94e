"""Who refers to whom: the references to each record, from relations and from registers."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from klantboek.book.files import reading_order
from klantboek.book.record import Record
from klantboek.handbook.references import references

if TYPE_CHECKING:
    from klantboek.handbook.edition import Edition


class Backlink(NamedTuple):
    """A record that names another: its file, the path of the property that does so, and the anchor on its page.

    ``told`` is what pages of the other say of it: of a tie its kind, of an order with a product what was sold.
    """

    file: str
    path: str
    where: str
    told: Any = None


class Sale(NamedTuple):
    """An order with a product: the relation, the anchor on its page, the day, the order, and its lines.

    Each line has its quantity, unit and unit price as text, "" for what is not written.
    """

    record: Record
    where: str
    day: str
    number: str
    channel: str
    currency: str
    lines: list[list[str]]


class Backlinks:
    """The references to the records of an edition."""

    def __init__(self, edition: "Edition") -> None:
        self._edition = edition

    def to(self, kind: str, name: str, but: Sequence[str] = ()) -> list[Backlink]:
        """Give the references to a record in the order of the book, without those in some properties."""
        found = [Backlink(*one) for one in self._edition.index.leads_to(kind, name, but)]
        found += [one for one in self._of_registers.get((kind, name), ()) if one.path not in but]
        return sorted(found, key=lambda one: reading_order(one.file))

    def sales(self, product: str, path: str, most: int) -> list[Sale]:
        """Give the latest orders with a product, so many at most."""
        files = self._edition.files
        rows = self._edition.index.newest("product", product, path, most)
        return [Sale(files[file], where, day, *told) for file, where, day, told in rows]

    @cached_property
    def _of_registers(self) -> dict[tuple[str, str], list[Backlink]]:
        found: dict[tuple[str, str], list[Backlink]] = {}
        for record in self._edition.registers:
            if record.fits:
                for kind, name, path, where in references(record):
                    found.setdefault((kind, name), []).append(Backlink(record.file, path, where))
        return found
