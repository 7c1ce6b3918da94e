"""Formats of what reaches somebody: e-mail, telephone, web addresses, files; and of dates."""

import re
from collections.abc import Collection
from datetime import date as calendar_date
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import SplitResult, urlsplit

from klantboek.schema.formats.kind import form

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]?([0-9]{1,2})[-./ ]?([0-9]{1,2})(?:[T ].*)?")
_PARTS = re.compile(r"[0-9]{4}([-./ ])[0-9]{1,2}\1[0-9]{1,2}")
_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_EXTENSION = re.compile(
    r"(?i)[\s,;(]*(?:tst|toestel|extension|ext|poste|bijnr|int|x|#)\.?\s*([0-9]{1,7})\)?\s*$"
)
# Emergency and service numbers that only exist inside the country: 112, 1207, 14 and an area code.
_SHORT = re.compile(r"1[0-9]{2,5}")
_HOST_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


@form("date", why="A day must be one day to everybody.", example="2026-03-01")
def date(text: str) -> str | None:
    """Check a day of the calendar, written year-month-day."""
    if _ISO_DATE.fullmatch(text):
        if _day(text[:4], text[5:7], text[8:]) is None:
            return f"{text} is not on the calendar"
        return None
    meant = meant_day(text)
    return "this is not a date as records hold it" + (f"; {meant} is probably meant" if meant else "")


def meant_day(text: str) -> calendar_date | None:
    """Give the day that was probably meant, where days stand before months."""
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], found[2], found[1])
    found = _YEAR_FIRST.fullmatch(text)
    return _day(*found.groups()) if found else None


def is_year_first(text: str) -> bool:
    """Tell whether a text is a year, a month and a day apart, so that it is one day to everybody."""
    return _PARTS.fullmatch(text) is not None


def _day(year: str, month: str, day: str) -> calendar_date | None:
    try:
        return calendar_date(int(year), int(month), int(day))
    except ValueError:
        return None


# What nearly all addresses look like. The library knows far more, and takes far longer over it.
_USUAL_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:nl|be|eu|com|org|net|info|de|fr|lu|example)"
)
_USUAL_LENGTH = 60


@form(
    "email",
    why="Mail to an address with a slip in it comes back, or reaches a stranger.",
    example="jan@bakkerij.example",
)
def email(text: str) -> str | None:
    """Check the spelling of an e-mail address; nothing is sent or looked up."""
    if len(text) <= _USUAL_LENGTH and _USUAL_EMAIL.fullmatch(text):
        return None
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 -- only books with addresses need it

    bare = text.strip().removeprefix("mailto:").partition("<")[2].rstrip("> ") or text.strip().removeprefix(
        "mailto:"
    )
    try:
        validate_email(bare, check_deliverability=False)
    except EmailNotValidError as error:
        return f"this is not an e-mail address: {str(error).rstrip('.')}"
    return None if bare == text else f"this is more than an e-mail address; write {bare}"


@form(
    "phone",
    why="Only the international form can be dialled from everywhere and compared.",
    example="+31570123456",
)
def phone(text: str) -> str | None:
    """Check a telephone number in E.164, or a short number that exists inside NL or BE only."""
    return phone_of(text, ())


def phone_of(text: str, countries: Collection[str]) -> str | None:
    """Check the telephone number of somebody in these countries; without any it may be of NL or of BE."""
    if _E164.fullmatch(text):
        if text[:3] in ("+31", "+32") and _usual_phone(text[:3]).fullmatch(text):
            return None
        return (
            None
            if dialled(text, None)
            else "this telephone number doesn't exist: check its length and its area code"
        )
    number, extension = without_extension(text)
    if extension and (meant := _meant(number, countries)):
        return f"this number holds an extension; put {extension} in extension and write {meant}"
    bare = text.replace(" ", "")
    if _SHORT.fullmatch(bare) and _is_short(bare):
        return None if bare == text else f"a short number is written without spaces; write {bare}"
    if meant := _meant(text, countries):
        return f"this telephone number isn't in the international form; write {meant}"
    where = f", and does not exist in {' or '.join(countries)}" if countries and text[:1] != "+" else ""
    return f"this is not a telephone number in the international form{where}"


