"""The whole book as one frozen value."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from klantboek.book.node import Node
from klantboek.book.record import Record
from klantboek.book.usage import Use, uses
from klantboek.findings import Finding


@dataclass(frozen=True, eq=False)
class Book:
    """Every record of a folder, in the order of their files.

    ``root`` is the folder that holds book.yaml; ``as_of`` is the day that counts as today.
    """

    root: Path
    as_of: date
    records: tuple[Record, ...]
    strays: tuple[Finding, ...] = ()

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, Record]]:
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records:
            found[record.kind].setdefault(record.id, record)
        return found

    def find(self, kind: str, name: str) -> Record | None:
        """Give the record with this id, also when it does not fit its schema."""
        return self._by_kind[kind].get(name)

    def ids(self, kind: str) -> list[str]:
        """Give the ids of all records of a kind."""
        return list(self._by_kind[kind])

    def nodes(self, kind: str) -> tuple[Node, ...]:
        """Give the records of a kind that fit their schema."""
        return tuple(record.node for record in self.records if record.kind == kind and record.fits)

    @cached_property
    def relations(self) -> tuple[Node, ...]:
        """The relations that fit their schema, tombstones left out."""
        return tuple(node for node in self.nodes("relation") if not node.tombstone)

    @cached_property
    def products(self) -> tuple[Node, ...]:
        """The products that fit their schema."""
        return self.nodes("product")

    @cached_property
    def settings(self) -> Node:
        """The company itself: the values of book.yaml."""
        return self.nodes("book")[0]

    @cached_property
    def uses(self) -> dict[str, Use]:
        """The fields that relations write, by path with dots."""
        return uses(self.relations)

    @property
    def project(self) -> Path:
        """The folder around the book: where build/ goes."""
        return self.root.parent

    @property
    def findings(self) -> list[Finding]:
        """What reading and the schemas had to say."""
        return [*self.strays, *(finding for record in self.records for finding in record.findings)]
