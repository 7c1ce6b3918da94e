"""How alike two texts are: many pairs of distinct texts at once, most of them refused by their letters."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from klantboek.duplicates import nicknames
from klantboek.duplicates.signs import hashes_of_beginnings
from klantboek.duplicates.spelling import sound
from klantboek.duplicates.texts import Hashes, distinct
from klantboek.duplicates.vocabulary import Codes, Flags, Measure, Vocabulary

Test = Callable[[Vocabulary, Codes, Codes], Flags]
# How much of what Jaro leaves open a common beginning of four letters gives back.
_PREFIX = 0.4
_DATE = 8
# A word in short has at most this share of the letters.
_MUCH_SHORTER = 0.7
# Eight signs in one number: the year in the lower half, then month and day of two signs each.
_SIGN, _TWO, _FOUR = np.uint64(8), np.uint64(16), np.uint64(32)
_LOW, _HIGH = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x8080808080808080)
_PAIR, _YEAR = np.uint64(0xFFFF), np.uint64(0xFFFFFFFF)


def sounds_alike(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which pairs of texts have one sound."""
    found: Flags = known.sounds[a] == known.sounds[b]
    return found


def jaro_winkler(least: float) -> Test:
    """Make a test: the Jaro-Winkler likeness is at least ``least``."""
    jaro = max((least - _PREFIX) / (1 - _PREFIX), 0.0)

    def measure(x: list[str], y: list[str]) -> Flags:
        found: Flags = process.cpdist(x, y, scorer=JaroWinkler.similarity, score_cutoff=least) >= least
        return found

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        left, right = known.lengths[a], known.lengths[b]
        gone, come = known.missing(a, b)
        common = np.minimum(left - gone.astype(np.int16), right - come.astype(np.int16)).astype(np.float32)
        with np.errstate(divide="ignore", invalid="ignore"):
            possible = (common / left + common / right + 1) / 3
        chosen = np.flatnonzero(possible >= jaro - 1e-6)
        return _measured(known, a, b, chosen, measure)

    return test


def edits(most: int, shortest: int = 0) -> Test:
    """Make a test: at most so many signs are typed wrong, left out, added or swapped with their neighbour."""

    def measure(x: list[str], y: list[str]) -> Flags:
        found: Flags = process.cpdist(x, y, scorer=OSA.distance, score_cutoff=most) <= most
        return found

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        left, right = known.lengths[a], known.lengths[b]
        chosen = np.flatnonzero((abs(left - right) <= most) & (np.minimum(left, right) >= shortest))
        gone, come = known.missing(a[chosen], b[chosen])
        chosen = chosen[np.maximum(gone, come) <= most]
        return _measured(known, a, b, chosen, measure)

    return test


