"""How the text of a cell becomes a value: a closed list of transforms, each named in a mapping by ``as``."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from klantboek.exchange.countries import country_code
from klantboek.exchange.mapping import Format
from klantboek.exchange.person_names import split_name
from klantboek.plain import plain

_SHOWN = 40
_DATE = re.compile(
    r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_MIDNIGHT = re.compile(r"[0:.,]+")
_HYPERLINK = re.compile(r"([^#]*)#([^#]*)#(.*)", re.DOTALL)
_HOST = re.compile(r"(?i)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?")
_PAGE = re.compile(r"(?i)\.(?:html?|php|aspx?)$")


class CellError(ValueError):
    """A cell that does not fit; the message completes "the column … "."""


@dataclass(frozen=True)
class Made:
    """A value, what belongs in the fields beside it, and why somebody should look at it."""

    value: Any
    beside: Mapping[str, Any] = field(default_factory=dict)
    look: str = ""


@dataclass(frozen=True)
class Setting:
    """What a transform may know: how the file writes things, and the country of the row ("" when unknown)."""

    format: Format
    country: str = ""


def shown(text: str) -> str:
    """Give a cell as it may stand in a message: one line, and not too long."""
    text = plain(text)
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def _text(text: str, _: Setting) -> Made:
    return Made(text.replace("\r\n", "\n"))


def _date(text: str, setting: Setting) -> Made:
    found = _DATE.fullmatch(text)
    parts = (
        dict(zip(setting.format.dates.split("-"), (found[1], found[3], found[4]), strict=True))
        if found
        else {}
    )
    if not parts or len(parts["year"]) != 4:  # noqa: PLR2004 -- a year of two digits is a guess
        raise CellError(
            f"{shown(text)} is not a date written {setting.format.dates}, with a year of four digits"
        )
    try:
        day = date(*(int(parts[part]) for part in ("year", "month", "day")))
    except ValueError:
        raise CellError(f"{shown(text)} is a date that does not exist") from None
    time = found[5] if found else None
    late = bool(time) and not _MIDNIGHT.fullmatch(time or "")
    return Made(day.isoformat(), look="the time of day is left out; a record keeps the date" if late else "")


def _decimal(text: str, setting: Setting) -> Decimal:
    group, sign = setting.format.thousands, setting.format.decimal
    digits = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d+" if group else r"\d+"
    if not re.fullmatch(rf"[-+]?(?:{digits})(?:{re.escape(sign)}\d+)?", text, re.ASCII):
        example = f"1{group}234{sign}5"
        raise CellError(f"{shown(text)} is not a number written like {example}")
    plain_text = text.replace(group, "") if group else text
    try:
        return Decimal(plain_text.replace(sign, "."))
    except InvalidOperation:
        raise CellError(f"{shown(text)} is not a number") from None


def _tidy(value: Decimal) -> int | Decimal:
    """Drop zeros that say nothing: 12.0000 is 12, and 0.50 is 0.5."""
    if value == value.to_integral_value():
        return int(value)
    return value.normalize()


def _number(text: str, setting: Setting) -> Made:
    return Made(_tidy(_decimal(text, setting)))


def _integer(text: str, setting: Setting) -> Made:
    value = _tidy(_decimal(text, setting))
    if isinstance(value, Decimal):
        raise CellError(f"{shown(text)} is not a whole number")
    return Made(value)


def _money(text: str, setting: Setting) -> Made:
    value = _decimal(re.sub(r"^([-+]?)\s*[€$£]\s*", r"\1", text), setting)
    rounded = value.quantize(Decimal("0.01"))
    if rounded != value:
        raise CellError(f"{shown(text)} has more than two decimals, and money is never rounded on the way in")
    return Made(rounded)


def _percent(text: str, setting: Setting) -> Made:
    value = _decimal(text, setting)
    if not 0 <= value <= 1:
        raise CellError(f"{shown(text)} is not a fraction between 0 and 1")
    return Made(_tidy(value * 100))


def _country(text: str, _: Setting) -> Made:
    code = country_code(text)
    if code is None:
        raise CellError(f"{shown(text)} is not a country in English or Dutch, nor a code of two letters")
    return Made(code)


def _phone(text: str, setting: Setting) -> Made:
    from klantboek.exchange.phones import parse_phone  # noqa: PLC0415 -- the number plans are 2 MB

    parsed = parse_phone(text, setting.country)
    if parsed is None:
        where = f" in {setting.country}" if setting.country else ""
        return Made(
            text, {"kind": "landline"}, f"is not a telephone number that exists{where}; kept as it is written"
        )
    return Made(parsed.number, parsed.beside)


def _person_name(text: str, _: Setting) -> Made:
    return Made(split_name(text))


def _web(text: str, _: Setting) -> Made:
    """Read an address, also as Access writes it: text#address#place."""
    found = _HYPERLINK.fullmatch(text)
    label, url = (found[1].strip(), found[2].strip()) if found else ("", text)
    if "://" not in url and _HOST.fullmatch(url) and not _PAGE.search(url):
        url = f"https://{url}"
    if not re.match(r"https?://[^/]", url, re.IGNORECASE):
        return Made(text, look="is not a web address; kept as it is written")
    return Made(url, {"label": label} if label else {})


def _code(text: str, _: Setting) -> Made:
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    code = "-".join(re.findall(r"[a-z0-9]+", bare.lower()))
    if not code:
        raise CellError(f"{shown(text)} has no letters or digits to make a code of")
    return Made(code)


TRANSFORMS: dict[str, Callable[[str, Setting], Made]] = {
    "text": _text,
    "date": _date,
    "number": _number,
    "integer": _integer,
    "money": _money,
    "percent_from_fraction": _percent,
    "country": _country,
    "phone": _phone,
    "person_name": _person_name,
    "web": _web,
    "code": _code,
}
