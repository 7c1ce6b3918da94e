"""Features as columns of numbers: each distinct text once, each record a stretch of codes."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.features import Features
from klantboek.duplicates.gathering import Gathered, gather
from klantboek.duplicates.parts import Address
from klantboek.duplicates.signs import numbers_of
from klantboek.duplicates.splitting import split_up
from klantboek.duplicates.texts import Hashes, Texts, derived_of, sizes_of, starts_of

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Starts = NDArray[Any]
Lengths = NDArray[Any]
# Gives of each of some texts what is derived of it.
Derive = Callable[[Sequence[str]], list[str]]
ABSENT = -1
# So many records at a time.
_AT_ONCE = 2048
# One list of texts for these: a given name can stand where a surname should, a street where a building should.
_SHARED_TEXTS = {"given": "surname", "building": "street"}
# The parts of an address that are compared, and where they stand in it.
_PARTS = ("street", "number", "postcode", "city", "building")
_PLACES = tuple(map(Address._fields.index, _PARTS))
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
_NAMES = tuple(name for name, _ in _SINGLE)
_ID, _ADDRESS = "id", "address"
# Columns in which most texts stand more than once, in any book.
_REPEATED = (
    "form",
    "surname",
    "given",
    "initials",
    "sex",
    "birth",
    "street",
    "number",
    "city",
    "building",
)


# Of these texts nobody asks more than whether two are the same.
_SAME_OR_OTHER = ("domain",)


@dataclass(eq=False)
class Column:
    """Codes of texts: record ``i`` has ``codes[starts[i]:starts[i + 1]]``, each a place in ``texts``."""

    starts: Starts
    codes: Codes
    texts: Sequence[str]
    _derived: dict[Derive, Hashes] = field(default_factory=dict, repr=False)

    @cached_property
    def lengths(self) -> Lengths:
        """How many values each record has, as the smallest numbers that hold them."""
        found = np.diff(self.starts)
        return found.astype(np.min_scalar_type(int(found.max(initial=0))))

    @cached_property
    def widest(self) -> int:
        """How many values a record has at most."""
        return int(self.lengths.max(initial=1))

    @cached_property
    def firsts(self) -> Codes:
        """The code of the first value of each record; of one without values it means nothing."""
        if not len(self.codes):
            return np.zeros(len(self.lengths), np.int32)
        if len(self.codes) == len(self.lengths) and self.widest == 1:
            return self.codes
        return self.codes[np.minimum(self.starts[:-1], len(self.codes) - 1)]

    @property
    def records(self) -> Codes:
        """Which record each value is of."""
        return np.repeat(np.arange(len(self.lengths), dtype=np.int32), self.lengths)

    def derived(self, how: Derive) -> Hashes:
        """Give a hash of what is derived of each text; derived once."""
        if how not in self._derived:
            self._derived[how] = derived_of(how, self.texts)
        return self._derived[how]

    @cached_property
    def words(self) -> "Column":
        """Give the words of each text."""
        return Column(*split_up(self.texts))

    def counts(self) -> Rows:
        """Count in how many places each text stands."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))


@dataclass(eq=False)
class Columns:
    """The features of all records, in the order of kind and id; parts of an address have the same ``starts``."""

    ids: Texts
    kinds: NDArray[np.int8]
    column: dict[str, Column]

    def __len__(self) -> int:
        return len(self.ids)


class _Lengths:
    """How many values each record has, while that is filled in."""

    def __init__(self) -> None:
        self._lengths = array("H")

    def add(self, values: Sequence[Sequence[Any]]) -> None:
        """Add some records."""
        if any(values):
            self._lengths.extend(map(len, values))
        else:
            self._lengths.frombytes(bytes(self._lengths.itemsize * len(values)))

    def starts(self) -> Starts:
        """Give where each record begins, and the end."""
        return starts_of(np.frombuffer(self._lengths, np.uint16))


