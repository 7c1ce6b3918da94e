"""The swift gate: the house's schemas as a compiled validator, which may only say that a record is fine."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from typing import Any

from klantboek.schema import formats
from klantboek.schema.whole import whole

# The library checks days of the calendar itself, and quicker. It knows a year 0, which no calendar of ours has,
# so only years from 1000 to 2999 are let through here.
_ITS_OWN = frozenset({"date"})
_USUAL_YEAR = {"pattern": "^[12]"}


def fits_swiftly(kind: str, value: Any) -> bool:
    """Tell whether nothing is wrong with a value of JSON's types; False means that ``check`` has to say.

    Decimals must be floats here, of fifteen digits at most.
    """
    return _gate(kind)(value)


@cache
def _gate(kind: str) -> Callable[[Any], bool]:
    return swift_gate(whole(kind))


def swift_gate(schema: Any) -> Callable[[Any], bool]:
    """Compile a whole schema (without references); it never says that a value fits which doesn't."""
    try:
        from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 -- takes a moment to import
    except ImportError:
        return lambda _: False
    checks: dict[str, Callable[..., bool]] = {
        name: partial(_is_written_well, found.check)
        for name, found in formats.FORMATS.items()
        if name not in _ITS_OWN
    }
    validator = Draft202012Validator(_as_compiled(schema), formats=checks, validate_formats=True)
    found: Callable[[Any], bool] = validator.is_valid
    return found


def _is_written_well(check: Callable[[str], str | None], text: str) -> bool:
    return check(text) is None


def _as_compiled(value: Any) -> Any:
    if isinstance(value, dict):
        made = {key: _as_compiled(item) for key, item in value.items()}
        return {"allOf": [made, _USUAL_YEAR]} if value.get("format") == "date" else made
    if isinstance(value, list):
        return [_as_compiled(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
