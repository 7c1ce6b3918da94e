"""The parts of a record as they are compared: names, addresses, telephone numbers, mail addresses."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from klantboek.duplicates.spelling import words
from klantboek.duplicates.wordlists import (
    BINDERS,
    DIALLED,
    FREE_PROVIDERS,
    LEGAL_FORMS,
    PREFIXES,
    STREET_ENDS,
    STREET_WORDS,
    TOWNS,
    TRADES,
)
from klantboek.schema import legal_forms

_CACHED = 1 << 16
_BETWEEN_HALVES = re.compile("[-\u2010-\u2014,]")
_NUMBER = re.compile(r"(\d+)\s*[-/]?\s*(.*)")
_NOT_DIGIT = re.compile(r"\D")
_NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]")
_BEFORE_HOST = re.compile(r"^.*(?://|@)")
_AFTER_HOST = re.compile(r"[/?#:]")
_TRUNK_ZERO = re.compile(r"\(0\)")


class Address(NamedTuple):
    """An address in parts, each as it is compared; what is absent is an empty text."""

    street: str = ""
    number: str = ""
    suffix: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""


@lru_cache(_CACHED)
def company(name: str) -> tuple[str, str]:
    """Give the words of an organisation's name without its legal form, and the form."""
    found = words(name)
    form = ""
    while len(found) > 1 and found[-1] in LEGAL_FORMS:
        form, found = LEGAL_FORMS[found[-1]], found[:-1]
    kept = tuple(TRADES.get(word, word) for word in found if word not in BINDERS) or found
    return " ".join(kept), form


@lru_cache(_CACHED)
def surnames(text: str) -> tuple[str, ...]:
    """Give a surname without what stands before it; of a double name also both halves."""
    halves = [_bare(part) for part in _BETWEEN_HALVES.split(text)]
    whole = "".join(halves) or "".join(words(text))
    return tuple(dict.fromkeys(filter(None, (whole, *halves))))


def _bare(text: str) -> str:
    return "".join(word for word in words(text) if word not in PREFIXES)


@lru_cache(_CACHED)
def given(name: str, initials: str = "") -> str:
    """Give a given name in small letters, or the first initial with a dot when that is all there is."""
    if found := words(name):
        whole = " ".join(found)
        return f"{whole[0]}." if len(found[0]) == 1 or name.strip().endswith(".") else whole
    found = words(initials)
    return f"{found[0][0]}." if found else ""


@lru_cache(_CACHED)
def initials(text: str) -> str:
    """Give initials without dots when there are two or more: one is in the given name already."""
    found = "".join(re.findall(r"[^\W\d_]", text)).casefold()
    return found if len(found) > 1 else ""


def address(value: Mapping[str, str]) -> Address:
    """Give an address in parts from its properties."""
    box = value.get("po_box") or value.get("reply_number") or ""
    number, suffix = ("", "")
    if box:
        number = _NOT_DIGIT.sub("", box)
    elif found := _NUMBER.match(value.get("house_number") or ""):
        number, suffix = found[1], found[2]
    return Address(
        ("postbus" if value.get("po_box") else "antwoordnummer")
        if box
        else street(value.get("street") or ""),
        number,
        "".join(words(f"{suffix} {value.get('suffix') or ''} {value.get('box') or ''}")),
        postcode(value.get("postcode") or ""),
        town(value.get("city") or ""),
        (value.get("country") or "").upper(),
    )


@lru_cache(_CACHED)
def street(text: str) -> str:
    """Give a street as one word, abbreviations written out and binding words left out."""
    found = [word for word in words(text) if word not in PREFIXES]
    if len(found) > 1 and found[-1] == "st":
        found[-1] = "street"
    return "".join(_whole(STREET_WORDS.get(word, word)) for word in found)


def _whole(word: str) -> str:
    for short, whole in STREET_ENDS:
        if word.endswith(short) and len(word) > len(short) + 2:
            return word.removesuffix(short) + whole
    return word


@lru_cache(_CACHED)
def postcode(text: str) -> str:
    """Give a postcode in small letters and digits, without the sign of its country."""
    bare = _NOT_LETTER_OR_DIGIT.sub("", text.casefold())
    return bare[1:] if re.fullmatch(r"[bdl]\d{4,5}", bare) else bare


@lru_cache(_CACHED)
def town(text: str) -> str:
    """Give a town as one word, under one of its names."""
    found = words(text)
    name = "".join(found)
    return TOWNS.get(name, name)


def phone(text: str, country: str = "") -> str:
    """Give a telephone number as it is dialled from anywhere, as far as that can be told."""
    digits = _NOT_DIGIT.sub("", _TRUNK_ZERO.sub("", text))
    if text.lstrip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0") and country in DIALLED:
        return f"+{DIALLED[country]}{digits[1:]}"
    return digits


@lru_cache(_CACHED)
def domain(text: str) -> str:
    """Give the domain of a mail or web address; empty when anybody can have an address there."""
    host = _BEFORE_HOST.sub("", text.casefold().strip())
    host = _AFTER_HOST.split(host, maxsplit=1)[0].removeprefix("www.")
    return "" if host in FREE_PROVIDERS or "." not in host else host


def mail(text: str) -> str:
    """Give a mail address in small letters."""
    return text.strip().casefold()


def identifier(text: str) -> str:
    """Give a registration or account number without spaces and signs."""
    return _NOT_LETTER_OR_DIGIT.sub("", text.casefold())


@lru_cache(_CACHED)
def form(code: str) -> str:
    """Give the short word for a legal form by its code, one word for the forms that follow each other in law."""
    written = legal_forms.written(code) or ""
    found = words(written)
    return LEGAL_FORMS.get("".join(found), found[0] if found else "")
