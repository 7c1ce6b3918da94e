"""Features as columns of numbers: each distinct text once, each record a stretch of codes."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from operator import le
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.features import Features
from klantboek.duplicates.gathering import Gathered, Known, gather
from klantboek.duplicates.texts import Hashes, Texts

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
Starts = NDArray[Any]
ABSENT = -1
_LARGE = (1 << 31) - 1
_AT_ONCE = 512
# One list of texts for these: a given name can stand where a surname should, a street where a building should.
_SHARED_TEXTS = {"given": "surname", "building": "street"}
_PARTS = ("street", "number", "suffix", "postcode", "city", "country", "building")
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
_ADDRESS = "address"
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
    "suffix",
    "city",
    "country",
    "building",
)


@dataclass(eq=False)
class Column:
    """Codes of texts: record ``i`` has ``codes[starts[i]:starts[i + 1]]``, each a place in ``texts``."""

    starts: Starts
    codes: Codes
    texts: Sequence[str]
    _derived: dict[Callable[[str], str], Hashes] = field(default_factory=dict, repr=False)

    @cached_property
    def lengths(self) -> Codes:
        """How many values each record has."""
        return np.diff(self.starts).astype(np.int32)

    @cached_property
    def widest(self) -> int:
        """How many values a record has at most."""
        return int(self.lengths.max(initial=1))

    @cached_property
    def firsts(self) -> Codes:
        """The code of the first value of each record; of one without values it means nothing."""
        return (
            self.codes[np.minimum(self.starts[:-1], max(len(self.codes) - 1, 0))]
            if len(self.codes)
            else np.zeros(len(self.lengths), np.int32)
        )

    @property
    def records(self) -> Codes:
        """Which record each value is of."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), self.lengths)

    def derived(self, how: Callable[[str], str]) -> Hashes:
        """Give a hash of what is derived of each text; derived once."""
        if how not in self._derived:
            self._derived[how] = Texts.of(map(how, self.texts)).hashes
        return self._derived[how]

    def counts(self) -> Rows:
        """Count in how many places each text stands."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))


@dataclass(eq=False)
class Columns:
    """The features of all records, in the order of kind and id; parts of an address have the same ``starts``."""

    ids: list[str]
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
        self._lengths.extend(map(len, values))

    def starts(self) -> Starts:
        """Give where each record begins, and the end."""
        return starts_of(np.frombuffer(self._lengths, np.uint16))


class _Filling:
    """Columns while they are filled: what stands in many records by number, all else by its letters."""

    def __init__(self) -> None:
        self.lengths = {name: _Lengths() for name, _ in _SINGLE} | {_ADDRESS: _Lengths()}
        self._known = {name: Known() for name in _REPEATED if name not in _SHARED_TEXTS}
        self._numbers = {name: array("i") for name in _REPEATED}
        self._gathered = {name: Gathered() for name in (*_NAMES, *_PARTS) if name not in _REPEATED}

    def add(self, some: Sequence[Features]) -> None:
        """Add some records."""
        fields = dict(zip(Features._fields, zip(*some, strict=True), strict=True))
        values: dict[str, Iterable[str]] = {}
        for name, source in _SINGLE:
            self.lengths[name].add(fields[source])
            values[name] = chain.from_iterable(fields[source])
        self.lengths[_ADDRESS].add(fields["addresses"])
        parts = list(zip(*chain.from_iterable(fields["addresses"]), strict=True))
        values |= zip(_PARTS, parts or [()] * len(_PARTS), strict=True)
        for name, numbers in self._numbers.items():
            numbers.extend(map(self._known[_SHARED_TEXTS.get(name, name)].__getitem__, values[name]))
        gather([*self._gathered.values()], [list(values[name]) for name in self._gathered])

    def columns(self) -> dict[str, Column]:
        """Give the columns; of what they were filled with nothing is left."""
        starts = {name: self.lengths.pop(name).starts() for name in list(self.lengths)}
        starts |= dict.fromkeys(_PARTS, starts.pop(_ADDRESS))
        made = {name: known.texts() for name, known in self._known.items()}
        found: dict[str, Column] = {}
        for name in starts:
            if name in self._gathered:
                texts, codes = self._gathered.pop(name).texts()
            else:
                texts, of = made[_SHARED_TEXTS.get(name, name)]
                codes = of[np.frombuffer(self._numbers.pop(name), np.int32)]
            if name in _PARTS:
                # The empty text is no value.
                codes[texts.sizes[codes] == 0] = ABSENT
            found[name] = Column(starts[name], codes, texts)
        return found


def columns_of(features: Iterable[Features], kinds: Sequence[str] = ("organisation", "person")) -> Columns:
    """Lay features out in columns; takes them some at a time, so that they need not all be there at once."""
    filling, ids, kind = _Filling(), list[str](), array("b")
    kind_codes = {name: code for code, name in enumerate(kinds)}
    stream = iter(features)
    while some := list(islice(stream, _AT_ONCE)):
        ids.extend([one.id for one in some])
        kind.extend([kind_codes.get(one.kind, 1) for one in some])
        filling.add(some)
    return _in_order(ids, np.array(kind, np.int8), filling.columns())


def _in_order(ids: list[str], kinds: NDArray[np.int8], column: dict[str, Column]) -> Columns:
    """Put the records in the order of kind and id, so that the order of files says nothing."""
    order = _order_of(ids)
    order = order[np.argsort(kinds[order], kind="stable")]
    if np.array_equal(order, np.arange(len(ids))):
        return Columns(ids, kinds, column)
    moved = {name: taken(one, order) for name, one in column.items()}
    return Columns([ids[at] for at in order.tolist()], kinds[order], moved)


def _order_of(ids: list[str]) -> Rows:
    if all(map(le, ids, islice(ids, 1, None))):
        return np.arange(len(ids))
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)


def texts_of(column: Column, row: int) -> list[str]:
    """Give the texts of one record."""
    codes = column.codes[column.starts[row] : column.starts[row + 1]]
    return [column.texts[code] for code in codes.tolist()]


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


def kind_of(columns: Columns, code: int) -> Columns:
    """Give the records of one kind only: they stand together."""
    first, last = np.searchsorted(columns.kinds, [code, code + 1]).tolist()
    cut = {
        name: Column(
            one.starts[first : last + 1] - one.starts[first],
            one.codes[one.starts[first] : one.starts[last]],
            one.texts,
        )
        for name, one in columns.column.items()
    }
    return Columns(columns.ids[first:last], columns.kinds[first:last], cut)
