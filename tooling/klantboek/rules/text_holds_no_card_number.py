"""KB913, no number of a payment card stands in a text."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.book.parts import parts_of
from klantboek.book.texts import loose_texts_with, texts_with
from klantboek.findings import Path
from klantboek.rules import Problem, rule

# Thirteen to nineteen digits, alone or in groups, that are no part of a longer number, an IBAN or a phone.
_DIGITS = re.compile(r"(?<![\w+.,/-])(?<![\w]\d[ -])(?<!\d[ -])\d(?:[ -]?\d){12,18}(?![ -]?\d)(?!\w)")
# The beginnings that card networks use, with their lengths.
_NETWORKS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]|2[2-7])\d{14}"
    r"|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}"
    r"|35(?:2[89]|[3-8]\d)\d{12}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}"
    r"|(?:50|5[6-9]|6[0-9])\d{11,17}"
)


@rule("KB913", requirement="M57")
def text_holds_no_card_number(book: Book) -> Iterator[Problem]:
    """No number of a credit or debit card stands in any text of the book.

    With the number somebody else can pay; card companies forbid keeping it outside systems made for it.

    Bad: `notes: [{on: 2026-01-01, by: hdv, text: "Pays with 4111 1111 1111 1111."}]`

    Good: `notes: [{on: 2026-01-01, by: hdv, text: Pays by card at the door.}]`
    """
    for record in book.records:
        for path, _, text in texts_with(record, _DIGITS) if _may_hold_one(record) else ():
            if _holds_card(text):
                yield _problem(record, path)
        for start, text in loose_texts_with(record, _DIGITS):
            if _holds_card(text):
                yield _problem(record, (), (start, start + len(text)))


def _may_hold_one(record: Record) -> bool:
    return record.fits and parts_of(record).has_long_number


def _problem(record: Record, path: Path, span: tuple[int, int] | None = None) -> Problem:
    return Problem(
        record.node,
        None,
        f"this {'text' if span is None else 'line'} holds what looks like the number of a payment card",
        "Remove it; if it was shared with others, let the holder block the card.",
        exact=path,
        hidden=True,
        span=span,
    )


def _holds_card(text: str) -> bool:
    return any(_is_card(found[0]) for found in _DIGITS.finditer(text))


def _is_card(written: str) -> bool:
    """Tell whether a number belongs to a card network and passes the Luhn check (ISO/IEC 7812-1)."""
    digits = re.sub(r"\D", "", written)
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return bool(_NETWORKS.fullmatch(digits)) and sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004 -- two digits count as their sum
