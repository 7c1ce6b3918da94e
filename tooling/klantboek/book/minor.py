"""Amounts in minor units: cents of a euro, whole yen."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

# Two decimals, without asking the table: most books need nothing else.
_CENTS = frozenset({"EUR", "USD", "GBP", "CHF"})
_ONE = Decimal(1)


@cache
def digits(currency: str) -> int:
    """Give the number of decimals that a currency counts in: 2 for EUR, 0 for JPY, 3 for KWD."""
    if currency in _CENTS:
        return 2
    from babel.numbers import get_currency_precision  # noqa: PLC0415 -- 0.1 s to import

    return get_currency_precision(currency)


def minor_units(amount: Decimal | int, currency: str) -> int:
    """Give an amount in minor units; a half is rounded away from zero where the currency has fewer decimals."""
    if isinstance(amount, int):
        return int(amount * 10 ** digits(currency))
    return int(amount.scaleb(digits(currency)).quantize(_ONE, ROUND_HALF_UP))


def major_units(minor: int, currency: str) -> Decimal:
    """Give an amount in minor units as euros, yen or dinars."""
    return Decimal(minor).scaleb(-digits(currency))


def printed(minor: int, currency: str) -> str:
    """Give an amount in minor units as a record writes it: ``1063.26``."""
    return f"{major_units(minor, currency):.{digits(currency)}f}"
