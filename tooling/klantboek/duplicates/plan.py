"""By which values records are held together, for each kind of relation."""

from array import array
from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np

from klantboek.duplicates.blocking import Keys
from klantboek.duplicates.columns import ABSENT, Column, Columns
from klantboek.duplicates.features import ORGANISATION, PERSON
from klantboek.duplicates.gathering import Known
from klantboek.duplicates.nicknames import formal
from klantboek.duplicates.spelling import sound, sound_in_one
from klantboek.duplicates.texts import distinct, hashes, joined
from klantboek.duplicates.wordlists import GROUP_WORDS

Plan = Iterator[tuple[Keys, tuple[Keys, ...]]]
_BEGINNING = 4
_FIRST = 3
_NOTHING = hashes([""])[0]
# Value by which records are held together -> the values that split it where many have it.
_PERSONS = {
    "registration": ("surname", "given"),
    "account": ("surname", "given"),
    "email": ("surname", "given"),
    "phone": ("given", "surname"),
    "birth": ("surname", "given", "postcode", "number", "beginning", "first"),
    "surname": ("given", "postcode", "street", "year", "number"),
    "beginning": ("postcode", "number", "street", "first"),
    "street": ("number", "given", "year"),
    "postcode": ("number", "given", "street", "year"),
    "swapped": ("postcode", "street", "year", "city"),
}
_ORGANISATIONS = {
    "registration": ("rarest", "postcode"),
    "account": ("rarest", "postcode"),
    "email": ("rarest", "postcode"),
    "phone": ("rarest", "postcode"),
    "domain": ("postcode", "city", "rarest"),
    "person": ("postcode", "street", "name"),
    "name": ("postcode", "city", "street"),
    "word": ("postcode", "street", "rarest"),
    "beginning": ("postcode",),
    "street": ("number", "rarest"),
    "postcode": ("number", "rarest", "street"),
}


PLANS: dict[str, dict[str, tuple[str, ...]]] = {ORGANISATION: _ORGANISATIONS, PERSON: _PERSONS}


def plan_of(columns: Columns, kind: str) -> Plan:
    """Give the keys of all records, each with the keys that split what is over-full; made when they are asked for."""
    made = _Making(columns, kind)
    for name, others in PLANS[kind].items():
        yield made.keys(name), tuple(made.keys(other) for other in others)


class _Making:
    def __init__(self, columns: Columns, kind: str) -> None:
        self._columns = columns
        self._kind = kind
        self._made: dict[str, Keys] = {}
        self._again = {"word", *chain.from_iterable(PLANS[kind].values())}

    def keys(self, name: str) -> Keys:
        """Give the keys of this name; those that are needed again are made once."""
        if name not in self._again:
            return self._new(name)
        if name not in self._made:
            self._made[name] = self._new(name)
        return self._made[name]

    def _new(self, name: str) -> Keys:
        organisation = self._kind == ORGANISATION
        texts: dict[str, tuple[str, Callable[[str], str]]] = {
            "surname": ("surname", sound),
            "given": ("given", _given),
            "beginning": ("name", _begins) if organisation else ("surname", _begins),
            "name": ("name", sound_in_one),
            "street": ("street", _street),
            "first": ("given", _first),
            "year": ("birth", _year),
        }
        if name == "word":
            return _words(self._columns.column["name"])
        if name == "rarest":
            return _rarest(self.keys("word"))
        if name == "swapped":
            return self._swapped()
        if name in texts:
            column, how = texts[name]
            return _keys(name, self._columns.column[column], how)
        return _keys(name, self._columns.column[name], None)

    def _swapped(self) -> Keys:
        """Hold together whose given name and surname are the same in either order."""
        surname, given = self._columns.column["surname"], self._columns.column["given"]
        places = np.flatnonzero((surname.lengths > 0) & (given.lengths > 0))
        sounds, of = distinct(surname.derived(sound))
        one, other = (of[column.firsts[places]].astype(np.int64) for column in (surname, given))
        low, high = np.minimum(one, other), np.maximum(one, other)
        return Keys(
            "swapped",
            places.astype(np.int32),
            low * (len(sounds) + 1) + high,
            len(surname.lengths),
            lambda: joined(sounds[low], sounds[high]),
        )


def _keys(name: str, column: Column, how: Callable[[str], str] | None) -> Keys:
    records, codes = column.records, column.codes
    if (codes == ABSENT).any():
        there = np.flatnonzero(codes != ABSENT)
        records, codes = records[there], codes[there]
    if how is None:
        known = hashes(column.texts)
        return Keys(name, records, codes, len(column.lengths), lambda: known[codes])
    known, numbers = distinct(column.derived(how))
    numbers[known[numbers] == _NOTHING] = ABSENT
    values = numbers[codes]
    if ABSENT in numbers:
        said = np.flatnonzero(values != ABSENT)
        records, values = records[said], values[said]
    return Keys(name, records, values, len(column.lengths), lambda: known[values])


def _words(column: Column) -> Keys:
    """Hold together whose names have a word in common."""
    numbered, numbers, sizes = Known(), array("i"), array("i")
    for text in column.texts:
        some = [numbered[sound(word)] for word in text.split() if word not in GROUP_WORDS]
        numbers.extend(some)
        sizes.append(len(some))
    flat, lengths = np.array(numbers, np.int32), np.array(sizes, np.int64)
    starts = np.cumsum(lengths) - lengths
    known = hashes(list(numbered))
    many = lengths[column.codes]
    owner = np.repeat(np.arange(len(column.codes)), many)
    within = np.arange(len(owner)) - (np.cumsum(many) - many)[owner]
    values = flat[starts[column.codes[owner]] + within]
    return Keys("word", column.records[owner], values, len(column.lengths), lambda: known[values])


def _rarest(words: Keys) -> Keys:
    """Hold together by the rarest word of each record's names only; of equally rare ones the one of the lowest hash."""
    known = np.zeros(words.span, np.uint64)
    known[words.values] = words.hashes
    order = np.lexsort((known, np.bincount(words.values, minlength=words.span)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    begins = np.flatnonzero(np.diff(words.records, prepend=-1))
    values = order[np.minimum.reduceat(rank[words.values], begins)] if len(begins) else begins
    return Keys("rarest", words.records[begins], values, words.among, lambda: known[values])


def _begins(text: str) -> str:
    return "".join(map(sound, text.split()))[:_BEGINNING]


def _given(text: str) -> str:
    return "" if text.endswith(".") else sound(formal(text.split(maxsplit=1)[0]))


def _first(text: str) -> str:
    return "" if text.endswith(".") else sound(text.split(maxsplit=1)[0])[:_FIRST]


def _year(text: str) -> str:
    return text[:4]


def _street(text: str) -> str:
    return sound(text)[:8]
