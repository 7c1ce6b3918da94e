r"""The quick way in: the values of a text in which nothing unusual stands, without their places.

A fast YAML binding reads it. It only ever sees text of which every line has one of a few ordinary forms, in
which all YAML readers agree; anything else is left to the reader, which also says what is wrong.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

Place = tuple[Any, Any]
# Far below the size at which a file is refused for the number of its values.
_LARGEST = 100_000
# Letters of the Latin alphabets and the signs of ordinary writing, without colon and hash.
_LETTER = r"A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{24F}\x{1E00}-\x{1EFF}"
_OTHER = r"\x{A1}-\x{AC}\x{AE}-\x{BF}\x{D7}\x{F7}\x{2010}-\x{2015}\x{2018}-\x{201F}\x{2022}\x{2026}\x{20AC}"
_SIGN = rf"[!-\"$-9;-~{_LETTER}{_OTHER}]"
# Inside a word a colon or a hash means nothing when a sign follows and no space goes before.
_INSIDE = rf"(?:{_SIGN}|[:#]{_SIGN})"
_PLAIN = rf"[/{_LETTER}]{_INSIDE}*(?: +{_SIGN}{_INSIDE}*)*"
_KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
_NUMBER = r"-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,4})?"
# Days that every month has, and the last ones of the months that have them.
_DAY = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_LEAP = r"[1-9][0-9](?:0[48]|[2468][048]|[13579][26])-02-29"
_DATE = rf"(?:[1-9][0-9]{{3}}-{_DAY}|{_LEAP})"
# Text that starts with digits, such as a postcode or 54M6, and is no number or time in any reader: no 12e4, no
# 0x1, no 1a2 (hexadecimal to some), nothing with a T or a Z where times have them.
_CODE = "[1-9][0-9]*[Ee]?[G-SU-WYg-np-su-wy]"
_DIGITS_FIRST = rf"(?:[0-9]+ +[Zz]?[A-Ya-y]|{_CODE}){_INSIDE}*(?: +{_SIGN}{_INSIDE}*)*"
_IN_QUOTES = rf"[ !$-&(-9;-\[\]-~:#{_LETTER}{_OTHER}]"  # no quotes and no backslash
_QUOTED = rf"\"(?:{_IN_QUOTES}|'|\\[\"\\])*\"|'(?:{_IN_QUOTES}|\"|'')*'"
_IN_LIST = rf"[{_LETTER}{_OTHER}0-9._/@&+();?!%='-]"
_ITEM = rf"(?:{_NUMBER}|{_DATE}|{_QUOTED}|{_CODE}[A-Za-z0-9]*|(?:[0-9]+ [Zz]?[A-Ya-y]|[{_LETTER}])(?:(?:{_IN_LIST}| )*{_IN_LIST})?)"
# Each value stands between brackets or commas; whether brackets match is for the binding to see.
_ENTRY = rf"(?:{_KEY}: )?(?:[\[{{](?:{_KEY}: )?)*(?:{_ITEM})?[\]}}]*"
_FLOW = rf"[\[{{]{_ENTRY}(?:, {_ENTRY})*[\]}}]"
_VALUE = rf"(?:{_NUMBER}|{_DATE}|{_DIGITS_FIRST}|{_QUOTED}|{_FLOW}|{_PLAIN})"
# With a list at each level this stays above the depth that is refused.
_INDENT = " {0,24}"
_TEXT = rf"[|>]-?\n(?:(?: {{1,30}}{_PLAIN})?\n)*(?: {{1,30}}{_PLAIN}\n)"
_LINE = (
    rf"(?:{_INDENT}(?:- )?{_KEY}:(?: {_VALUE}\n|\n| {_TEXT})|{_INDENT}- {_VALUE}\n"
    rf"|{_INDENT}#(?:{_IN_QUOTES}|[\"'\\])*\n|\n)"
)
# Words that are text to some readers only, keys that are no text to others, a year that not every calendar has,
# and more brackets than the depth that is refused.
_BEFORE, _AFTER = r"(?:[-:,] |[\[{])", r"(?:[\n,\]}])"
_ODD = "|".join(
    (
        rf"{_BEFORE}(?:(?i:yes|no|on|off|y|n)|T(?:rue|RUE)|F(?:alse|ALSE)|N(?:ull|ULL)){_AFTER}",
        r"(?:[\n {]|- )(?:(?i:yes|no|off|y|n|true|false|null)|O[nN]|oN):",
        r"[\"']0000-",
        r"(?:[^\n\[{]*[\[{]){30}",
    )
)


@cache
def _tools() -> tuple[Any, Any, Any] | None:
    """Give the whole form, the exceptions and the binding; None where they are not installed."""
    try:
        import re2  # noqa: PLC0415 -- libraries that take a moment to import
        import yaml_rs  # noqa: PLC0415
    except ImportError:
        return None
    options = re2.Options()
    # Where it needs more memory than it has, it finds nothing, and the reader is asked.
    options.log_errors = False
    return re2.compile(f"(?:{_LINE})*", options), re2.compile(_ODD, options), yaml_rs.loads


def quick_value(text: str) -> Any:
    """Give the value of a text of ordinary lines, with floats for decimals; None for all other texts."""
    tools = _tools()
    if tools is None or len(text) > _LARGEST:
        return None
    whole, retyped, loads = tools
    try:
        # In a text the library would count the letters up to what it finds.
        encoded = text.encode()
        if whole.fullmatch(encoded) is None or retyped.search(b"\n" + encoded) is not None:
            return None
        return loads(text, parse_datetime=False)
    except ValueError:
        return None


def exact(value: Any) -> Any:
    """Put decimals in place of floats, in the value itself; then it equals what ``read`` gives."""
    found: list[Place] = []
    find_floats(value, found)
    put_decimals(found)
    return value


def find_floats(value: Any, found: list[Place]) -> None:
    """Find where floats stand in a value: the groups and lists that hold them, each with the key."""
    inside = value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()
    for key, item in inside:
        kind = type(item)
        # Nearly all are.
        if kind is str:
            continue
        if kind is dict or kind is list:
            find_floats(item, found)
        elif kind is float:
            found.append((value, key))


def put_decimals(places: Iterable[Place]) -> None:
    """Put decimals in place of the floats there; fifteen digits and fewer pass through a float unchanged."""
    for inside, key in places:
        number: float = inside[key]
        # A nought may have a sign, and equals one without.
        inside[key] = _decimal(number) if number else Decimal(repr(number))


# The same prices stand in many records.
@lru_cache(2**12)
def _decimal(number: float) -> Decimal:
    return Decimal(repr(number))
