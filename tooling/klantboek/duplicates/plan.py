"""By which values records are held together, for each kind of relation."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from klantboek.duplicates.blocking import Keys
from klantboek.duplicates.columns import ABSENT, Column, Columns, Derive, places_of
from klantboek.duplicates.features import ORGANISATION, PERSON
from klantboek.duplicates.nicknames import formal
from klantboek.duplicates.spelling import sounds, sounds_in_one, sounds_of_words
from klantboek.duplicates.texts import Hashes, derived_of, distinct, hashes, joined
from klantboek.duplicates.vocabulary import Vocabulary
from klantboek.duplicates.wordlists import GROUP_WORDS

Plan = Iterator[tuple[Keys, tuple[Keys, ...]]]
_BEGINNING = 4
_FIRST = 3
# What is derived for several keys, or looked at when names are compared.
_AGAIN = (sounds, sounds_in_one)
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


# Keys of which the values are more, or others, than the texts of the column of their name.
_MADE = frozenset(
    {"surname", "given", "beginning", "name", "street", "first", "year", "word", "rarest", "swapped"}
)


PLANS: dict[str, dict[str, tuple[str, ...]]] = {ORGANISATION: _ORGANISATIONS, PERSON: _PERSONS}


def plan_of(columns: Columns, kind: str) -> Plan:
    """Give the keys of all records, each with the keys that split what is over-full; made when they are asked for."""
    made = _Making(columns, kind)
    for name, others in PLANS[kind].items():
        yield made.keys(name), tuple(made.keys(other) for other in others)


def keys_of(columns: Columns, kind: str) -> Iterator[Keys]:
    """Give each key of the plan once; all but one are let go of again."""
    made = _Making(columns, kind)
    for name in dict.fromkeys(chain(PLANS[kind], *PLANS[kind].values())):
        yield made.new(name)


def is_exact(kind: str, name: str) -> bool:
    """Tell whether there is a key of which the values are just the texts of the column of its name."""
    return name not in _MADE and name in {*PLANS[kind], *chain.from_iterable(PLANS[kind].values())}


class _Making:
    def __init__(self, columns: Columns, kind: str) -> None:
        self._columns = columns
        self._kind = kind
        self._made: dict[str, Keys] = {}
        self._again = {"word", *chain.from_iterable(PLANS[kind].values())}

    def keys(self, name: str) -> Keys:
        """Give the keys of this name; those that are needed again are made once."""
        if name not in self._again:
            return self.new(name)
        if name not in self._made:
            self._made[name] = self.new(name)
        return self._made[name]

    def new(self, name: str) -> Keys:
        """Make the keys of this name."""
        organisation = self._kind == ORGANISATION
        texts: dict[str, tuple[str, Derive]] = {
            "surname": ("surname", sounds),
            "given": ("given", _given),
            "beginning": ("name", _begins) if organisation else ("surname", _begins),
            "name": ("name", sounds_in_one),
            "street": ("street", _street),
            "first": ("given", _first),
            "year": ("birth", _year),
        }
        if name == "word":
            return _words(self._columns.column["name"])
        if name == "rarest":
            return rarest(self.keys("word"))
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
        known, of = distinct(surname.derived(sounds))
        one, other = (of[column.firsts[places]].astype(np.int64) for column in (surname, given))
        low, high = np.minimum(one, other), np.maximum(one, other)
        return Keys(
            "swapped",
            places.astype(np.int32),
            low * (len(known) + 1) + high,
            len(surname.lengths),
            lambda: joined(known[low], known[high]),
        )


def _keys(name: str, column: Column, how: Derive | None) -> Keys:
    records, codes = column.records, column.codes
    if (codes == ABSENT).any():
        there = np.flatnonzero(codes != ABSENT)
        records, codes = records[there], codes[there]
    if how is None:
        known = hashes(column.texts)
        return Keys(name, records, codes, len(column.lengths), lambda: known[codes])
    if how is _begins:
        known, numbers = distinct(_beginnings(column))
    else:
        # What only one key needs is not kept.
        known, numbers = distinct(column.derived(how) if how in _AGAIN else derived_of(how, column.texts))
    numbers[known[numbers] == _NOTHING] = ABSENT
    values = numbers[codes]
    if ABSENT in numbers:
        said = np.flatnonzero(values != ABSENT)
        records, values = records[said], values[said]
    return Keys(name, records, values, len(column.lengths), lambda: known[values])


def _words(column: Column) -> Keys:
    """Hold together whose names have a word in common."""
    words = column.words
    known, numbers = distinct(words.derived(sounds))
    numbers[np.isin(hashes(words.texts), hashes(sorted(GROUP_WORDS)))] = ABSENT
    places, owner = places_of(words, column.codes)
    values = numbers[words.codes[places]]
    said = np.flatnonzero(values != ABSENT)
    owner, values = owner[said], values[said]
    return Keys("word", column.records[owner], values, len(column.lengths), lambda: known[values])


def rarest(words: Keys) -> Keys:
    """Hold together by the rarest word of each record's names only; of equally rare ones the one of the lowest hash."""
    known = np.zeros(words.span, np.uint64)
    known[words.values] = words.hashes
    order = np.lexsort((known, np.bincount(words.values, minlength=words.span)))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    begins = np.flatnonzero(np.diff(words.records, prepend=-1))
    values = (order[np.minimum.reduceat(rank[words.values], begins)] if len(begins) else begins).astype(
        np.int32
    )
    return Keys("rarest", words.records[begins], values, words.among, lambda: known[values])


def _beginnings(column: Column) -> Hashes:
    """Hash how each text begins; mostly its first word tells that, and there are fewer words than texts."""
    words = column.words
    filled = np.flatnonzero(words.lengths)
    found = np.full(len(column.texts), _NOTHING)
    found[filled] = derived_of(_long, words.texts)[words.codes[words.starts[filled]]]
    rest = filled[found[filled] == _NOTHING]
    found[rest] = derived_of(_begins, Vocabulary(column.texts).some(rest))
    return found


def _long(words: Sequence[str]) -> list[str]:
    return [text[:_BEGINNING] if len(text) >= _BEGINNING else "" for text in sounds(words)]


def _begins(texts: Sequence[str]) -> list[str]:
    return [text.replace(" ", "")[:_BEGINNING] for text in sounds_of_words(texts)]


def _given(texts: Sequence[str]) -> list[str]:
    return sounds(["" if text.endswith(".") else formal(text.split(maxsplit=1)[0]) for text in texts])


def _first(texts: Sequence[str]) -> list[str]:
    firsts = sounds(["" if text.endswith(".") else text.split(maxsplit=1)[0] for text in texts])
    return [text[:_FIRST] for text in firsts]


def _year(texts: Sequence[str]) -> list[str]:
    return [text[:4] for text in texts]


def _street(texts: Sequence[str]) -> list[str]:
    return [text[:8] for text in sounds(texts)]