def one_slip_in_date(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which dates (YYYYMMDD) differ by one sign, or have day and month swapped."""
    found = np.zeros(len(a), np.bool_)
    left, right = known.dates[a], known.dates[b]
    whole = np.flatnonzero((left > 0) & (right > 0))
    found[whole] = _slipped(left[whole], right[whole])
    rest = np.flatnonzero((left == 0) | (right == 0))
    found[rest] = edits(1)(known, a[rest], b[rest])
    return found


def _slipped(left: Hashes, right: Hashes) -> Flags:
    """Tell which numbers of eight signs differ in one, in two neighbours that are swapped, or in day and month."""
    apart = left ^ right
    signs = ((apart | (apart & _LOW) + _LOW) & _HIGH) >> np.uint64(7)
    many = np.bitwise_count(signs)
    swapped = np.zeros(len(left), np.bool_)
    two = np.flatnonzero((many == 2) & ((signs & signs >> np.uint64(8)) != 0))  # noqa: PLR2004 -- neighbours
    # Where the first of the two stands, in bits.
    place = (np.bitwise_count((signs[two] & -signs[two]) - np.uint64(1)) // _SIGN * _SIGN).astype(np.uint64)
    ours, theirs = left[two] >> place & _PAIR, right[two] >> place & _PAIR
    swapped[two] = (ours >> _SIGN | ours << _SIGN) & _PAIR == theirs
    day_and_month = left & _YEAR | (left >> _TWO & _PAIR << _FOUR) | (left & _PAIR << _FOUR) << _TWO
    found: Flags = (many == 1) | swapped | (day_and_month == right)
    return found


def same_initial(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell where an initial stands for a name that begins with it."""
    either = known.is_initial[a] | known.is_initial[b]
    found: Flags = either & (known.first[a] == known.first[b])

    return found | _measured(known, a, b, np.flatnonzero(either & ~found), _may_begin)


def _initial_of(one: str, other: str) -> bool:
    return one.endswith(".") and not other.endswith(".") and one[0] in nicknames.letters_of(other)


def days_apart(most: int) -> Test:
    """Make a test: the dates (YYYYMMDD) are at most so many days apart."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        left, right = known.days[a], known.days[b]
        found: Flags = (left > 0) & (right > 0) & (abs(left - right) <= most)
        return found

    return test


def rounded_years(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which dates are a year apart at most where one of them is the first of January: the day wasn't known."""
    left, right = known.years[a], known.years[b]
    rounded = known.is_rounded[a] | known.is_rounded[b]
    found: Flags = (left > 0) & (right > 0) & (abs(left - right) <= 1) & rounded
    return found


def within(shortest: int) -> Test:
    """Make a test: one text begins or ends with the whole other."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        gone, come = known.missing(a, b)
        left, right = known.lengths[a], known.lengths[b]
        possible = (np.minimum(gone, come) == 0) & (left != right) & (np.minimum(left, right) >= shortest)

        return _measured(known, a, b, np.flatnonzero(possible), _are_parts)

    return test


def contracted(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which words are the other in short: its beginning, or its first and last letter with some between."""
    gone, come = known.missing(a, b)
    possible = (np.minimum(gone, come) == 0) & (known.lengths[a] != known.lengths[b])

    return _measured(known, a, b, np.flatnonzero(possible), _are_short)


def _is_short(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    letters = iter(long)
    ends = short[0] == long[0] and short[-1] == long[-1] and _MUCH_SHORTER * len(long) >= len(short)
    return ends and all(letter in letters for letter in short)


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


def unless_known(test: Test) -> Test:
    """Make a test: alike by another test, and not two given names that both are known: Martin is no slip for Marvin."""

    def unknown(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        names = known.is_known_name
        chosen = np.flatnonzero(~(names[a] & names[b]))
        found = np.zeros(len(a), np.bool_)
        found[chosen] = test(known, a[chosen], b[chosen])
        return found

    return unknown


def called_alike(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which given names can be one person's: Johannes and Jan."""
    return _measured(known, a, b, np.arange(len(a)), _go_together)


def same_first_word(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which texts begin with the same whole word: Jan Pieter and Jan."""
    found: Flags = known.first_words[a] == known.first_words[b]
    return found


def same_person(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which contact persons have one surname, and given names of which one is or sounds like the other."""
    same = np.flatnonzero(known.first_words[a] == known.first_words[b])
    return _measured(known, a, b, same, _are_one_person)


def _one_person(one: str, other: str) -> bool:
    first, second = (text.split(" ")[1] if " " in text else "" for text in (one, other))
    if not first or not second or first.endswith(".") or second.endswith("."):
        return first[:1] == second[:1] or not first or not second
    return sound(first) == sound(second) or nicknames.called_alike(first, second)


def same_digits(test: Test) -> Test:
    """Make a test: the digits are the same, and the texts alike by another test."""

    def both(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        chosen = np.flatnonzero(known.digits[a] == known.digits[b])
        found = np.zeros(len(a), np.bool_)
        found[chosen] = test(known, a[chosen], b[chosen])
        return found

    return both


def years_apart(least: int) -> Test:
    """Make a test: the dates (YYYYMMDD) are at least so many years apart."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        left, right = known.years[a], known.years[b]
        found: Flags = (left > 0) & (right > 0) & (abs(left - right) >= least)
        return found

    return test


def same_beginning(length: int) -> Test:
    """Make a test: the first signs are the same."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        begins = _beginnings(known, length)
        found: Flags = begins[a] == begins[b]
        return found

    return test


def _beginnings(known: Vocabulary, length: int) -> Hashes:
    kept: dict[int, Hashes] = known.__dict__.setdefault("beginnings", {})
    if length not in kept:
        kept[length] = hashes_of_beginnings(known.texts, length)
    return kept[length]


def either(*tests: Test) -> Test:
    """Make a test: one of these holds."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        found = tests[0](known, a, b)
        for one in tests[1:]:
            left = np.flatnonzero(~found)
            found[left] = one(known, a[left], b[left])
        return found

    return test


def _measured(known: Vocabulary, a: Codes, b: Codes, chosen: NDArray[np.int64], measure: Measure) -> Flags:
    """Measure each distinct pair of the chosen ones once."""
    found = np.zeros(len(a), np.bool_)
    if len(chosen):
        low, high = np.minimum(a[chosen], b[chosen]), np.maximum(a[chosen], b[chosen])
        pairs, back = distinct(low.astype(np.int64) * len(known) + high)
        found[chosen] = known.measured(pairs, measure)[back]
    return found


def _one_by_one(test: Callable[[str, str], bool]) -> Measure:
    """Make of what tells of two texts whether they are alike what tells it of many."""

    def measure(x: list[str], y: list[str]) -> Flags:
        return np.fromiter(map(test, x, y), np.bool_, len(x))

    return measure


_may_begin = _one_by_one(lambda one, other: _initial_of(one, other) or _initial_of(other, one))
_are_parts = _one_by_one(_is_part)
_are_short = _one_by_one(_is_short)
_go_together = _one_by_one(nicknames.called_alike)
_are_one_person = _one_by_one(_one_person)
