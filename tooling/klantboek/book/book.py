"""The whole book as one frozen value."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from klantboek.book.attachments import state_of
from klantboek.book.beside import Beside, SideFile, files_beside
from klantboek.book.bulk import NOTHING, Bulk
from klantboek.book.files import BookFile
from klantboek.book.node import Node
from klantboek.book.record import Record
from klantboek.book.usage import Use, uses
from klantboek.findings import Finding

T = TypeVar("T")
# Counts what a relation adds to a total of the book, by name.
Tally = Callable[[Node], Mapping[str, int]]
Contents = Callable[[Mapping[str, bytes]], Iterable[tuple[BookFile, bytes, bytes | None]]]
RELATION = "relation"


@dataclass(frozen=True)
class Rest:
    """What a part of a book knows of the whole: its registers (all records that are no relations).

    ``numbers`` holds the ids of all relations, and ``stated`` the numbers in those whose files have another name;
    ``uses`` and ``tallies`` are the figures of all relations,
    where they were counted. ``contents`` goes through the files of relations, given the ids of contents that are
    known by name: each with the id of its content, and the content itself when it has another id than that.
    ``unread`` gives the texts of the relations that don't fit their schema.
    """

    registers: "Book"
    numbers: Collection[str]
    uses: dict[str, Use] = field(default_factory=dict)
    tallies: Mapping[Tally, Mapping[str, int]] = field(default_factory=dict)
    contents: Contents | None = None
    unread: Callable[[], Iterable[str]] = tuple
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Book:
    """Every record of a folder, in the order of their files.

    ``root`` is the folder that holds book.yaml; ``as_of`` is the day that counts as today. A book with a
    ``rest`` is a part: it holds some relations, or none, and all registers of the whole. ``standing`` tells how
    other files stand, and ``beside`` gives those that are no records, where that is not to be seen on disk. ``bulk`` is
    what ledgers say of relations, where somebody read them.
    """

    root: Path
    as_of: date
    records: tuple[Record, ...]
    strays: tuple[Finding, ...] = ()
    rest: Rest | None = None
    standing: Callable[[str], str] | None = None
    beside: Beside | None = None
    bulk: Bulk = NOTHING

    def state_of(self, file: str) -> str:
        """Give how a file of the book that is no record stands: see ``book.attachments``."""
        return state_of(self.root, file) if self.standing is None else self.standing(file)

    def files_in(self, folder: str) -> list[SideFile]:
        """Give the files of a folder that holds no records: see ``book.beside``."""
        return files_beside(self.root, folder) if self.beside is None else list(self.beside(folder))

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, Record]]:
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in self.records:
            found[record.kind].setdefault(record.id, record)
        return found

    def _home(self, kind: str) -> "Book":
        return self.rest.registers if self.rest is not None and kind != RELATION else self

    def find(self, kind: str, name: str) -> Record | None:
        """Give the record with this id, also when it does not fit its schema."""
        return self._home(kind)._by_kind[kind].get(name)  # noqa: SLF001 -- another book of this class

    def ids(self, kind: str) -> Collection[str]:
        """Give the ids of all records of a kind."""
        if self.rest is not None and kind == RELATION:
            return self.rest.numbers
        return self._home(kind)._by_kind[kind].keys()  # noqa: SLF001

    @cached_property
    def numbers(self) -> Collection[str]:
        """The numbers that relations go by: the ids, and what stands in those whose files have another name."""
        if self.rest is not None:
            stated = self.rest.stated
        else:
            stated = frozenset(filter(None, map(stated_number, self.records)))
        return {*self.ids(RELATION), *stated} if stated else self.ids(RELATION)

    def nodes(self, kind: str) -> tuple[Node, ...]:
        """Give the records of a kind that fit their schema."""
        home = self._home(kind)
        if kind not in home._nodes:  # noqa: SLF001
            found = tuple(record.node for record in home.records if record.kind == kind and record.fits)
            home._nodes[kind] = found  # noqa: SLF001
        return home._nodes[kind]  # noqa: SLF001

    @cached_property
    def _nodes(self) -> dict[str, tuple[Node, ...]]:
        return {}

    @cached_property
    def _made(self) -> dict[Callable[["Book"], Any], Any]:
        return {}

    def once(self, make: Callable[["Book"], T]) -> T:
        """Give what ``make`` makes of the book, made once for the whole and all its parts.

        It may look at the registers, the settings and the day only, never at relations.
        """
        home = self if self.rest is None else self.rest.registers
        if make not in home._made:  # noqa: SLF001
            home._made[make] = make(home)  # noqa: SLF001
        found: T = home._made[make]  # noqa: SLF001
        return found

    def tally(self, count: Tally) -> Mapping[str, int]:
        """Give the totals of what ``count`` gives for each relation."""
        if self.rest is not None and count in self.rest.tallies:
            return self.rest.tallies[count]
        return added(map(count, self.relations))

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
        return uses(self.relations) if self.rest is None else self.rest.uses

    def unread(self) -> Iterable[str]:
        """Give the texts of the relations that don't fit their schema: nobody knows what those have."""
        if self.rest is not None:
            return self.rest.unread()
        return (one.document.text for one in self.records if one.kind == RELATION and not one.fits)

    @property
    def project(self) -> Path:
        """The folder around the book: where build/ goes."""
        return self.root.parent

    def shown(self, file: str) -> str:
        """Give a file of the book as people are told of it: see the function of this name."""
        return shown(self.root, file)

    @property
    def findings(self) -> list[Finding]:
        """What reading and the schemas had to say."""
        return [*self.strays, *(finding for record in self.records for finding in record.findings)]


def shown(root: Path, file: str) -> str:
    """Give a file of the book in ``root`` as people are told of it: as it lies in the folder around the book."""
    return f"{root.name}/{file}"


def stated_number(record: Record) -> str | None:
    """Give the number in a relation that fits, when its file has another name."""
    if record.kind != RELATION or not record.fits or record.node.number == record.id:
        return None
    number: str = record.node.number
    return number


def added(tallies: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """Add tallies up."""
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    return total
