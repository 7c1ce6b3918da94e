"""Addresses laid out as their country writes them, with nothing left out."""

from collections.abc import Mapping
from typing import Any

# Where the house number stands before the street, when it is written apart.
_NUMBER_FIRST = frozenset(["AU", "CA", "FR", "GB", "IE", "LU", "NZ", "US"])
# Where the city stands before the postcode, on a line of its own or not.
_CITY_FIRST = frozenset(["AU", "CA", "GB", "IE", "NZ", "US"])
LAID_OUT = frozenset(
    [
        "attention",
        "building",
        "floor",
        "room",
        "street",
        "house_number",
        "suffix",
        "box",
        "po_box",
        "reply_number",
        "district",
        "postcode",
        "city",
        "region",
        "sorting_code",
        "country",
    ]
)


def lines(address: Mapping[str, Any], country: str, words: Mapping[str, str]) -> list[str]:
    """Give the lines of an address; ``country`` is the name to end with, "" at home.

    ``words`` has what a post box, a reply number, a Belgian box, a floor and a room are called.
    """
    inside = [
        address.get("building"),
        *[_inside(words[key], address[key]) for key in ("floor", "room") if key in address],
    ]
    boxes = [f"{words[key]} {address[key]}" for key in ("po_box", "reply_number") if key in address]
    found = [
        address.get("attention"), " · ".join([part for part in inside if part]), _street(address, words), *boxes,
        address.get("district"), *_city(address), country,
    ]  # fmt: skip
    return [line for line in found if line]


def _inside(word: str, text: str) -> str:
    """Give a floor or a room: a number or a letter says nothing without the word, ``gelijkvloers`` does."""
    return f"{word} {text}" if len(text) == 1 or any(map(str.isdigit, text)) else text


def _street(address: Mapping[str, Any], words: Mapping[str, str]) -> str:
    street, number = address.get("street", ""), address.get("house_number", "")
    suffix = address.get("suffix", "")
    if suffix:
        number = f"{number}{'' if suffix[0] in '-/' or len(suffix) == 1 else ' '}{suffix}"
    if "box" in address:
        number = f"{number} {words['box']} {address['box']}".strip()
    order = (number, street) if address.get("country") in _NUMBER_FIRST else (street, number)
    return " ".join([part for part in order if part])


def _city(address: Mapping[str, Any]) -> list[str]:
    postcode, city, region = (address.get(key, "") for key in ("postcode", "city", "region"))
    country, sorting = address.get("country"), address.get("sorting_code", "")
    if country in {"US", "CA", "AU"}:
        first = f"{city}, {region}" if city and region and country != "AU" else f"{city} {region}"
        return [f"{first} {postcode}".strip(), sorting]
    if country in _CITY_FIRST:
        return [city, region, postcode, sorting]
    gap = "  " if country == "NL" else " "
    place = gap.join([part for part in (postcode, city) if part])
    if country == "IT" and region:
        return [f"{place} ({region})", sorting]
    return [f"{place} {sorting}".strip(), region]
