"""KB418, an open quote is still valid."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB418", requirement="M19", severity=Severity.WARNING)
def open_quote_is_still_valid(book: Book) -> Iterator[Problem]:
    """A quote with status open can still be accepted.

    Quotes that nobody closed make the work in hand look larger than it is; and nobody heard why it was no.

    Bad: `quotes: [{number: Q-1, date: 2026-05-01, valid_until: 2026-07-01, status: open, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]`

    Good: `quotes: [{number: Q-1, date: 2026-05-01, valid_until: 2026-07-01, status: expired, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]`
    """
    for relation in book.relations:
        for quote in relation.quotes:
            if quote.status == "open" and quote.valid_until is not None and quote.valid_until < book.as_of:
                yield Problem(
                    quote,
                    "status",
                    f"{quote.number} is open, but was valid until {quote.valid_until}",
                    "Ask for the answer: write accepted, declined or expired with the reason, or a new valid_until.",
                    quote,
                    "valid_until",
                    "valid until then",
                )
