"""By which values records are held together, for each kind of relation."""

from collections.abc import Callable

import numpy as np

from klantboek.duplicates.blocking import Keys
from klantboek.duplicates.columns import ABSENT, Column, Columns
from klantboek.duplicates.features import ORGANISATION, PERSON
from klantboek.duplicates.spelling import sound
from klantboek.duplicates.texts import hashes, joined, sizes_of
from klantboek.duplicates.wordlists import GROUP_WORDS

Plan = tuple[tuple[Keys, tuple[Keys, ...]], ...]
_BEGINNING = 4
_FIRST = 3
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
    """Give the keys of all records, each with the keys that split what is over-full."""
    made = _Making(columns, kind)
    return tuple(
        (made.keys(name), tuple(made.keys(other) for other in others)) for name, others in PLANS[kind].items()
    )


class _Making:
    def __init__(self, columns: Columns, kind: str) -> None:
        self._columns = columns
        self._kind = kind
        self._made: dict[str, Keys] = {}

    def keys(self, name: str) -> Keys:
        """Give the keys of this name; made once."""
        if name not in self._made:
            self._made[name] = self._new(name)
        return self._made[name]

    def _new(self, name: str) -> Keys:
        organisation = self._kind == ORGANISATION
        texts: dict[str, tuple[str, Callable[[str], str]]] = {
            "surname": ("surname", sound),
            "given": ("given", _given),
            "beginning": ("name", _begins) if organisation else ("surname", _begins),
            "name": ("name", _in_one),
            "street": ("street", _street),
            "first": ("given", _first),
            "year": ("birth", lambda text: text[:4]),
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
        sounds = hashes([sound(text) for text in surname.texts])
        one, other = (sounds[column.codes[column.starts[places]]] for column in (surname, given))
        return Keys(
            "swapped", places, joined(np.minimum(one, other), np.maximum(one, other)), len(surname.lengths)
        )


def _keys(name: str, column: Column, how: Callable[[str], str] | None) -> Keys:
    texts = column.texts if how is None else [how(text) for text in column.texts]
    empty = sizes_of(texts) == 0
    records = np.repeat(np.arange(len(column.starts) - 1), column.lengths)
    there = column.codes != ABSENT
    if len(texts):
        there &= ~empty[column.codes]
    values = hashes(texts)[column.codes[there]] if len(texts) else np.zeros(0, np.uint64)
    return Keys(name, records[there], values, len(column.lengths))


def _words(column: Column) -> Keys:
    """Hold together whose names have a word in common."""
    words = [[sound(word) for word in text.split() if word not in GROUP_WORDS] for text in column.texts]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    starts = np.cumsum(lengths) - lengths
    flat = hashes([word for one in words for word in one])
    many = lengths[column.codes] if len(column.codes) else np.zeros(0, np.int64)
    owner = np.repeat(np.arange(len(column.codes)), many)
    within = np.arange(len(owner)) - (np.cumsum(many) - many)[owner]
    records = np.repeat(np.arange(len(column.starts) - 1), column.lengths)
    values = flat[starts[column.codes[owner]] + within] if len(owner) else np.zeros(0, np.uint64)
    return Keys("word", records[owner], values, len(column.lengths))


def _rarest(words: Keys) -> Keys:
    """Hold together by the rarest word of each record's names only."""
    _, of, counts = np.unique(words.hashes, return_inverse=True, return_counts=True)
    order = np.lexsort((words.hashes, counts[of], words.records))
    records = words.records[order]
    first = order[np.concatenate(([True], records[1:] != records[:-1]))] if len(order) else order
    return Keys("rarest", words.records[first], words.hashes[first], words.among)


def _begins(text: str) -> str:
    return "".join(map(sound, text.split()))[:_BEGINNING]


def _in_one(text: str) -> str:
    return sound("".join(text.split()))


def _given(text: str) -> str:
    return "" if text.endswith(".") else sound(text.split(maxsplit=1)[0])


def _first(text: str) -> str:
    return _given(text)[:_FIRST]


def _street(text: str) -> str:
    return sound(text)[:8]
