"""What a whole search leaves for the next one: who has which value, and which pairs were probable."""

import json
import os
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.blocking import Counted
from klantboek.duplicates.columns import ABSENT, Column, Columns, places_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.find import Searched
from klantboek.duplicates.index import VERSION
from klantboek.duplicates.model import Model
from klantboek.duplicates.plan import is_exact, keys_of
from klantboek.duplicates.storing import read, written
from klantboek.duplicates.texts import Hashes, Texts, hashes

_META, _IDS, _RECORDS = "trace.json", "ids", "-records"
_SUM, _BYTES = 4, 1 << 20
# So many names at a time.
_AT_ONCE = 1 << 13
# Words as they are written, of which the key ``word`` knows the sound.
WORDS = "name words"


def text_of(kind: str, feature: str) -> str:
    """Name the row of the texts of a feature; where the plan has a key of just those, it is that."""
    return feature if is_exact(kind, feature) else f"{feature} text"


@dataclass(frozen=True, eq=False)
class Standing:
    """The records of one kind as a whole search found them, by number in the order of their ids.

    Of each row of values there are ``<row>-hashes``, in order, and ``<row>-records``; ``first`` and ``second``
    are the pairs that were probable.
    """

    kind: str
    arrays: Mapping[str, NDArray[Any]]
    ids: Sequence[str]
    compared: int
    counted: tuple[Counted, ...]

    def number(self, name: str) -> int:
        """Give the number of a record by its id; -1 where there is none."""
        at = bisect_left(self.ids, name)
        return at if at < len(self.ids) and self.ids[at] == name else -1

    def row(self, name: str) -> tuple[Hashes, Rows]:
        """Give all hashes of a row of values, in order, and the records that have them."""
        return self.arrays[f"{name}-hashes"], self.arrays[f"{name}{_RECORDS}"]

    def values(self, number: int) -> dict[str, list[int]]:
        """Give all values of a record, by row."""
        rows = [name.removesuffix(_RECORDS) for name in self.arrays if name.endswith(_RECORDS)]
        found = {name: np.flatnonzero(self.row(name)[1] == number) for name in rows}
        return {name: self.row(name)[0][places].tolist() for name, places in found.items() if len(places)}

    def holders(self, name: str, value: int) -> Rows:
        """Give the records that have a value, each once and in order."""
        known, records = self.row(name)
        first, last = (int(np.searchsorted(known, np.uint64(value), side)) for side in ("left", "right"))
        some = records[first:last].astype(np.int64)
        found: Rows = some[np.diff(some, prepend=-1) != 0]
        return found

    def often(self, name: str, values: Hashes) -> Rows:
        """Count how often each value stands somewhere; twice in one record counts twice."""
        known = self.row(name)[0]
        found: Rows = np.searchsorted(known, values, "right") - np.searchsorted(known, values)
        return found


@dataclass(frozen=True, eq=False)
class Trace:
    """What a whole search left, by kind of relation; ``traders`` are the sole traders that it found."""

    kinds: Mapping[str, Standing]
    traders: tuple[tuple[str, str], ...]


class Leaving:
    """A trace while it is written, kind by kind; where that fails none is left. ``tag`` names the state of a book."""

    def __init__(self, folder: Path, tag: str) -> None:
        self._folder, self._tag = folder, tag
        self._fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
        self._kinds: dict[str, Any] = {}
        # What was left before is of no use any more, nor what a search that was stopped left behind.
        with suppress(OSError):
            for one in (folder, *folder.parent.glob(f"{folder.name}.*")):
                if one.is_dir() and not one.is_symlink():
                    shutil.rmtree(one)
                else:
                    one.unlink(missing_ok=True)

    def add(self, columns: Columns, model: Model, searched: Searched) -> None:
        """Write what is left of one kind."""
        for column in columns.column.values():
            # What was worked out of texts takes room, and is asked for no more.
            if isinstance(column.texts, Texts):
                column.texts.known = None
        with suppress(OSError):
            self._fresh.mkdir(mode=0o700, exist_ok=True)
            file = self._fresh / model.kind
            self._kinds[model.kind] = {
                "arrays": written(_arrays(columns, model, searched), file),
                "sum": _sum(file),
                "compared": searched.part.compared,
                "counted": searched.counted,
            }

    def done(self, traders: Iterable[tuple[str, str]]) -> None:
        """Put it in its place."""
        told = {"version": VERSION, "tag": self._tag, "kinds": self._kinds, "traders": list(traders)}
        with suppress(OSError):
            if len(self._kinds) == len(MODELS):
                text = json.dumps(told).encode()
                (self._fresh / _META).touch(0o600)
                (self._fresh / _META).write_bytes(text + crc32(text).to_bytes(_SUM))
                self._fresh.rename(self._folder)
        shutil.rmtree(self._fresh, ignore_errors=True)


