"""KB212, house number, addition and box stand apart."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.places import places_in_use
from klantboek.book.streets import APART, box_in_street, parts_of_street
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_BOX = re.compile(r"(?i)^(?:bus|bte|boite|boîte|box|b\.)\s*(?=\S)")
_BEHIND = re.compile(r"(?i)^(\d+)\s*[-/, ]?\s*(?:bus|bte|boite|boîte|b\.)\s*(\w+)$")
_SLASH = re.compile(r"^(\d+)\s*/\s*(\d+)$")
_NUMBER = re.compile(r"^(\d+(?:-\d+)?)\s*[-/ ]?\s*([A-Za-z].{0,9})$")


@rule("KB212", requirement="M04", severity=Severity.WARNING)
def house_number_stands_apart(book: Book) -> Iterator[Problem]:
    """In the Netherlands and Belgium the house number, its addition and the box have fields of their own.

    Address lists and parcel services ask for them apart, and `12A`, `12 a` and `12-A` are three addresses
    to a computer.

    Bad: `addresses: [{uses: [visiting], street: Molenpad, house_number: 12A, postcode: 1016 DW, city: Amsterdam, country: NL}]`

    Good: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", suffix: A, postcode: 1016 DW, city: Amsterdam, country: NL}]`
    """
    for relation in book.relations:
        for address in places_in_use(relation, book.as_of):
            if address.country in APART:
                yield from _street(address)
                yield from _house_number(address)
                yield from _suffix(address)
                yield from _box(address)


def _street(address: Node) -> Iterator[Problem]:
    if box := box_in_street(address):
        advice = f"Write {box[0]}: {box[1]!r}, and leave out street and house_number."
        yield Problem(address, "street", f"the street {address.street!r} is no street", advice)
        return
    parts = parts_of_street(address)
    if parts is None:
        return
    rest = _BOX.sub("", parts.addition)
    also = f", with suffix: {rest}" if rest else ""
    if rest != parts.addition:
        also = f", with box: {rest!r}"
    advice = f"Write street: {parts.name} and house_number: {parts.number!r}{also}."
    yield Problem(address, "street", f"the street {address.street!r} ends in the house number", advice)


def _house_number(address: Node) -> Iterator[Problem]:
    written = (address.house_number or "").strip()
    behind, parts = _BEHIND.match(written), _NUMBER.match(written)
    if address.country == "BE" and behind is None:
        behind = _SLASH.match(written)
    if behind:
        advice = f"Write house_number: {behind[1]!r} and box: {behind[2]!r}."
    elif parts:
        advice = f"Write house_number: {parts[1]!r} and suffix: {parts[2].strip()}."
    else:
        return
    yield Problem(address, "house_number", f"{written!r} is more than a house number", advice)


def _suffix(address: Node) -> Iterator[Problem]:
    number, suffix = address.house_number or "", address.suffix or ""
    rest = suffix.removeprefix(number).lstrip(" -/")
    if number and suffix.startswith(number) and not rest[:1].isdigit():
        advice = f"Write suffix: {rest}." if rest else "Remove suffix."
        yield Problem(address, "suffix", f"{suffix!r} repeats the house number", advice)


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
