"""Countries as people write them: names in English and Dutch, codes, and the usual other names."""

from functools import cache

# What people write and no list of official names has, or what once was a country's everyday name.
_ALIASES = {
    "uk": "GB",
    "great britain": "GB",
    "groot-brittannië": "GB",
    "england": "GB",
    "engeland": "GB",
    "scotland": "GB",
    "schotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "noord-ierland": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "verenigde staten van amerika": "US",
    "amerika": "US",
    "america": "US",
    "vs": "US",
    "holland": "NL",
    "the netherlands": "NL",
    "nederland": "NL",
    "belgique": "BE",
    "belgië": "BE",
    "deutschland": "DE",
    "brd": "DE",
    "el": "GR",
    "czech republic": "CZ",
    "tsjechische republiek": "CZ",
    "republic of ireland": "IE",
    "eire": "IE",
    "turkey": "TR",
}


def country_code(text: str) -> str | None:
    """Give the ISO 3166 code of a country as people write it, or None when it is not one."""
    return _names().get(" ".join(text.casefold().split()))


@cache
def _names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 -- only an import needs it

    names: dict[str, str] = {}
    for language in ("en", "nl"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES:  # noqa: PLR2004 -- ISO's codes
                names.setdefault(name.casefold(), code)
                names[code.casefold()] = code
    return names | _ALIASES


# In the list of territories, but groups of countries, or not assigned.
_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
