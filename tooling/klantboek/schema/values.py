"""Values that are not on the list, wrongly written or beyond their limits: KB104, KB105, KB106 and KB108."""

from collections.abc import Callable
from typing import Any

from klantboek.errors import nearest
from klantboek.findings import Path
from klantboek.schema.exact import comparable
from klantboek.schema.formats import FORMATS
from klantboek.schema.misfit import Misfit, described, named, shown

# A list up to this long is shown whole.
_SHOWN_CHOICES = 12
# The patterns of our own schemas, in words.
_IN_WORDS = {
    "^R-[0-9]{5,9}$": "R- and five to nine digits, for example R-00042",
    "^[a-z0-9][a-z0-9-]{0,39}$": "at most 40 small letters, digits and hyphens, for example jan-berg",
    "^KB[0-9]{1,3}$": "the code of a rule, for example KB204, or its beginning",
}


def explain_choice(error: Any) -> Misfit:
    """Say that a value is not on the closed list, and which one was most likely meant."""
    choices = error.validator_value if error.validator == "enum" else [error.validator_value]
    texts = [choice for choice in choices if isinstance(choice, str)]
    near = nearest(error.instance, texts) if isinstance(error.instance, str) else None
    meant = f"Did you mean {near}?" if near else ""
    offered = f"Choose from: {', '.join(map(_plainly, choices))}." if len(choices) <= _SHOWN_CHOICES else ""
    message = f"{shown(error.instance)} is not one of the {len(choices)} values that are known here"
    if len(choices) == 1:
        message = f"{shown(error.instance)} stands where only {_plainly(choices[0])} can stand"
    advice = described(error.schema, meant, offered)
    return Misfit("KB104", tuple(error.absolute_path), message, advice, meant=near or "")


def _plainly(choice: Any) -> str:
    return choice if isinstance(choice, str) else shown(choice)


def explain_format(error: Any) -> Misfit:
    """Say what is wrong with the writing of a value, why that matters, and how it is written."""
    form = FORMATS[error.validator_value]
    code = "KB108" if form.name == "date" else "KB105"
    advice = f"{form.why} It is written like this: {form.example}."
    how = described(error.schema, advice)
    return Misfit(code, tuple(error.absolute_path), error.message, how, form=form.name)


def explain_limit(error: Any) -> Misfit:
    """Say which limit a value or a list goes beyond."""
    path, limit, value = tuple(error.absolute_path), error.validator_value, error.instance
    if error.validator == "uniqueItems":
        return _explain_twice(path, value)
    message, advice = _LIMITS[error.validator](value, limit)
    if "propertyNames" in error.schema_path:
        return Misfit("KB106", (*path, value), f"the key {shown(value)} is {message}", advice, key=True)
    return Misfit("KB106", path, f"{_subject(value, path)} is {message}", described(error.schema, advice))


def _subject(value: Any, path: Path) -> str:
    if isinstance(value, str):
        return "this text"
    if isinstance(value, list):
        return "this list"
    return named(path) if isinstance(value, dict) else shown(value)


def _pattern(_: Any, pattern: str) -> tuple[str, str]:
    words = _IN_WORDS.get(pattern)
    return "not written as it must be", f"Write {words}." if words else f"It must match the pattern {pattern}"


def _min_length(value: str, least: int) -> tuple[str, str]:
    if not value:
        return "empty", "Write a value, or remove the key."
    return f"{len(value)} characters, fewer than {least}", f"Write at least {least} characters."


def _max_length(value: str, most: int) -> tuple[str, str]:
    return f"{len(value):,} characters, more than {most:,}", "Shorten it; a longer story goes in notes."


def _min_items(value: list[Any], least: int) -> tuple[str, str]:
    if not value:
        return "empty", "Name at least one, or remove the key."
    return f"{len(value)} long, shorter than {least}", f"Name at least {least}."


def _max_items(value: list[Any], most: int) -> tuple[str, str]:
    return f"{len(value)} long, longer than {most}", f"Keep at most {most}."


def _min_properties(value: dict[str, Any], least: int) -> tuple[str, str]:
    return f"a group of {len(value)} keys, fewer than {least}", f"Add keys until there are {least}."


def _max_properties(value: dict[str, Any], most: int) -> tuple[str, str]:
    return f"a group of {len(value)} keys, more than {most}", f"Keep at most {most}."


def _multiple(_: Any, unit: Any) -> tuple[str, str]:
    if str(unit) == "0.01":
        return "more precise than a cent", "Write an amount with at most two decimals."
    return f"not a multiple of {shown(unit)}", f"Write a multiple of {shown(unit)}."


_LIMITS: dict[str, Callable[[Any, Any], tuple[str, str]]] = {
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minItems": _min_items,
    "maxItems": _max_items,
    "minProperties": _min_properties,
    "maxProperties": _max_properties,
    "multipleOf": _multiple,
    "minimum": lambda _, least: (f"less than {shown(least)}", f"Write {shown(least)} or more."),
    "maximum": lambda _, most: (f"more than {shown(most)}", f"Write {shown(most)} or less."),
    "exclusiveMinimum": lambda _, least: (
        f"not more than {shown(least)}",
        f"Write more than {shown(least)}.",
    ),
    "exclusiveMaximum": lambda _, most: (f"not less than {shown(most)}", f"Write less than {shown(most)}."),
}
LIMITS = frozenset({*_LIMITS, "uniqueItems"})


def _explain_twice(path: Path, items: list[Any]) -> Misfit:
    marked = [comparable(item) for item in items]
    again = next(number for number, item in enumerate(marked) if item in marked[:number])
    first = marked.index(marked[again])
    message = f"{shown(items[again])} stands in this list for the second time"
    return Misfit(
        "KB106", (*path, again), message, "Keep one.", second=(*path, first), second_label="first here"
    )
