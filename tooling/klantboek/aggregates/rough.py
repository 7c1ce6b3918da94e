"""How the numbers of a figure stand on the page of a relation: rounded, or not at all where they place it among all others.

Such a number is another in its last digits with every order in the book, and with it every page that shows it. A
column says by ``relation_page`` how far it is told there; the page of the figure, its files and queries have it whole.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from klantboek.tables.database import quoted

if TYPE_CHECKING:
    from klantboek.aggregates.aggregate import Column
    from klantboek.aggregates.compute import Result, Row


def whole(number: Decimal) -> Decimal:
    """Give the nearest whole number, of two the one further from nought."""
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def tenths(number: Decimal) -> Decimal:
    """Give the nearest number with one decimal, of two the one further from nought."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def rough(amount: int) -> int:
    """Give an amount in minor units to about two digits: 2,550 or 3,600; it is off by a fortieth at most."""
    positive = abs(amount)
    size: int = 10 ** (len(str(positive)) - 1)
    step = max(size // (20 if positive < 3 * size else 10), 1)
    near = (positive + step // 2) // step * step
    return near if amount >= 0 else -near


def _rough(name: str) -> str:
    size = f"CAST(power(10, length(CAST(abs({name}) AS VARCHAR)) - 1) AS BIGINT)"
    step = f"greatest({size} // CASE WHEN abs({name}) < 3 * {size} THEN 20 ELSE 10 END, 1)"
    return f"sign({name}) * ((abs({name}) + {step} // 2) // {step} * {step})"


# What ``relation_page`` may say, with how it is done in SQL and in Python.
WAYS: Mapping[str, tuple[Callable[[str], str], Callable[[Any], Any]]] = {
    "never": (lambda _: "NULL", lambda _: None),
    "whole": (lambda name: f"round({name})", whole),
    "tenths": (lambda name: f"round({name}, 1)", tenths),
    "rough": (_rough, rough),
}


def expression(column: "Column") -> str:
    """Give what stands for a column on the page of a relation, in SQL."""
    name = quoted(column.name)
    return WAYS[column.relation_page][0](name) if column.relation_page else name


def teller(columns: "Sequence[Column]") -> "Callable[[Row], Row]":
    """Give what tells a row of some columns as it stands on the page of a relation."""
    ways = [(place, WAYS[one.relation_page][1]) for place, one in enumerate(columns) if one.relation_page]

    def tell(row: "Row") -> "Row":
        values = list(row)
        for place, way in ways:
            values[place] = None if values[place] is None else way(values[place])
        return tuple(values)

    return tell if ways else lambda row: row


def told_on_page(result: "Result", rows: "Sequence[Row]") -> "Sequence[Row]":
    """Give rows of a figure as they are told on the page of a relation."""
    return [*map(teller(result.columns), rows)]
