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
    NAME_TAILS,
    PREFIXES,
    STATES,
    STREET_ENDS,
    STREET_WORDS,
    TITLES,
    TOWNS,
    TRADES,
)
from klantboek.schema import legal_forms

_CACHED = 1 << 13
_BETWEEN_HALVES = re.compile("[-\u2010-\u2014,]")
_NUMBER = re.compile(r"0*(\d+)\s*[-/]?\s*(.*)", re.DOTALL)
# A number with something before it: Unit 3, 151. And one that stands behind the street.
_LAST_NUMBER = re.compile(r".*?(\d+)\D*$", re.DOTALL)
_STREET_AND_NUMBER = re.compile(r"(.*[^\W\d_].*?)[\s,]+(\d+\s*[-/]?\s*\w{0,3}-?)\s*$", re.DOTALL)
# A box that is typed behind the number: Veldstraat 14 bus 3.
_BOX = re.compile(r"(.*\d\s?\w{0,2})[\s,]+(?:bus|bte|bo[iî]te|box)\.?\s*(\w+)\s*", re.IGNORECASE | re.DOTALL)
# Behind a name: whom a letter is for. Between two names: the one in the register and the one over the door.
_FOR_WHOM = re.compile(
    r"(?<=\S)[\s,-]+(?:t\.?\s?a\.?\s?v\.?|afd(?:eling|\.)|attn\.?:?|c/o|p/a)\s.*", re.DOTALL | re.IGNORECASE
)
_TRADING_AS = re.compile(
    r"\s(?:h\.?\s?o\.?\s?d\.?\s?n\.?|handelend onder(?: de)?(?: naam)?|t/a|trading as|d/?b/?a)\s",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*[(\[][^)\]]*[)\]]")
# How many digits a number of a register has.
_DIGITS_OF = {"kvk": 8, "kvk_branch": 12, "rsin": 9, "enterprise_number": 10, "establishment_number": 10}
_COUNTRY_AND_POSTCODE = re.compile(r"(?:[bdl]|be|de|lu)(\d{4,5})|nl(\d{4}[a-z]{2})")
_NOT_DIGIT = re.compile(r"\D")
_NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]")
_BEFORE_HOST = re.compile(r"^.*(?://|@)")
_AFTER_HOST = re.compile(r"[/?#:]")
_TRUNK_ZERO = re.compile(r"\(0\)")


PO_BOX = "postbus"


class Address(NamedTuple):
    """An address in parts, each as it is compared; what is absent is an empty text."""

    street: str = ""
    number: str = ""
    suffix: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    building: str = ""


@lru_cache(_CACHED)
def company(name: str) -> tuple[str, str]:
    """Give the words of an organisation's name without its legal form and remarks, and the form."""
    found = words(_REMARK.sub(" ", _FOR_WHOM.sub("", name))) or words(name)
    form = ""
    while len(found) > 1 and (found[-1] in LEGAL_FORMS or found[-1] in STATES):
        form, found = LEGAL_FORMS.get(found[-1], form), found[:-1]
    kept = tuple(TRADES.get(word, word) for word in found if word not in BINDERS) or found
    return " ".join(kept), form


def trading_names(name: str) -> tuple[str, ...]:
    """Give both names of one that trades under another."""
    return tuple(filter(None, map(str.strip, _TRADING_AS.split(name))))


@lru_cache(_CACHED)
def surnames(text: str) -> tuple[str, ...]:
    """Give a surname without what stands before it; of a double name also both halves."""
    halves = [_bare(part) for part in _BETWEEN_HALVES.split(text)]
    whole = "".join(halves) or "".join(words(text))
    return tuple(dict.fromkeys(filter(None, (whole, *halves))))


def _bare(text: str) -> str:
    found = [word for word in words(text) if word not in PREFIXES]
    while found and found[-1] in NAME_TAILS:
        found.pop()
    return "".join(found)


@lru_cache(_CACHED)
def given(name: str, initials: str = "") -> str:
    """Give a given name in small letters, or the first initial with a dot when that is all there is."""
    if found := _untitled(words(name)):
        whole = " ".join(found)
        return f"{whole[0]}." if len(found[0]) == 1 or name.strip().endswith(".") else whole
    found = words(initials)
    return f"{found[0][0]}." if found else ""


def _untitled(found: tuple[str, ...]) -> tuple[str, ...]:
    while len(found) > 1 and found[0] in TITLES:
        found = found[1:]
    return found


@lru_cache(_CACHED)
def initials(text: str) -> str:
    """Give initials without dots when there are two or more: one is in the given name already."""
    found = "".join(re.findall(r"[^\W\d_]", text)).casefold()
    return found if len(found) > 1 else ""


def address(value: Mapping[str, str]) -> Address:
    """Give an address in parts from its properties."""
    box = value.get("po_box") or value.get("reply_number") or ""
    named, door = value.get("street") or "", value.get("house_number") or ""
    behind = ""
    if boxed := _BOX.fullmatch(door or named):
        named, door, behind = named if door else boxed[1], boxed[1] if door else "", boxed[2]
    if not door and (typed := _STREET_AND_NUMBER.match(named)):
        named, door = typed[1], typed[2]
    number, suffix = (_NOT_DIGIT.sub("", box), "") if box else _door(door)
    return Address(
        (PO_BOX if value.get("po_box") else "antwoordnummer") if box else street(named),
        number,
        "".join(words(f"{suffix} {behind} {value.get('suffix') or ''} {value.get('box') or ''}")),
        postcode(value.get("postcode") or ""),
        town(value.get("city") or ""),
        (value.get("country") or "").upper(),
        street(value.get("building") or ""),
    )


def _door(text: str) -> tuple[str, str]:
    """Give the number of a door and what stands behind it; of several numbers the first, or the last behind a word."""
    found = _NUMBER.match(text)
    if found:
        return found[1], found[2]
    last = _LAST_NUMBER.match(text)
    return (last[1], "") if last else ("", "")


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
    found = _COUNTRY_AND_POSTCODE.fullmatch(bare)
    return found[1] or found[2] if found else bare


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


def registration(register: str, text: str) -> str:
    """Give a number as its register writes it, also where zeros were lost or words stand before it."""
    digits = _NOT_DIGIT.sub("", text)
    return digits.zfill(_DIGITS_OF[register]) if register in _DIGITS_OF and digits else identifier(text)


@lru_cache(_CACHED)
def form(code: str) -> str:
    """Give the short word for a legal form by its code, one word for the forms that follow each other in law."""
    written = legal_forms.written(code) or ""
    found = words(written)
    return LEGAL_FORMS.get("".join(found), found[0] if found else "")
