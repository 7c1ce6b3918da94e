"""What a validator refuses, in words: each cause once, where it stands, with what to do."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from klantboek.schema.choices import explain_any, explain_if, explain_together
from klantboek.schema.formats.contact import phone_of
from klantboek.schema.forms import Meant, explain_contents, explain_excluded
from klantboek.schema.keys import Scene, Unknown, explain_missing, explain_unknown, unknown_keys
from klantboek.schema.misfit import Misfit, named
from klantboek.schema.values import LIMITS, explain_choice, explain_format, explain_limit
from klantboek.schema.wrong_types import explain_type

if TYPE_CHECKING:
    from klantboek.findings import Path

_COUNTRY = re.compile("[A-Z]{2}")
_OF_KEYS = frozenset({"additionalProperties", "required", "if", "anyOf", "oneOf", "dependentRequired"})


def explain(errors: Iterable[Any], kind: str, schema: Any, value: Any) -> list[Misfit]:
    """Give every cause behind the errors of a validator, in the order of the schema."""
    found = list(errors)
    unknown: dict[Path, list[Unknown]] = {}
    for error in found:
        if error.validator == "additionalProperties" and error.validator_value is False:
            unknown.setdefault(tuple(error.absolute_path), []).extend(unknown_keys(error, schema, value))
    broken = frozenset(tuple(error.absolute_path) for error in found if error.validator not in _OF_KEYS)
    scene = Scene(kind, schema, value, unknown, broken)
    return _once([(misfit, word) for error in found for misfit, word in _explained(error, scene)])


def _explained(error: Any, scene: Scene) -> Iterator[tuple[Misfit, str]]:
    """Give what one error says, with the word of the schema behind it."""
    for one in _explain(error, scene):
        if isinstance(one, Misfit):
            yield one, str(error.validator)
        elif isinstance(one, Meant):
            read_as = f"Read as {one.words}." if one.words else ""
            for misfit, word in (found for inner in one.errors for found in _explained(inner, scene)):
                yield replace(misfit, help=" ".join(filter(None, (misfit.help, read_as)))), word
        else:
            yield from _explained(one, scene)


def _explain(error: Any, scene: Scene) -> Iterator[Any]:
    word = error.validator
    if word == "if":
        yield from explain_if(error, scene)
    elif word in ("anyOf", "oneOf"):
        yield from explain_any(error, scene)
    elif word == "dependentRequired":
        yield from explain_together(error, scene)
    elif word == "required":
        yield from explain_missing(error, scene)
    elif word == "additionalProperties":
        known = scene.unknown.get(tuple(error.absolute_path)) or unknown_keys(
            error, scene.schema, scene.value
        )
        yield from (explain_unknown(one, scene.kind) for one in known)
    else:
        yield _explain_value(error, scene)


def _explain_value(error: Any, scene: Scene) -> Misfit:
    word = error.validator
    if word == "type":
        return explain_type(error)
    if word in ("enum", "const"):
        return explain_choice(error)
    if word == "format":
        return _read_at_home(explain_format(error), error.instance, scene.value)
    if word in LIMITS:
        return explain_limit(error)
    path = tuple(error.absolute_path)
    if word == "properties":
        return Misfit(
            "KB107", path, f"{named(path[:-1], scene.kind)} can't have `{path[-1]}`", "Remove it.", key=True
        )
    if word == "not":
        return explain_excluded(error, scene.kind)
    if word in ("items", "contains", "minContains", "maxContains"):
        return explain_contents(error)
    what = f"is not what the schema asks ({word})" if word else "stands where the schema allows nothing"
    return Misfit("KB107", path, f"{named(path, scene.kind)} {what}")


def _read_at_home(misfit: Misfit, text: str, value: Any) -> Misfit:
    """Read a telephone number in the countries of the addresses that stand with it."""
    if misfit.form != "phone" or not isinstance(value, dict):
        return misfit
    addresses = value.get("addresses")
    found = (
        [one.get("country") for one in addresses if isinstance(one, dict)]
        if isinstance(addresses, list)
        else []
    )
    countries = tuple(dict.fromkeys(one for one in found if isinstance(one, str) and _COUNTRY.fullmatch(one)))
    return replace(misfit, message=phone_of(text, countries) or misfit.message)


# One value can be refused for several reasons with one cause: the first of these is told. What a format
# says about a value tells more than that it doesn't match a pattern; a text that is too long is not read.
_ORDER = ("type", "enum", "const", "maxLength", "minLength", "format")
_OF_ONE_VALUE = frozenset({"KB103", "KB104", "KB105", "KB106", "KB108"})


def _once(found: list[tuple[Misfit, str]]) -> list[Misfit]:
    best: dict[tuple[Path, bool], str] = {}
    for misfit, word in found:
        at = (misfit.path, misfit.key)
        if misfit.code in _OF_ONE_VALUE and (at not in best or _rank(word) < _rank(best[at])):
            best[at] = word
    kept = [
        misfit
        for misfit, word in found
        if misfit.code not in _OF_ONE_VALUE or best[misfit.path, misfit.key] == word
    ]
    # What stands below a key that has no place there would be looked at as something it is not.
    barred = {misfit.path for misfit in kept if misfit.code == "KB107" and misfit.key}
    return [
        misfit
        for misfit in dict.fromkeys(kept)
        if not any(misfit.path[:length] in barred for length in range(1, len(misfit.path)))
    ]


def _rank(word: str) -> int:
    return _ORDER.index(word) if word in _ORDER else len(_ORDER)