class _Filling:
    """Columns while they are filled: what stands in many records by number, all else by its letters."""

    def __init__(self, first_kind: str) -> None:
        self._is_later, self.kinds = first_kind.__ne__, bytearray()
        self.lengths = {name: _Lengths() for name, _ in _SINGLE} | {_ADDRESS: _Lengths()}
        # The texts of all columns, and which of them those have that share them or have them again and again.
        self._rows = {_ID: Gathered()} | {
            name: Gathered(kept=name not in _SAME_OR_OTHER, repeated=name in _REPEATED)
            for name in (*_NAMES, *_PARTS)
            if name not in _SHARED_TEXTS
        }
        self._places = {name: bytearray() for name in _REPEATED}

    def add(self, some: Sequence[Features]) -> None:
        """Add some records."""
        fields = dict(zip(Features._fields, zip(*some, strict=True), strict=True))
        self.kinds.extend(map(self._is_later, fields["kind"]))
        values: dict[str, Iterable[str]] = {_ID: fields[_ID]}
        for name, source in _SINGLE:
            self.lengths[name].add(fields[source])
            values[name] = chain.from_iterable(fields[source])
        self.lengths[_ADDRESS].add(fields["addresses"])
        parts = list(zip(*chain.from_iterable(fields["addresses"]), strict=True))
        for name, place in zip(_PARTS, _PLACES, strict=True):
            values[name] = parts[place] if parts else ()
        rows = [self._rows[_SHARED_TEXTS.get(name, name)] for name in values]
        found = gather(rows, values.values())
        for name, places in zip(values, found, strict=True):
            if name in self._places:
                self._places[name] += places.data

    def ids(self) -> Texts:
        """Give the ids of the records; can be asked once."""
        return self._rows.pop(_ID).in_order()

    def columns(self) -> dict[str, Column]:
        """Give the columns; of what they were filled with nothing is left."""
        starts = _alike({name: self.lengths.pop(name).starts() for name in list(self.lengths)})
        starts |= dict.fromkeys(_PARTS, starts.pop(_ADDRESS))
        shared = {name: self._rows.pop(name).texts() for name in _SHARED_TEXTS.values()}
        found: dict[str, Column] = {}
        for name in starts:
            row = _SHARED_TEXTS.get(name, name)
            texts, codes = shared[row] if row in shared else self._rows.pop(row).texts()
            if name in self._places:
                codes = codes[np.frombuffer(self._places.pop(name), np.int32)]
            if name in _PARTS:
                # The empty text is no value.
                codes[sizes_of(texts)[codes] == 0] = ABSENT
            found[name] = Column(starts[name], codes, texts)
        return found


def columns_of(features: Iterable[Features], kinds: Sequence[str] = ("organisation", "person")) -> Columns:
    """Lay features out in columns; takes them some at a time, so that they need not all be there at once."""
    filling, stream = _Filling(kinds[0]), iter(features)
    while some := list(islice(stream, _AT_ONCE)):
        filling.add(some)
    return _in_order(filling.ids(), np.frombuffer(filling.kinds, np.int8), filling.columns())


def _alike(starts: dict[str, Starts]) -> dict[str, Starts]:
    """Give one and the same for starts that are equal: most columns have one value of each record, or none."""
    kept: list[Starts] = []
    found: dict[str, Starts] = {}
    for name, some in starts.items():
        found[name] = next((one for one in kept if np.array_equal(one, some)), some)
        if found[name] is some:
            kept.append(some)
    return found


def _in_order(ids: Texts, kinds: NDArray[np.int8], column: dict[str, Column]) -> Columns:
    """Put the records in the order of kind and id, so that the order of files says nothing."""
    order = _order_of(ids)
    order = order[np.argsort(kinds[order], kind="stable")]
    if np.array_equal(order, np.arange(len(ids))):
        return Columns(ids, kinds, column)
    moved = dict(column)
    # Columns with the same starts have the same places.
    for first in {id(one.starts): one for one in column.values()}.values():
        starts, places = starts_of(first.lengths[order]), places_of(first, order)[0]
        for name, one in column.items():
            if one.starts is first.starts:
                moved[name] = Column(starts, one.codes[places], one.texts)
    return Columns(ids.taken(order), kinds[order], moved)


def _order_of(ids: Texts) -> Rows:
    numbers = numbers_of(ids)
    if numbers is None:
        known = list(ids)
        return np.array(sorted(range(len(known)), key=known.__getitem__), np.int64)
    if (numbers[1:] >= numbers[:-1]).all():
        return np.arange(len(ids))
    return np.argsort(numbers, kind="stable")


def texts_of(column: Column, row: int) -> list[str]:
    """Give the texts of one record."""
    codes = column.codes[column.starts[row] : column.starts[row + 1]]
    return [column.texts[code] for code in codes.tolist()]


def place_of(ids: Sequence[str], name: str) -> int:
    """Give the place of an id among ids in their order; -1 when it is not there."""
    at = bisect_left(ids, name)
    return at if at < len(ids) and ids[at] == name else -1


def places_of(column: Column, rows: NDArray[np.integer[Any]]) -> tuple[Rows, Rows]:
    """Give the places of the values of these records, and which of the rows each is of."""
    lengths = column.lengths[rows].astype(np.int64)
    owners = np.repeat(np.arange(len(rows)), lengths)
    begins = column.starts[rows] - (np.cumsum(lengths) - lengths)
    return begins[owners] + np.arange(len(owners)), owners


def kind_of(columns: Columns, code: int) -> Columns:
    """Give the records of one kind only: they stand together."""
    first, last = np.searchsorted(columns.kinds, [code, code + 1]).tolist()
    if last - first == len(columns):
        return columns
    starts = {id(one.starts): one.starts for one in columns.column.values()}
    begun = {at: some[first : last + 1] - some[first] for at, some in starts.items()}
    cut = {
        name: Column(
            begun[id(one.starts)],
            one.codes[one.starts[first] : one.starts[last]],
            one.texts,
        )
        for name, one in columns.column.items()
    }
    return Columns(columns.ids.between(first, last), columns.kinds[first:last], cut)
