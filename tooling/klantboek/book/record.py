"""One record: a file of the book, its document and whether it fits its schema."""

from dataclasses import dataclass
from functools import cached_property

from klantboek.book.node import Node, root_node
from klantboek.findings import Finding
from klantboek.shapes import shape_of
from klantboek.yaml import Document


@dataclass(frozen=True, eq=False)
class Record:
    """One file of the book.

    ``id`` is the file name without its ending. ``fits`` tells that the structure is what the schema asks:
    only then is there a ``node``, a place in the tables and a full page. A record that does not fit stays
    in the book, with its ``findings``. One that ``keeps`` remembers the nodes it gave.
    """

    kind: str
    id: str
    document: Document
    fits: bool
    findings: tuple[Finding, ...] = ()
    keeps: bool = False

    @property
    def file(self) -> str:
        """The path below the book's folder, with forward slashes."""
        return self.document.name

    @cached_property
    def node(self) -> Node:
        """The record's values by name; only for records that fit."""
        return root_node(self, self.document.value, shape_of(self.kind), keeps=self.keeps)
