"""Records as the flat table that other tools work on, cleaned as their documentation advises."""

import re
from collections.abc import Sequence
from typing import Any

Data = dict[str, Any]
_DIGITS = re.compile(r"\D")
_FORM = re.compile(r"\b(?:b\.?v\.?(?: i\.o\.)?|v\.?o\.?f\.?|bvba|n\.?v\.?)$")


def table(records: Sequence[Data]) -> list[dict[str, str]]:
    """Give a row of each record."""
    return [_row(record) for record in records]


def _row(record: Data) -> dict[str, str]:
    person = record.get("person", {}).get("name", {})
    contact = _first(record, "contacts").get("name", {})
    door = _first(record, "addresses")
    registered = record.get("registrations", {})
    name = " ".join(filter(None, (person.get("prefix"), person.get("surname"))))
    name = name or record.get("organisation", {}).get("name", "")
    return {
        "id": record["number"],
        "kind": record["kind"],
        "name": _FORM.sub("", name.casefold()).strip(" ,"),
        "given": (person.get("given") or person.get("initials") or contact.get("given") or "").casefold(),
        "birth": record.get("person", {}).get("birth_date", ""),
        "street": door.get("street", "").casefold(),
        "house": f"{door.get('house_number', '')}{door.get('suffix', '')}".casefold(),
        "postcode": door.get("postcode", "").replace(" ", "").upper(),
        "city": door.get("city", "").casefold(),
        "phone": _phone(_first(record, "phones").get("number", "")),
        "email": _first(record, "emails").get("address", "").casefold(),
        "register": registered.get("kvk") or registered.get("enterprise_number") or registered.get("vat", ""),
        "iban": _first(record.get("payment", {}), "accounts").get("iban", ""),
    }


def _first(record: Data, key: str) -> Data:
    found: Data = next(iter(record.get(key) or [{}]))
    return found


def _phone(number: str) -> str:
    """Give the last nine digits of a number, which all ways of writing have in common."""
    return _DIGITS.sub("", number.replace("(0)", ""))[-9:]
