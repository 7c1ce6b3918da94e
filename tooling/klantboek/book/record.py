"""One record: a file of the book, its document and whether it fits its schema."""

from dataclasses import dataclass
from functools import cached_property, partial

from klantboek.book.node import Node, root_node
from klantboek.book.ready import ReadyParts
from klantboek.findings import Finding
from klantboek.shapes import shape_of
from klantboek.yaml import Document


@dataclass(frozen=True, eq=False)
class Record:
    """One file of the book.

    ``id`` is the file name without its ending. ``fits`` tells that the structure is what the schema asks:
    only then is there a ``node``, a place in the tables and a full page. A record that does not fit stays
    in the book, with its ``findings``. One that ``is_ready`` makes all its nodes and parts at once and keeps them.
    """

    kind: str
    id: str
    document: Document
    fits: bool
    findings: tuple[Finding, ...] = ()
    is_ready: bool = False

    @property
    def file(self) -> str:
        """The path below the book's folder, with forward slashes."""
        return self.document.name

    @cached_property
    def node(self) -> Node:
        """The record's values by name; only for records that fit."""
        if self.is_ready:
            return self.parts.node
        return root_node(self, self.document.value, shape_of(self.kind))

    @cached_property
    def parts(self) -> ReadyParts:
        """Its parts, made at once; only for a record that is ready."""
        return self.document.settled(partial(ReadyParts, self))

    def let_go(self) -> None:
        """Let go of what was made at once: nodes hold each other, and would stay until somebody looks for them."""
        made = vars(self)
        if "parts" in made:
            made.pop("node", None)
            made.pop("parts").let_go()
