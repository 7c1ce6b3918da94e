"""Amounts in minor units: cents of a euro, whole yen."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache


@cache
def digits(currency: str) -> int:
    """Give the number of decimals that a currency counts in: 2 for EUR, 0 for JPY, 3 for KWD."""
    from babel.numbers import get_currency_precision  # noqa: PLC0415 -- 0.1 s to import

    return get_currency_precision(currency)


def minor_units(amount: Decimal | int, currency: str) -> int:
    """Give an amount in minor units; a half is rounded away from zero where the currency has fewer decimals."""
    return int(Decimal(amount).scaleb(digits(currency)).quantize(Decimal(1), ROUND_HALF_UP))
