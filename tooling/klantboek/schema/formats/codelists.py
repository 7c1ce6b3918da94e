"""Formats of codes from closed public lists: countries, currencies, languages, legal forms."""

from functools import cache

from klantboek.schema import legal_forms
from klantboek.schema.formats.kind import form

# CLDR names these two-letter codes, but they are no countries of ISO 3166-1 (Kosovo's XK is in common use).
_NOT_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
_ELSEWHERE = {"UK": "GB", "EL": "GR", "XI": "GB", "HOLLAND": "NL", "ENGLAND": "GB", "ENGELAND": "GB"}
_SIGNS = {"€": "EUR", "EURO": "EUR", "£": "GBP", "$": "USD"}
# The languages in which people write a country, currency or language where a code is asked.
_WRITTEN_IN = ("nl", "en", "fr", "de")


@form(
    "country",
    why="A country's code decides the layout of the address and the rules of its numbers.",
    example="NL",
)
def country(text: str) -> str | None:
    """Check a country code of ISO 3166-1."""
    codes = _names("territories")
    if text in codes and len(text) == 2 and text.isalpha() and text not in _NOT_COUNTRIES:  # noqa: PLR2004 -- 001 is the world
        return None
    meant = _ELSEWHERE.get(text.upper()) or _meant(text, "territories")
    return _unknown("a country code", text, meant)


@form("currency", why="An amount without a known currency can't be added or paid.", example="EUR")
def currency(text: str) -> str | None:
    """Check a currency code of ISO 4217."""
    if text in _names("currencies"):
        return None
    return _unknown("a currency code", text, _SIGNS.get(text.upper()) or _meant(text, "currencies"))


@form("language", why="Letters and pages are written in it.", example="nl")
def language(text: str) -> str | None:
    """Check a language code of ISO 639-1."""
    if text in _names("languages") and len(text) == 2:  # noqa: PLR2004 -- the two-letter codes
        return None
    return _unknown("a language code", text, _meant(text, "languages"))


@form("elf", why="The code says the legal form in every language, however it is abbreviated.", example="54M6")
def elf(text: str) -> str | None:
    """Check a code of ISO 20275, the list of legal forms."""
    if legal_forms.is_known(text):
        return None
    meant = [f"{code} ({land})" for land in ("NL", "BE") if (code := legal_forms.code_of(text, land))]
    return _unknown("a code of a legal form", text, " or ".join(meant) or None)


@form(
    "gtin",
    why="The number under the bar code is how shops, suppliers and web shops name a product.",
    example="8712345678906",
)
def gtin(text: str) -> str | None:
    """Check a GTIN (EAN, UPC) of 8, 12, 13 or 14 digits with its check digit."""
    from stdnum import ean  # noqa: PLC0415 -- only books with such numbers need it

    if not (text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14)):
        return "a GTIN is 8, 12, 13 or 14 digits, without spaces"
    return None if ean.is_valid(text) else "the check digit of this GTIN doesn't match: one digit is wrong"


def _unknown(what: str, text: str, meant: str | None) -> str:
    shown = text if len(text) <= 20 else f"{text[:20]}…"  # noqa: PLR2004 -- enough to recognise it
    return f"{shown!r} is not {what}" + (f"; {meant} is probably meant" if meant else "")


@cache
def _names(what: str, locale: str = "en") -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 -- only records with codes need it

    return dict(getattr(Locale(locale), what))


def _meant(text: str, what: str) -> str | None:
    for spelling in (text.upper(), text.lower()):
        if spelling in _names(what):
            return spelling if spelling != text else None
    for locale in _WRITTEN_IN:
        for code, name in _names(what, locale).items():
            if name.casefold() == text.casefold():
                return code
    return None
