"""KB212, house number, addition and box stand apart."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Countries whose post asks for street, number and addition in parts of their own.
_APART = {"NL", "BE"}
_BOX = re.compile(r"(?i)^(?:bus|bte|boite|boîte|box|b\.)\s*(?=\S)")
_BEHIND = re.compile(r"(?i)^(\d+)\s*[-/, ]?\s*(?:bus|bte|boite|boîte|b\.)\s*(\w+)$")
_NUMBER = re.compile(r"^(\d+(?:-\d+)?)\s*[-/ ]?\s*([A-Za-z].{0,9})$")
# A street, a number at its end, and at most a short addition; a year at the end belongs to the name.
_STREET = re.compile(r"^(.*?[^\W\d]\.?)\s+(\d{1,5})(?:\s*[-/ ]?\s*([A-Za-z]{1,3}|bus\s*\w+))?$")
_YEARS = range(1500, 2100)


@rule("KB212", requirement="M04", severity=Severity.WARNING)
def house_number_stands_apart(book: Book) -> Iterator[Problem]:
    """In the Netherlands and Belgium the house number, its addition and the box have fields of their own.

    Address lists and parcel services ask for them apart, and `12A`, `12 a` and `12-A` are three addresses
    to a computer.

    Bad: `addresses: [{uses: [visiting], street: Molenpad, house_number: 12A, postcode: 1016 DW, city: Amsterdam, country: NL}]`

    Good: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", suffix: A, postcode: 1016 DW, city: Amsterdam, country: NL}]`
    """
    for relation in book.relations:
        for address in _addresses(relation):
            if address.country in _APART:
                yield from _street(address)
                yield from _house_number(address)
                yield from _box(address)


def _addresses(relation: Node) -> Iterator[Node]:
    yield from relation.addresses
    yield from (contact.private_address for contact in relation.contacts if contact.private_address)
    yield from (order.delivery_address for order in relation.orders if order.delivery_address)


def _street(address: Node) -> Iterator[Problem]:
    parts = _STREET.match(address.street or "")
    if not parts or address.po_box or address.reply_number:
        return
    name, number, addition = parts.groups()
    # Plein 1813 and Laan 1940 end in a year; who lives there has a number besides.
    if address.house_number not in {None, number} or (not addition and int(number) in _YEARS):
        return
    rest = _BOX.sub("", addition or "")
    also = (
        "" if not addition else f", with box: {rest!r}" if rest != addition else f", with suffix: {addition}"
    )
    advice = f"Write street: {name} and house_number: {number!r}{also}."
    yield Problem(
        address,
        "street",
        f"the street {address.street!r} ends in the house number",
        advice,
    )


def _house_number(address: Node) -> Iterator[Problem]:
    written = (address.house_number or "").strip()
    behind, parts = _BEHIND.match(written), _NUMBER.match(written)
    if behind:
        advice = f"Write house_number: {behind[1]!r} and box: {behind[2]!r}."
    elif parts:
        advice = f"Write house_number: {parts[1]!r} and suffix: {parts[2].strip()}."
    else:
        return
    yield Problem(address, "house_number", f"{written!r} is more than a house number", advice)


def _box(address: Node) -> Iterator[Problem]:
    if address.country != "BE":
        return
    for key in ("suffix", "box"):
        written = address[key] or ""
        rest = _BOX.sub("", written)
        if rest != written:
            yield Problem(
                address,
                key,
                f"{written!r} says that it is a box",
                f"Write box: {rest!r}" + ("." if key == "box" else ", and remove suffix."),
            )