def load(folder: Path, tag: str) -> Trace | None:
    """Give the trace that was left in a folder of the book of that tag; None when there is none, or it is damaged."""
    if folder.is_symlink():
        return None
    try:
        text = (folder / _META).read_bytes()
        told = json.loads(text[:-_SUM])
        if crc32(text[:-_SUM]).to_bytes(_SUM) != text[-_SUM:] or (told["version"], told["tag"]) != (
            VERSION,
            tag,
        ):
            return None
        kinds = {kind: _standing(kind, folder / kind, some) for kind, some in told["kinds"].items()}
        return Trace(kinds, tuple((a, b) for a, b in told["traders"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _standing(kind: str, file: Path, told: Mapping[str, Any]) -> Standing:
    """Read what is left of one kind. Raises ValueError where it is damaged."""
    if _sum(file) != told["sum"]:
        raise ValueError(kind)
    arrays = read(file, told["arrays"])
    ids = json.loads(arrays.pop(_IDS).tobytes())
    return Standing(kind, arrays, ids, told["compared"], tuple(Counted(*one) for one in told["counted"]))


def _arrays(columns: Columns, model: Model, searched: Searched) -> Iterator[tuple[str, NDArray[Any]]]:
    yield _IDS, np.frombuffer(json.dumps(list(columns.ids)).encode(), np.uint8)
    yield from zip(("first", "second"), searched.probable, strict=True)
    for name, records, values in rows_of(columns, model):
        order = np.argsort(values, kind="stable")
        yield f"{name}{_RECORDS}", records[order].astype(np.int32, copy=False)
        del order
        yield f"{name}-hashes", np.sort(values)


def rows_of(columns: Columns, model: Model) -> Iterator[tuple[str, NDArray[np.integer[Any]], Hashes]]:
    """Give the values by which records are held together, and those that weigh by how often they occur."""
    for key in keys_of(columns, model.kind):
        yield key.name, key.records, key.hashed()
    for comparison in model.comparisons:
        name, column = comparison.feature, columns.column[comparison.feature]
        if comparison.spread and not is_exact(model.kind, name):
            yield (text_of(model.kind, name), *_texts(column))
        if name == "name":
            yield (WORDS, *_words(column))


def _texts(column: Column) -> tuple[NDArray[np.integer[Any]], Hashes]:
    there = np.flatnonzero(column.codes != ABSENT)
    return column.records[there], hashes(column.texts)[column.codes[there]]


def _words(column: Column) -> tuple[NDArray[np.integer[Any]], Hashes]:
    """Give the words of all names, with whose they are; worked out for some names at a time."""
    known, records, owned, found = hashes(column.words.texts), column.records, bytearray(), bytearray()
    for first in range(0, len(records), _AT_ONCE):
        places, owners = places_of(column.words, column.codes[first : first + _AT_ONCE])
        owned += records[first + owners].data
        found += known[column.words.codes[places]].data
    return np.frombuffer(owned, np.int32), np.frombuffer(found, np.uint64)


def _sum(file: Path) -> int:
    found = 0
    with file.open("rb") as stream:
        while some := stream.read(_BYTES):
            found = crc32(some, found)
    return found
