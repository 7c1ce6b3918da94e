"""KB211, an address of a relation stands once."""

from collections.abc import Iterator
from typing import Any

from klantboek.book import Book, Node
from klantboek.book.addresses import label_of
from klantboek.book.node import value_of
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB211", requirement="M03", severity=Severity.WARNING)
def address_stands_once(book: Book) -> Iterator[Problem]:
    """An address that has several uses is written once, with all its uses.

    Of two copies one is mended when they move, and the other keeps receiving the letters.

    Bad: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}, {uses: [billing], street: Molenpad, house_number: "12", postcode: 1016DW, city: Amsterdam, country: NL}]`

    Good: `addresses: [{uses: [visiting, billing], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}]`
    """
    for relation in book.relations:
        addresses = relation.addresses
        seen: dict[Any, list[Node]] = {}
        for address in addresses if len(addresses) > 1 else ():
            key = label_of(value_of(address))
            earlier = seen.setdefault(key, []) if key else []
            for first in earlier:
                if period_of(first).overlaps(period_of(address)):
                    yield _twice(first, address)
                    break
            earlier.append(address)


def _twice(first: Node, address: Node) -> Problem:
    missing = [use for use in address.uses if use not in first.uses]
    advice = f"Add {', '.join(missing)} to the uses of the first, and remove this one." if missing else ""
    return Problem(
        address,
        None,
        "this address stands in the record already",
        advice or "Remove one of the two, or give them periods that follow each other.",
        first,
        None,
        "first here",
    )
