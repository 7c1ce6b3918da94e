"""Numbers as JSON Schema counts them, exactly: decimals stay decimals, true is no number."""

from decimal import Decimal
from fractions import Fraction
from typing import Any


def exact(value: Any) -> Any:
    """Give the value with every float as the decimal that was written."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    return value


def is_number(value: object) -> bool:
    """Tell whether the value is a number that can be written down."""
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_integer(value: object) -> bool:
    """Tell whether the value is a whole number; 1.0 is one, as JSON Schema says, and true is not."""
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


def is_multiple(value: Any, unit: Any) -> bool:
    """Tell whether one number is a whole number of times the other."""
    return Fraction(value) % Fraction(unit) == 0


def comparable(value: Any) -> Any:
    """Give something hashable that is equal for values that JSON Schema holds equal: 1 and 1.0, not 1 and true."""
    if isinstance(value, dict):
        return "object", frozenset((key, comparable(item)) for key, item in value.items())
    if isinstance(value, list):
        return "array", tuple(map(comparable, value))
    return isinstance(value, bool), value
