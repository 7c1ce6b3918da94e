"""A person recorded as an organisation as well: a sole trader under two numbers of two kinds.

By law a sole trader and the firm are one party. Such a pair is looked at when both have a number, account,
mail address or telephone number in common, the firm is stated to be a sole trader's or has the person's own
registration, and the person's name stands in the name of the firm or is that of a contact person. A firm
without a legal form, at somebody's home, is taken to be another party. What speaks against ends it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from klantboek.duplicates.columns import Column, Columns, texts_of
from klantboek.duplicates.comparisons import ORGANISATIONS
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.features import ORGANISATION, PERSON, Features
from klantboek.duplicates.model import TENTHS, Level, prior_tenths
from klantboek.duplicates.pairs import Pair, Reason
from klantboek.duplicates.reasons import REGISTERS
from klantboek.duplicates.scoring import least_tenths, probability

# A value that more records have than these says nothing about one of them.
FEW = 12
# What is looked at: the column and the field of the features; the first are values that both can have.
SHARED = {"registration": "registrations", "account": "accounts", "email": "emails", "phone": "phones"}
_FIELDS = SHARED | {
    "name": "names",
    "form": "forms",
    "surname": "surnames",
    "given": "givens",
    "initials": "initials",
    "person": "people",
    "link": "links",
}
_KINDS = (ORGANISATION, PERSON)
_SOLE = frozenset({"eenmanszaak"})
# What the name is worth: how many sole traders go by it, and how many others who share a telephone.
NAME = Level("name", 0.6, 0.0008, "the person's name is that of the organisation or its contact person")
SURNAME = Level("surname", 0.25, 0.008, "the person's surname is in the name of the organisation")
FEATURE = "sole trader"


def sole_traders(
    columns: Columns, minimum: float, records: int = 0, wanted: Callable[[str, str], bool] | None = None
) -> list[Pair]:
    """Give the pairs of an organisation and a person that are one party with at least this probability.

    ``records`` is how many there are in the book where these are only some of them; ``wanted`` tells of two
    ids whether they are looked at.
    """
    prior, least, ids = prior_tenths(records or len(columns)), least_tenths(minimum), columns.ids
    found = (
        trader(_features(columns, firm), _features(columns, person), prior, least)
        for firm, person in _candidates(columns)
        if wanted is None or wanted(ids[firm], ids[person])
    )
    return [pair for pair in found if pair is not None]


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


def reasons_for(firm: Features, person: Features) -> tuple[Reason, ...] | None:
    """Give why a firm and a person are one party, the heaviest reason first; None where something tells otherwise."""
    declared = firm.id in person.links or person.id in firm.links
    reasons = [*_values(firm, person)]
    registered = any(one.feature == "registration" for one in reasons)
    if not reasons or declared or (set(firm.forms) != _SOLE and (firm.forms or not registered)):
        return None
    name = _found_in(person, firm)
    if name is None or (name is SURNAME and len(reasons) < 2):  # noqa: PLR2004 -- one could be the family's
        return None
    return tuple(sorted([*reasons, _reason(FEATURE, name)], key=lambda one: (-one.weight, one.feature)))


def trader(firm: Features, person: Features, prior: int, least: int) -> Pair | None:
    """Give the pair with its reasons; None where something tells that they are two, or it weighs too little."""
    reasons = reasons_for(firm, person)
    if reasons is None:
        return None
    tenths = prior + sum(round(one.weight * TENTHS) for one in reasons)
    if tenths < least:
        return None
    first = Reason("prior", "prior", prior / TENTHS, "two relations taken at random")
    a, b = sorted((firm.id, person.id))
    return Pair(a, b, tenths / TENTHS, probability(tenths), (first, *reasons))


def _values(firm: Features, person: Features) -> Iterator[Reason]:
    """Give a reason for each kind of value that both have."""
    for name, field in SHARED.items():
        common = set(getattr(firm, field)).intersection(getattr(person, field))
        if common:
            level = ORGANISATIONS.of(name).level("same")
            register = min(common).partition(":")[0]
            yield _reason(name, level, level.text.format(register=REGISTERS.get(register, "registration")))


def _reason(feature: str, level: Level, text: str = "") -> Reason:
    return Reason(feature, level.name, level.tenths / TENTHS, text or level.text)


def _found_in(person: Features, firm: Features) -> Level | None:
    """Tell how much of a person's name stands in the firm's; None when it doesn't, or another given name does."""
    contacts = [one.split(" ", 1) for one in firm.people]
    theirs = [first for surname, *rest in contacts if surname in person.surnames for first in rest]
    if any(_goes_by(person, first) for first in theirs):
        return NAME
    before = [
        words[at - 1] if at else ""
        for words in (one.split() for one in firm.names)
        for at, word in enumerate(words)
        if word in person.surnames
    ]
    if theirs or not before:
        return None
    if any(_goes_by(person, word) for word in before):
        return NAME
    # Letters before the surname that aren't this person's are somebody else's.
    return None if any(0 < len(word) <= 2 for word in before) else SURNAME  # noqa: PLR2004 -- initials


def _goes_by(person: Features, first: str) -> bool:
    if not first:
        return False
    letters = {one[0] for one in (*person.givens, *person.initials) if one}
    if first.endswith(".") or len(first) == 1:
        return first[0] in letters
    return first in person.givens or first in person.initials or f"{first[0]}." in person.givens


def _features(columns: Columns, row: int) -> Features:
    """Give of a record what is looked at here."""
    found: dict[str, Any] = {
        field: tuple(texts_of(columns.column[name], row)) for name, field in _FIELDS.items()
    }
    return Features(columns.ids[row], _KINDS[int(columns.kinds[row])], **found)
