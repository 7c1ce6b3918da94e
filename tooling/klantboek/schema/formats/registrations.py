"""Formats of numbers that registers and banks give out."""

import re
from functools import cache
from importlib import import_module
from typing import Any

from klantboek.schema.formats.kind import compact, form

_KVK = re.compile(r"[0-9]{8}")
_KVK_BRANCH = re.compile(r"[0-9]{12}")
_BE_NUMBER = re.compile(r"[0-9]{10}")
_NL_VAT_BARE = re.compile(r"[0-9]{9}B[0-9]{2}")
_SLIP = "the check digits don't match: one character is wrong or two are swapped"
# Prefixes of VAT numbers that people write, and the ones that VAT numbers carry.
_VAT_PREFIXES = {"GR": "EL", "UK": "GB"}


@cache
def _register(name: str) -> Any:
    """Give the part of stdnum that knows a number; each loads on first use."""
    return import_module(f"stdnum.{name}")


def _respelled(text: str, what: str, number: str) -> str | None:
    return None if number == text else f"{what} is written without spaces or dots; write {number}"


@form("kvk", why="The register of companies knows the company by it.", example="12345678")
def kvk(text: str) -> str | None:
    """Check a KvK number: eight digits, and no check digit among them."""
    number = compact(text).removeprefix("KVK")
    if _KVK.fullmatch(number):
        return _respelled(text, "a KvK number", number)
    if _KVK_BRANCH.fullmatch(number):
        return "a KvK number is eight digits; twelve is the number of a branch, which goes in kvk_branch"
    lost = " (a zero in front may be lost)" if number.isdigit() and len(number) < 8 else ""  # noqa: PLR2004 -- its length
    return f"a KvK number is eight digits{lost}"


@form("kvk-branch", why="The register knows each place of business by it.", example="000012345678")
def kvk_branch(text: str) -> str | None:
    """Check the number of a branch in the Dutch register: twelve digits."""
    number = compact(text)
    if _KVK_BRANCH.fullmatch(number):
        return _respelled(text, "a branch number", number)
    return "a branch number of KvK is twelve digits"


@form("rsin", why="The tax office knows a legal person by it.", example="123456782")
def rsin(text: str) -> str | None:
    """Check an RSIN: nine digits that pass the eleven-test."""
    number = compact(text)
    if not (number.isascii() and number.isdigit() and len(number) == 9):  # noqa: PLR2004 -- its length
        return "an RSIN is nine digits"
    if int(number) == 0 or not _passes_eleven(number):
        return f"this is not an RSIN: {_SLIP}"
    return _respelled(text, "an RSIN", number)


@form(
    "vat", why="Without the right VAT number an invoice without VAT isn't allowed.", example="NL123456782B90"
)
def vat(text: str) -> str | None:
    """Check a VAT number with its country prefix: EU, Northern Ireland, Great Britain."""
    number = compact(text)
    prefix = number[:2]
    if prefix in _VAT_PREFIXES:
        return f"VAT numbers of that country start with {_VAT_PREFIXES[prefix]}; write {_VAT_PREFIXES[prefix]}{number[2:]}"
    if not prefix.isalpha():
        return _vat_without_prefix(number)
    if prefix not in _vat_countries():
        return "no VAT number of the EU or Great Britain starts so; put a number from elsewhere in others"
    if not _vat_is_valid(prefix, number[2:]):
        return f"this is not a VAT number of {prefix}: its length is wrong, or {_SLIP}"
    return _respelled(text, "a VAT number", number)


@cache
def _vat_countries() -> frozenset[str]:
    members = {country.upper() for country in _register("eu.vat").MEMBER_STATES}
    return frozenset(members - {"GR"} | {"EL", "GB"})


def _vat_is_valid(prefix: str, rest: str) -> bool:
    if prefix == "BE":
        return _is_enterprise(rest)
    if prefix == "NL":
        # The register pads a short number with zeros; a record holds all of it.
        return _NL_VAT_BARE.fullmatch(rest) is not None and _is_dutch_vat(rest[:9], rest[10:])
    if prefix == "GB":
        return bool(_register("gb.vat").is_valid(rest))
    return bool(_register("eu.vat").is_valid(prefix + rest))


