"""Streets with the house number written behind them, where it has a field of its own."""

import re
from typing import NamedTuple

from klantboek.book.node import Node

# Countries whose post asks for street, number and addition in parts of their own.
APART = frozenset({"NL", "BE"})
# A street, a number at its end, and at most a short addition; a year at the end belongs to the name.
_STREET = re.compile(
    r"^(.*?[^\W\d]\.?)(?:\s*,)?\s+(\d{1,5})(?:\s*[-/, ]?\s*([A-Za-z]{1,3}|(?:bus|bte|boîte)\s*\w+))?$"
)
_YEARS = range(1500, 2100)
_BOX = re.compile(
    r"(?i)^(postbus|antwoordnummer|bo[iî]te postale|p\.? ?o\.? box|postfach)(?:\s+(\d[\d ]*))?$"
)


class Parts(NamedTuple):
    """A street that was written with its number: its name, the number, and what stands behind it, or ""."""

    name: str
    number: str
    addition: str


def parts_of_street(address: Node) -> Parts | None:
    """Give the parts of a street that ends in the house number of its address; None when it doesn't.

    Plein 1813 and Laan 1940 end in a year; who lives there has a number besides.
    """
    if address.country not in APART or address.po_box or address.reply_number or box_in_street(address):
        return None
    found = _STREET.match(address.street or "")
    if found is None:
        return None
    parts = Parts(found[1], found[2], found[3] or "")
    if address.house_number not in {None, parts.number}:
        return None
    return None if not parts.addition and int(parts.number) in _YEARS else parts


def box_in_street(address: Node) -> tuple[str, str] | None:
    """Give the PO box or reply number that stands where the street belongs: its own field, and the number."""
    found = _BOX.match(address.street or "")
    number = (found[2] or address.house_number or "") if found else ""
    if found is None or not number:
        return None
    return "reply_number" if found[1].casefold() == "antwoordnummer" else "po_box", number
