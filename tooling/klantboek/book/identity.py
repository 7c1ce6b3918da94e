"""What tells one relation from another, in one short text: who it is and where it is reached, not what it bought."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

_DIGITS = 16
# The registrations with a field of their own.
REGISTRATIONS = (
    "kvk",
    "kvk_branch",
    "rsin",
    "vat",
    "enterprise_number",
    "establishment_number",
    "lei",
    "eori",
)
_REACHED = {"emails": ("address",), "phones": ("number",)}
_NAME = ("title", "initials", "given", "prefix", "surname", "birth_surname", "suffix")
_DOOR = (
    "street",
    "house_number",
    "suffix",
    "box",
    "po_box",
    "reply_number",
    "postcode",
    "city",
    "country",
)
# The identifying part of a relation: lists and groups by name, values by theirs; an empty tuple is a value.
_PART: dict[str, Any] = {
    "kind": (),
    "organisation": {
        "name": (),
        "trade_names": (),
        "legal_form": ("code", "country"),
        "former_names": ("name",),
    },
    "person": {"name": _NAME, "birth_date": (), "former_names": ("name",)},
    "registrations": {
        **dict.fromkeys(REGISTRATIONS, ()),
        "others": ("scheme", "number", "country"),
    },
    "addresses": _DOOR,
    **_REACHED,
    "websites": ("url",),
    "contacts": {"name": _NAME, "birth_date": (), **_REACHED},
    "payment": {"accounts": ("iban",)},
}


def fingerprint(relation: dict[str, Any]) -> str:
    """Give sixteen hex digits that change when who the relation is, or where it is reached, changes.

    SHA-256 over names, registrations, addresses, e-mail addresses, telephone numbers, websites, accounts, birth
    dates and contact persons, each without spaces and capitals, in an order of its own. Orders, contacts,
    notes, verification dates, the layout of the file and the number itself do not count.
    """
    text = json.dumps(sorted(_values(relation, _PART, "")), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _values(value: Any, part: Any, path: str) -> Iterator[str]:
    """Give each identifying value with its path; what a list holds is one text, so that its parts stay together."""
    if isinstance(value, list):
        for item in value:
            yield json.dumps(sorted(_values(item, part, "")), ensure_ascii=False) + path
    elif isinstance(value, dict):
        inner = part if isinstance(part, dict) else dict.fromkeys(part, ())
        for key in inner.keys() & value.keys():
            yield from _values(value[key], inner[key], f"{path}.{key}")
    elif value is not None:
        yield f"{path}={''.join(str(value).casefold().split())}"
