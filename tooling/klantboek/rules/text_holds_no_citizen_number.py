"""KB914, no citizen number stands in a text."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.book.parts import parts_of
from klantboek.book.texts import loose_texts_with, texts_with
from klantboek.findings import Path
from klantboek.rules import Problem, rule

_DUTCH = re.compile(r"(?<![\w.,+-])\d(?:[ .]?\d){7,8}(?![ .]?\d)(?!\w)")
_DUTCH_WORD = re.compile(
    r"\b(?:bsn|sofi|burgerservicenummer|sofinummer|burgerservice-?\s?nummer)", re.IGNORECASE
)
_BELGIAN = re.compile(
    r"(?<![\w.,+-])(\d\d)([. ]?)(\d\d)\2(\d\d)([- ]?)(\d{3})([. ]?)(\d\d)(?![ .-]?\d)(?!\w)"
)
_BELGIAN_WORD = re.compile(
    r"\b(?:rijksregister|insz|niss|national number|registre national|rrn)", re.IGNORECASE
)
_EITHER = re.compile(rf"{_DUTCH.pattern}|{_BELGIAN.pattern.replace(chr(92) + '2', '[. ]?')}")
# As far as a word may stand from its number, in characters.
_NEAR = 40
_LAST_DAY = 31


@rule("KB914", requirement="M57")
def text_holds_no_citizen_number(book: Book) -> Iterator[Problem]:
    """No citizen service number (BSN) and no Belgian national register number stands in any text.

    Only who is named in a law may keep them (article 46 of the Dutch GDPR Implementation Act; article 8 of
    the Belgian Act on the National Register), and with one an identity can be stolen.

    Bad: `notes: [{on: 2026-01-01, by: hdv, text: "BSN 111222333 for the contract."}]`

    Good: `notes: [{on: 2026-01-01, by: hdv, text: "Order 111222333 for the contract."}]`
    """
    for record in book.records:
        for path, _, text in texts_with(record, _EITHER) if _may_hold_one(record) else ():
            # The name of a field of the book's own says what stands in it.
            yield from _problems(record, f"{path[-1]} {text}" if path[0] == "custom" else text, path)
        for start, text in loose_texts_with(record, _EITHER):
            yield from _problems(record, text, (), (start, start + len(text)))


def _may_hold_one(record: Record) -> bool:
    return record.fits and parts_of(record).has_long_number


def _problems(
    record: Record, text: str, path: Path, span: tuple[int, int] | None = None
) -> Iterator[Problem]:
    called = "BSN" if _has_dutch(text) else "national register number" if _has_belgian(text) else ""
    if called:
        yield Problem(
            record.node,
            None,
            f"this {'text' if span is None else 'line'} holds what looks like a {called}",
            "Remove it: a company may not keep it about a customer.",
            exact=path,
            hidden=True,
            span=span,
        )


def _has_dutch(text: str) -> bool:
    return any(
        _passes_eleven(found[0]) and _is_near(_DUTCH_WORD, text, found) for found in _DUTCH.finditer(text)
    )


def _passes_eleven(written: str) -> bool:
    """Check a BSN: 9, 8, … 2 times its digits, less the last one, is a multiple of eleven."""
    digits = [int(digit) for digit in re.sub(r"\D", "", written).zfill(9)]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return any(digits) and total % 11 == 0


def _has_belgian(text: str) -> bool:
    """Find a birth date, a counter and a check number (97 less the rest modulo 97), marked off or named."""
    for found in _BELGIAN.finditer(text):
        year, dot, month, day, dash, counter, _, check = found.groups()
        start = f"{year}{month}{day}{counter}"
        valid = any(97 - int(before + start) % 97 == int(check) for before in ("", "2"))
        # Numbers for people without a known birth date add 20 or 40 to the month.
        dated = int(month) % 20 <= 12 and int(month) < 60 and int(day) <= _LAST_DAY  # noqa: PLR2004
        if valid and dated and ((dot and dash == "-") or _is_near(_BELGIAN_WORD, text, found)):
            return True
    return False


def _is_near(word: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    return bool(word.search(text[max(0, found.start() - _NEAR) : found.end() + _NEAR]))
