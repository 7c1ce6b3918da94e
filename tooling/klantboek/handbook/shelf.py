"""Relations whose values are read when somebody asks for them, and let go of soon after."""

import marshal
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from klantboek.book.book import RELATION
from klantboek.book.node import Node, root_node
from klantboek.book.record import Record
from klantboek.handbook.asking import ask
from klantboek.shapes import shape_of
from klantboek.yaml import Document
from klantboek.yaml.quick import Place, find_floats, put_decimals

# So many documents are kept at hand.
_MOST = 64
# Before a value aside stands how many bytes it has, in so many bytes.
_SIZE = 4


class Card(NamedTuple):
    """What must be known of every relation at once: its file, its name, whether it fits and whether it is gone."""

    file: str
    name: str
    fits: bool
    is_stone: bool


class ShelvedRecord(Record):
    """A relation of which the name is at hand; ``document`` and ``node`` are read for whoever asks, and not kept."""

    def __init__(self, card: Card, number: str, shelf: "Shelf") -> None:
        # One by one: Python keeps these few in little room, for there are very many relations.
        for name, value in (("kind", RELATION), ("id", number), ("card", card), ("_shelf", shelf)):
            object.__setattr__(self, name, value)

    card: Card
    _shelf: "Shelf"

    @property
    def file(self) -> str:
        """The path below the book's folder, with forward slashes."""
        return self.card[0]

    @property
    def name(self) -> str:
        """What it is called; "" when it has no name."""
        ask("name", self.card[0])
        return self.card[1]

    @property
    def fits(self) -> bool:
        """Whether the structure is what the schema asks."""
        ask("row", self.card[0])
        return self.card[2]

    @property
    def is_stone(self) -> bool:
        """Whether it stands for a relation that is gone."""
        ask("row", self.card[0])
        return self.card[3]

    @property
    def document(self) -> Document:
        """What the file says."""
        ask("record", self.card[0])
        return self._shelf.document(self.card[0])

    @property
    def node(self) -> Node:
        """The record's values by name."""
        return root_node(self, self.document.value, shape_of(RELATION))


class Shelf:
    """The documents of relations: the last ones at hand, those of this build in a file aside, the others in theirs."""

    def __init__(self, read: Callable[[str], Document]) -> None:
        self._read = read
        self._near: OrderedDict[str, Document] = OrderedDict()
        self._aside = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the shelf
        self._places: dict[str, int] = {}

    def document(self, file: str) -> Document:
        """Give the document of a file."""
        near = self._near
        if file in near:
            near.move_to_end(file)
            return near[file]
        found = near[file] = self._from_aside(file) if file in self._places else self._read(file)
        if len(near) > _MOST:
            near.popitem(last=False)
        return found

    def put_aside(self, file: str, document: Document) -> None:
        """Keep a document that nobody looked at yet for another time in this build: to read it again costs more.

        One that was not read the quick way has decimals in it, and is read from its file again.
        """
        if document.faults:
            return
        with suppress(ValueError):
            data = document.settled(partial(_written, document.outline))
            self._places[file] = self._aside.seek(0, 2)
            self._aside.write(len(data).to_bytes(_SIZE, "big") + data)

    def _from_aside(self, file: str) -> Document:
        self._aside.seek(self._places[file])
        size = int.from_bytes(self._aside.read(_SIZE), "big")
        lines, value, floats = marshal.loads(self._aside.read(size))  # noqa: S302 -- a nameless file of this very process
        put_decimals(floats)
        return _Valued(file, value, lines, self._read)

    def let_go(self) -> None:
        """Let go of the documents at hand and of where the others are: who asks for one now reads its file."""
        self._near.clear()
        self._places.clear()

    def close(self) -> None:
        """Let go of the file aside."""
        self._aside.close()


def _written(lines: list[int], value: Any) -> bytes:
    """Give a value with floats for decimals as bytes, and make it exact; raises ValueError when it is so already."""
    floats: list[Place] = []
    find_floats(value, floats)
    # What stands in there twice is written once: so the places are those of the value that is read back.
    found = marshal.dumps((lines, value, floats))
    put_decimals(floats)
    return found


class _Valued(Document):
    """A document of which the values are at hand; its text and places are read when they are asked for."""

    def __init__(self, name: str, value: Any, lines: list[int], read: Callable[[str], Document]) -> None:
        vars(self).update(name=name, value=value, faults=(), is_ordinary=True, _lines=lines, _reader=read)

    @property
    def outline(self) -> list[int]:
        """The lines of the keys of the record, and of the items of its lists."""
        found: list[int] = vars(self)["_lines"]
        return found

    @property
    def text(self) -> str:
        """The text of the file."""
        found: Document = vars(self)["_reader"](self.name)
        return found.text

    @property
    def marks(self) -> Any:
        """The offsets of every node, in reading order."""
        return vars(self)["_reader"](self.name).marks


def is_living(record: Record) -> bool:
    """Tell whether a record fits and its relation is not gone, for who asks for ``relations``."""
    if isinstance(record, ShelvedRecord):
        return record.card.fits and not record.card.is_stone
    return record.fits and not is_stone(record)


def is_stone(record: Record) -> bool:
    """Tell whether a record that fits stands for a relation that is gone."""
    return record.is_stone if isinstance(record, ShelvedRecord) else "tombstone" in record.document.value
