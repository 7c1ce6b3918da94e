"""What a plain, unquoted word means: JSON types only."""

import re
from datetime import date
from decimal import Decimal

from klantboek.yaml.limits import DIGITS

_WORDS: dict[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
# What YAML 1.2 reads as a number or a yes/no, and JSON does not; a postcode 1234E10 is the classic.
# Leading zeros and plus signs are not here: those are identifiers and telephone numbers, so text.
_AMBIGUOUS = re.compile(
    r"True|TRUE|False|FALSE|Null|NULL|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+|[-+]?(?:\.[0-9]+|[0-9]+\.)"
)
# What numbers and ambiguous words start with; all other words are text at a glance.
_FIRST = frozenset("+-.0123456789TFN")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A letter or digit first, no colon or hash where YAML gives it a meaning, no space at the end.
_SAFE = re.compile(r"[^\W_][^:#]*(?:(?::(?=[^\s?])|(?<=\S)#)[^:#]*)*(?<! )")
# What YAML 1.1 or 1.2 makes a number, a time, a yes/no or nothing at all; rather too wide than too narrow.
_RETYPED = re.compile(
    r"(?i:null|true|false|yes|no|on|off|y|n)"
    r"|[0-9][-+.:_0-9eoxa-fA-F]*(?:[ tT][-+.:0-9 zZ]*)?"
)  # fmt: skip

Scalar = str | int | Decimal | bool | None


class AmbiguousError(ValueError):
    """A plain word that means different things to different programs."""


def resolve(word: str) -> Scalar:
    """Give the value of a plain word: null, true, false, an integer, a decimal, or else the text itself.

    Raises AmbiguousError for what other YAML readers would make a number or a yes/no, and for numbers
    too long to be anything but identifiers. The number grammar is JSON's (RFC 8259), without exponent.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _FIRST:
        return word
    if (found := _NUMBER.fullmatch(word)) is not None:
        if len(word) - word.count("-") - word.count(".") > DIGITS:
            raise AmbiguousError(word)
        return Decimal(word) if found[1] else int(word)
    if _AMBIGUOUS.fullmatch(word):
        raise AmbiguousError(word)
    return word


def needs_quotes(word: str) -> bool:
    """Tell whether a text must be quoted so that every YAML 1.1 or 1.2 reader takes it as text.

    A date is left plain: it is one, and quotes around every date in a book would only be noise.
    """
    if _DATE.fullmatch(word):
        return not _exists(word)
    return not word.isprintable() or not _SAFE.fullmatch(word) or bool(_RETYPED.fullmatch(word))


def is_retyped(word: str) -> bool:
    """Tell whether a plain word that this house reads as text is something else to a YAML 1.1 or 1.2 reader."""
    if _DATE.fullmatch(word) and _exists(word):
        return False
    return word == "=" or bool(_RETYPED.fullmatch(word.lstrip("+-.")))


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