def _is_dutch_vat(number: str, branch: str) -> bool:
    """Check nine digits of an RSIN or BSN, or all of it with its letters as numbers (N 23, L 21, B 11)."""
    if int(number) == 0 or int(branch) == 0:
        return False
    return _passes_eleven(number) or int(f"2321{number}11{branch}") % 97 == 1


def _passes_eleven(number: str) -> bool:
    found: int = _register("nl.bsn").checksum(number)
    return found == 0


def _vat_without_prefix(number: str) -> str:
    for prefix in ("NL", "BE"):
        if _vat_is_valid(prefix, number):
            return f"a VAT number starts with the letters of its country; write {prefix}{number}"
    return "a VAT number starts with the two letters of its country"


@form("be-enterprise", why="The Belgian register of companies knows the company by it.", example="0123456749")
def be_enterprise(text: str) -> str | None:
    """Check a Belgian enterprise number: 0 or 1 and nine digits, the last two check the others."""
    number = compact(text).removeprefix("BE")
    if len(number) == 9 and _is_enterprise(f"0{number}"):  # noqa: PLR2004 -- how it was written until 2005
        return f"an enterprise number has ten digits; write 0{number}"
    if not (_BE_NUMBER.fullmatch(number) and number[0] in "01"):
        return "an enterprise number is ten digits, the first of them 0 or 1"
    if not _is_enterprise(number):
        return f"this is not an enterprise number: {_SLIP}"
    return _respelled(text, "an enterprise number", number)


@form(
    "be-establishment", why="The Belgian register knows each place of business by it.", example="2000000042"
)
def be_establishment(text: str) -> str | None:
    """Check the number of a Belgian establishment: ten digits from 2 to 8, the last two check the others."""
    number = compact(text).removeprefix("BE")
    if not (_BE_NUMBER.fullmatch(number) and "2" <= number[0] <= "8"):
        return "an establishment number is ten digits, the first of them 2 to 8"
    if not _passes_97(number):
        return f"this is not an establishment number: {_SLIP}"
    return _respelled(text, "an establishment number", number)


def _is_enterprise(number: str) -> bool:
    # Numbers that start with 00 were never given out, though some pass the check.
    return (
        bool(_BE_NUMBER.fullmatch(number)) and number[0] in "01" and number[:2] != "00" and _passes_97(number)
    )


def _passes_97(number: str) -> bool:
    return 97 - int(number[:8]) % 97 == int(number[8:])


@form(
    "lei",
    why="Banks and registers all over the world know a legal entity by it.",
    example="ABCDEFGHIJKLMNOPQR30",
)
def lei(text: str) -> str | None:
    """Check a Legal Entity Identifier: twenty letters and digits, the last two check the others."""
    number = compact(text)
    if len(number) != 20:  # noqa: PLR2004 -- its length
        return "an LEI is twenty letters and digits"
    if not _register("lei").is_valid(number):
        return f"this is not an LEI: {_SLIP}"
    return _respelled(text, "an LEI", number)


@form("iban", why="Money paid to a wrong account is hard to get back.", example="NL91ABNA0417164300")
def iban(text: str) -> str | None:
    """Check an IBAN in its compact form: country, length, structure and check digits."""
    from schwifty import IBAN  # noqa: PLC0415 -- only books with accounts need it
    from schwifty.exceptions import InvalidChecksumDigits, SchwiftyException  # noqa: PLC0415

    number = compact(text)
    try:
        IBAN(number)
    except InvalidChecksumDigits:
        return f"this is not an IBAN: {_SLIP}"
    except SchwiftyException:
        return "this is not an IBAN: its country, length or structure is wrong"
    return _respelled(text, "an IBAN", number)


@form("bic", why="A payment outside the euro countries needs it.", example="ABNANL2A")
def bic(text: str) -> str | None:
    """Check a BIC of 8 or 11 characters; whether the bank exists is not asked, as no list is complete."""
    from schwifty import BIC  # noqa: PLC0415 -- only books with accounts need it
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    number = compact(text)
    try:
        BIC(number)
    except SchwiftyException:
        return "a BIC is eight or eleven characters: bank, country, place, and perhaps the office"
    return _respelled(text, "a BIC", number)
