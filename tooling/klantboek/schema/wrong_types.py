"""Values of the wrong type: KB103."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from klantboek.schema.misfit import Misfit, described, shown

# What a type of JSON Schema is called in a sentence.
ASKED = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of keys",
    "null": "nothing",
}
_YES_NO = {"yes": "true", "ja": "true", "oui": "true", "no": "false", "nee": "false", "non": "false"}


def explain_type(error: Any) -> Misfit:
    """Say what was written, what is asked, and how to write it."""
    asked = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    if "number" in asked:
        asked = [one for one in asked if one != "integer"]
    wanted = " or ".join(ASKED.get(one, str(one)) for one in asked)
    value, advice = error.instance, _ADVICE.get(asked[0], _no_advice)
    if error.schema.get("format") == "date":
        wanted, advice = "a date", _for_date
    message = f"this is {written(value)}, but {wanted} is asked"
    doing = "Write a value, or remove the key." if value is None else advice(value)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    meant = shown(value) if advice is _for_text and is_number else ""
    return Misfit("KB103", tuple(error.absolute_path), message, described(error.schema, doing), meant=meant)


def written(value: Any) -> str:
    """Say what kind of value was written."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"a yes or no ({shown(value)})"
    if isinstance(value, int):
        return f"a whole number ({value})"
    if isinstance(value, Decimal):
        return f"a number ({shown(value)})"
    if isinstance(value, list):
        return "a list"
    return "a group of keys" if isinstance(value, dict) else "text"


def _for_text(value: Any) -> str:
    if isinstance(value, list | dict):
        return "Write one text."
    if isinstance(value, bool):
        return f'Put it in quotes if it is text: "{shown(value)}".'
    return f'Codes and numbers nobody adds up are text: put quotes around it, "{shown(value)}".'


def _for_date(_: Any) -> str:
    return "Write year, month and day: 2026-03-01."


def _for_number(value: Any) -> str:
    if isinstance(value, str):
        digits = value.strip().replace(" ", "").lstrip("€").replace(",", ".", 1)
        if digits.removeprefix("-").replace(".", "", 1).isdecimal():
            return f"Write it without quotes, with a point before the decimals: {digits}."
    if isinstance(value, Decimal):
        return "Write it without decimals."
    return "Write digits only, with a point before decimals, without unit or quotes."


def _for_boolean(value: Any) -> str:
    meant = _YES_NO.get(str(value).casefold())
    return f"Write {meant}." if meant else "Write true or false, without quotes."


def _for_list(value: Any) -> str:
    if isinstance(value, dict):
        return "Start it with a dash, as the first item of a list."
    return f"Put it in brackets: [{shown(value).strip(chr(34))}]."


def _for_object(value: Any) -> str:
    if isinstance(value, list):
        return "There is one of it: write its keys without dashes."
    return "Write its keys below it, each on a line of its own, indented."


def _no_advice(_: Any) -> str:
    return ""


_ADVICE: dict[str, Callable[[Any], str]] = {
    "string": _for_text,
    "integer": _for_number,
    "number": _for_number,
    "boolean": _for_boolean,
    "array": _for_list,
    "object": _for_object,
}
