"""Features as columns of numbers: each distinct text once, each record a stretch of codes."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.features import Features
from klantboek.duplicates.parts import Address
from klantboek.duplicates.texts import Gathered, Gathering

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Starts = NDArray[Any]
ABSENT = -1
_LARGE = (1 << 31) - 1
_AT_ONCE = 4096
# One list of texts for these, so that a given name can be seen to stand where a surname should.
_SHARED_TEXTS = {"given": "surname"}
_PARTS = ("street", "number", "suffix", "postcode", "city", "country")
# Column, field of Features.
_SINGLE = (
    ("name", "names"),
    ("form", "forms"),
    ("surname", "surnames"),
    ("given", "givens"),
    ("initials", "initials"),
    ("sex", "sexes"),
    ("birth", "births"),
    ("phone", "phones"),
    ("email", "emails"),
    ("domain", "domains"),
    ("account", "accounts"),
    ("registration", "registrations"),
    ("person", "people"),
    ("link", "links"),
)


@dataclass(eq=False)
class Column:
    """Codes of texts: record ``i`` has ``codes[starts[i]:starts[i + 1]]``, each a place in ``texts``."""

    starts: Starts
    codes: Codes
    texts: Sequence[str]

    @cached_property
    def lengths(self) -> Codes:
        """How many values each record has."""
        return np.diff(self.starts).astype(np.int32)

    def counts(self) -> Rows:
        """Count in how many places each text stands."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))


@dataclass(eq=False)
class Columns:
    """The features of all records, in the order of their ids; parts of an address have the same ``starts``."""

    ids: list[str]
    kinds: NDArray[np.int8]
    column: dict[str, Column]

    def __len__(self) -> int:
        return len(self.ids)


class _Filling:
    """A column while it is filled: its texts, and how many each record has."""

    def __init__(self, gathering: Gathering | None = None) -> None:
        self.texts = Gathered(gathering)
        self._lengths: list[NDArray[np.uint16]] = []

    def add(self, lengths: list[int], values: Iterable[str]) -> None:
        """Add the values of some records, one after the other."""
        self._lengths.append(np.array(lengths, np.uint16))
        self.texts.add(list(values))

    def numbers(self) -> Codes:
        """Give the number of each text."""
        return self.texts.numbers()

    def starts(self) -> Starts:
        """Give where each record begins, and the end."""
        return starts_of(np.concatenate([np.zeros(0, np.uint16), *self._lengths]))


def columns_of(features: Iterable[Features], kinds: Sequence[str] = ("organisation", "person")) -> Columns:
    """Lay features out in columns; takes them some at a time, so that they need not all be there at once."""
    single: dict[str, _Filling] = {}
    for name, _ in _SINGLE:
        single[name] = _Filling(
            single[_SHARED_TEXTS[name]].texts.gathering if name in _SHARED_TEXTS else None
        )
    parts = [_Filling() for _ in _PARTS]
    ids: list[str] = []
    kind = array("b")
    kind_codes = {name: code for code, name in enumerate(kinds)}
    stream = iter(features)
    while some := list(islice(stream, _AT_ONCE)):
        fields = dict(zip(Features._fields, zip(*some, strict=True), strict=True))
        ids.extend(fields["id"])
        kind.extend(kind_codes.get(one, 1) for one in fields["kind"])
        for name, source in _SINGLE:
            single[name].add(list(map(len, fields[source])), chain.from_iterable(fields[source]))
        _fill_addresses(parts, fields["addresses"])
    found = _filled(single) | _filled_addresses(parts)
    return _in_order(Columns(ids, np.array(kind, np.int8), found))


def _filled(single: dict[str, _Filling]) -> dict[str, Column]:
    """Give the columns; of each filling nothing is left when its column is there."""
    found: dict[str, Column] = {}
    for owner in [name for name in single if name not in _SHARED_TEXTS]:
        fillings = [
            (name, single.pop(name)) for name in list(single) if _SHARED_TEXTS.get(name, name) == owner
        ]
        numbers = [filling.numbers() for _, filling in fillings]
        texts, codes = fillings[0][1].texts.gathering.texts()
        for (name, filling), of in zip(fillings, numbers, strict=True):
            found[name] = Column(filling.starts(), codes[of], texts)
    return found


def _filled_addresses(parts: list[_Filling]) -> dict[str, Column]:
    """Give the columns of the parts of addresses; the empty text is no value."""
    found: dict[str, Column] = {}
    starts = None
    for name in _PARTS:
        filling = parts.pop(0)
        numbers = filling.numbers()
        texts, codes = filling.texts.gathering.texts()
        codes[texts.sizes[codes] == 0] = ABSENT
        starts = filling.starts() if starts is None else starts
        found[name] = Column(starts, codes[numbers], texts)
    return found


def _fill_addresses(parts: list[_Filling], addresses: Sequence[tuple[Address, ...]]) -> None:
    lengths = list(map(len, addresses))
    columns = list(zip(*chain.from_iterable(addresses), strict=True)) or [()] * len(parts)
    for part, values in zip(parts, columns, strict=True):
        part.add(lengths, values)


def _in_order(columns: Columns) -> Columns:
    """Put the records in the order of their ids, so that the order of files says nothing."""
    ids = columns.ids
    if all(first <= second for first, second in pairwise(ids)):
        return columns
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    moved = {name: taken(column, order) for name, column in columns.column.items()}
    return Columns([ids[at] for at in order.tolist()], columns.kinds[order], moved)


def starts_of(lengths: NDArray[np.integer[Any]]) -> Starts:
    """Give where each of the lengths begins, and the end."""
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))
    return starts if starts[-1] > _LARGE else starts.astype(np.int32)


def place_of(ids: Sequence[str], name: str) -> int:
    """Give the place of an id among ids in their order; -1 when it is not there."""
    at = bisect_left(ids, name)
    return at if at < len(ids) and ids[at] == name else -1


def taken(column: Column, rows: Rows) -> Column:
    """Give the column of these records only, with the same texts."""
    lengths = column.lengths[rows]
    starts = starts_of(lengths)
    within = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    return Column(starts, column.codes[np.repeat(column.starts[:-1][rows], lengths) + within], column.texts)


def rows_of(columns: Columns, rows: Rows) -> Columns:
    """Give these records only."""
    if len(rows) == len(columns):
        return columns
    moved = {name: taken(column, rows) for name, column in columns.column.items()}
    return Columns([columns.ids[row] for row in rows.tolist()], columns.kinds[rows], moved)
