"""Telephone numbers as people write them, to the form that is dialled from anywhere (E.164)."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

_EXTENSION = re.compile(r"(?i)[\s,;]*(?:\btst\b|\btoestel\b|\bext\b|\bextension\b|\bx)\.?:?\s*(\d{1,6})\s*$")
_MOBILE = {PhoneNumberType.MOBILE}
_SERVICE = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
}


@dataclass(frozen=True)
class Phone:
    """A number in E.164, and the fields beside it: its kind and its extension."""

    number: str
    beside: dict[str, str]


def parse_phone(text: str, country: str) -> Phone | None:
    """Give the number that ``text`` is in ``country``, or None when no such number can exist."""
    found = _EXTENSION.search(text)
    number = text[: found.start()] if found else text
    if not re.fullmatch(r"[\d\s()+./\u2013-]+", number):
        return None
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    form = phonenumbers.number_type(parsed)
    kind = "mobile" if form in _MOBILE else "service" if form in _SERVICE else "landline"
    beside = {"kind": kind, **({"extension": found[1]} if found else {})}
    return Phone(phonenumbers.format_number(parsed, PhoneNumberFormat.E164), beside)
