"""A person recorded as an organisation as well: a sole trader under two numbers of two kinds.

By law a sole trader and the firm are one party. Such a pair is looked at when both have a number, account,
mail address or telephone number in common, the firm is stated to be a sole trader's or has the person's own
registration, and the person's name stands in the name of the firm or is that of a contact person. A firm
without a legal form, at somebody's home, is taken to be another party. What speaks against ends it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from klantboek.duplicates.columns import Column, Columns
from klantboek.duplicates.comparisons import ORGANISATIONS
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.model import TENTHS, Level, prior_tenths
from klantboek.duplicates.pairs import Pair, Reason
from klantboek.duplicates.reasons import REGISTERS
from klantboek.duplicates.scoring import least_tenths, probability

# A value that more records have than these says nothing about one of them.
FEW = 12
SHARED = ("registration", "account", "email", "phone")
_SOLE = frozenset({"eenmanszaak"})
# What the name is worth: how many sole traders go by it, and how many others who share a telephone.
_WHOLE = Level("name", 0.6, 0.0008, "the person's name is that of the organisation or its contact person")
_SURNAME = Level("surname", 0.25, 0.008, "the person's surname is in the name of the organisation")
_FEATURE = "sole trader"


def sole_traders(
    columns: Columns, minimum: float, records: int = 0, wanted: Callable[[str, str], bool] | None = None
) -> list[Pair]:
    """Give the pairs of an organisation and a person that are one party with at least this probability.

    ``records`` is how many there are in the book where these are only some of them; ``wanted`` tells of two
    ids whether they are looked at.
    """
    prior, least, ids = prior_tenths(records or len(columns)), least_tenths(minimum), columns.ids
    found = (
        _pair(columns, firm, person, prior)
        for firm, person in _candidates(columns)
        if wanted is None or wanted(ids[firm], ids[person])
    )
    return [pair for pair in found if pair is not None and round(pair.weight * TENTHS) >= least]


def _candidates(columns: Columns) -> list[tuple[int, int]]:
    """Give an organisation and a person for each value that few have and both do."""
    size = len(columns)
    person = columns.kinds == 1
    numbered = np.unique(np.concatenate([_sharing(columns.column[name], person, size) for name in SHARED]))
    return [divmod(one, size) for one in numbered.tolist()]


def _sharing(column: Column, person: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], size: int) -> Rows:
    records = np.repeat(np.arange(size), column.lengths)
    times = np.bincount(column.codes, minlength=len(column.texts))
    mixed = np.bincount(column.codes, weights=person[records], minlength=len(column.texts))
    wanted = ((times <= FEW) & (mixed > 0) & (mixed < times))[column.codes]
    records, codes = records[wanted], column.codes[wanted]
    order = np.argsort(codes, kind="stable")
    records, codes = records[order], codes[order]
    found = [np.zeros(0, np.int64)]
    for distance in range(1, FEW):
        near = np.flatnonzero(codes[distance:] == codes[:-distance])
        one, other = records[near], records[near + distance]
        apart = person[one] != person[other]
        one, other = one[apart], other[apart]
        found.append(np.where(person[one], other * size + one, one * size + other))
    return np.concatenate(found)


def _pair(columns: Columns, firm: int, person: int, prior: int) -> Pair | None:
    """Give the pair with its reasons; None where something tells that they are two."""
    a, b = columns.ids[firm], columns.ids[person]
    forms = _texts(columns.column["form"], firm)
    declared = a in _texts(columns.column["link"], person) or b in _texts(columns.column["link"], firm)
    reasons = [*_values(columns, firm, person)]
    registered = any(one.feature == "registration" for one in reasons)
    if declared or (set(forms) != _SOLE and (forms or not registered)):
        return None
    name = _Name.of(columns, person).found_in(columns, firm)
    if name is None or (name is _SURNAME and len(reasons) < 2):  # noqa: PLR2004 -- one could be the family's
        return None
    reasons = sorted([*reasons, _reason(_FEATURE, name)], key=lambda one: (-one.weight, one.feature))
    tenths = prior + sum(round(one.weight * TENTHS) for one in reasons)
    first = Reason("prior", "prior", prior / TENTHS, "two relations taken at random")
    return Pair(min(a, b), max(a, b), tenths / TENTHS, probability(tenths), (first, *reasons))


def _values(columns: Columns, firm: int, person: int) -> Iterator[Reason]:
    """Give a reason for each kind of value that both have."""
    for name in SHARED:
        common = set(_texts(columns.column[name], firm)).intersection(_texts(columns.column[name], person))
        if common:
            level = ORGANISATIONS.of(name).level("same")
            register = min(common).partition(":")[0]
            yield _reason(name, level, level.text.format(register=REGISTERS.get(register, "registration")))


def _reason(feature: str, level: Level, text: str = "") -> Reason:
    return Reason(feature, level.name, level.tenths / TENTHS, text or level.text)


@dataclass(frozen=True)
class _Name:
    """The name of a person: surnames and what stands before them."""

    surnames: Sequence[str]
    givens: Sequence[str]
    initials: Sequence[str]

    @classmethod
    def of(cls, columns: Columns, person: int) -> "_Name":
        """Give the name of a person."""
        return cls(*(_texts(columns.column[name], person) for name in ("surname", "given", "initials")))

    def found_in(self, columns: Columns, firm: int) -> Level | None:
        """Tell how much of the name stands in the firm's; None when it doesn't, or another given name does."""
        contacts = [one.split(" ", 1) for one in _texts(columns.column["person"], firm)]
        theirs = [first for surname, *rest in contacts if surname in self.surnames for first in rest]
        if any(self._goes_by(first) for first in theirs):
            return _WHOLE
        names = [one.split() for one in _texts(columns.column["name"], firm)]
        before = [
            words[at - 1] if at else ""
            for words in names
            for at, word in enumerate(words)
            if word in self.surnames
        ]
        if theirs or not before:
            return None
        if any(self._goes_by(word) for word in before):
            return _WHOLE
        # Letters before the surname that aren't this person's are somebody else's.
        return None if any(0 < len(word) <= 2 for word in before) else _SURNAME  # noqa: PLR2004 -- initials

    def _goes_by(self, first: str) -> bool:
        if not first:
            return False
        letters = {one[0] for one in (*self.givens, *self.initials) if one}
        if first.endswith(".") or len(first) == 1:
            return first[0] in letters
        return first in self.givens or first in self.initials or f"{first[0]}." in self.givens


def _texts(column: Column, row: int) -> list[str]:
    codes = column.codes[column.starts[row] : column.starts[row + 1]]
    return [column.texts[code] for code in codes.tolist()]