def _meant(text: str, countries: Collection[str]) -> str:
    """Give the international form, or what a national one means in the countries where it exists, or nothing.

    When it is not known which country a number belongs to, it is only read with its zero.
    """
    if text.strip().startswith("+"):
        return dialled(text, None) or ""
    if not countries and not text.lstrip(" (").startswith("0"):
        return ""
    forms = {country: dialled(text, country) for country in countries or ("NL", "BE")}
    if len(forms) == 1:
        return next(iter(forms.values())) or ""
    return " or ".join(f"{number} if it is in {country}" for country, number in forms.items() if number)


@cache
def _usual_phone(code: str) -> re.Pattern[str]:
    """Give what the library's own tables say of the numbers of a country: one look instead of its many."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415 -- only books with telephone numbers need it

    found: Any = PhoneMetadata.metadata_for_region({"+31": "NL", "+32": "BE"}[code])
    kinds = (
        found.fixed_line, found.mobile, found.toll_free, found.premium_rate, found.shared_cost, found.voip,
        found.personal_number, found.pager, found.uan, found.voicemail,
    )  # fmt: skip
    patterns = "|".join(
        kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern
    )
    return re.compile(rf"\{code}(?={found.general_desc.national_number_pattern}$)(?:{patterns})")


def without_extension(text: str) -> tuple[str, str]:
    """Give a telephone number and the extension written behind it, "" when there is none."""
    found = _EXTENSION.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def dialled(text: str, country: str | None) -> str | None:
    """Give the international form of a number as it is dialled in a country, or None when it doesn't exist."""
    import phonenumbers  # noqa: PLC0415 -- only books with telephone numbers need it

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    # Valid anywhere, not in one region: British mobiles share +44 with Guernsey and Jersey.
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_short(digits: str) -> bool:
    import phonenumbers  # noqa: PLC0415 -- only books with telephone numbers need it

    if digits.startswith("14"):
        return bool(dialled(digits, "NL"))
    return any(
        phonenumbers.is_valid_short_number(phonenumbers.parse(digits, country)) for country in ("NL", "BE")
    )


@form(
    "web",
    why="Readers follow it with one click, so it may lead to a page and nowhere else.",
    example="https://www.bakkerij.example/",
)
def web(text: str) -> str | None:
    """Check the address of a page: http or https, and a host with a dot."""
    parts, completed = _split(text), _split(f"https://{text}")
    if any(char.isspace() or char in ',<>"\\^`{|}' for char in text):
        return "a web address has no spaces, commas, quotes or brackets"
    if "://" not in text and completed and _host_problem(completed) is None:
        return f"a web address starts with https://; write https://{text}"
    if parts is None:
        return "this is not a web address"
    if parts.scheme not in ("http", "https"):
        return "a web address starts with https:// or http://"
    return _host_problem(parts)


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _host_problem(parts: SplitResult) -> str | None:
    if parts.username is not None or parts.password is not None:
        return "a web address holds no user name or password"
    labels = (parts.hostname or "").removesuffix(".").split(".")
    if len(labels) < 2 or not all(map(_HOST_LABEL.fullmatch, labels)):  # noqa: PLR2004 -- a name and a domain
        return "the part after :// is not the name of a site"
    return None


@form(
    "path",
    why="A file of the book travels with the book; what lies outside it does not.",
    example="documents/2026/offer-17.pdf",
)
def path(text: str) -> str | None:
    """Check a path to a file under the book: relative, with forward slashes, never upwards."""
    steps = text.split("/")
    if "\\" in text:
        return "a path is written with forward slashes"
    if text.startswith(("/", "~")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return "a path starts at the book's own folder, without a slash, a drive or an address in front"
    if ".." in steps:
        return "a path can't leave the book: it has no '..'"
    if (
        "" in steps
        or "." in steps
        or any(one.endswith(" ") or two.startswith(" ") for one, two in pairwise(steps))
    ):
        return "a path has a name between its slashes"
    return None
