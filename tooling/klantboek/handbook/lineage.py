"""Which fields of relations lead from a row of a figure back to the relations behind it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from klantboek.shapes import Shape, Type, shape_of

if TYPE_CHECKING:
    from klantboek.aggregates import Aggregate, Column

_ORDERS = "relation.orders."
_LINES = "relation.orders.lines.product"
_MONTH, _YEAR = len("2026-11"), len("2026")
# The columns in which the figures of orders tell what these fields say.
_TOLD = {
    f"{_ORDERS}date": "date",
    f"{_ORDERS}channel": "channel",
    f"{_ORDERS}discount_code": "discount_code",
    _LINES: "product",
}
# The day of an order as the name of the month or the year it is in.
TIMES = {"month": _MONTH, "year": _YEAR}


class Way(NamedTuple):
    """How the values of a key are found in relations.

    They stand in ``fields``, where ``length`` signs of them count (all when it is 0). With ``figure`` another figure
    tells them for each relation, with ``segments`` the segments do, and ``through`` is the property of a product
    that was bought.
    """

    fields: tuple[str, ...] = ()
    length: int = 0
    figure: str = ""
    segments: bool = False
    through: str = ""

    @property
    def ordered(self) -> str:
        """The column of the figures of orders that says what the fields do; "" where none does."""
        return _TOLD.get(self.fields[0], "") if len(self.fields) == 1 else ""


def keys(one: "Aggregate") -> "list[Column]":
    """Give the columns that name a row, the currency left out."""
    return [column for column in one.columns if column.name in one.key and column.name != "currency"]


def way(one: "Aggregate", column: "Column", figures: "Iterable[Aggregate]") -> Way | None:
    """Give how a key of a figure leads to relations; None when it says nothing of them."""
    if column.reference == "segment":
        return Way(segments=True)
    if column.choices or column.reference:
        told = next((other.name for other in figures if _tells(other, column)), "")
        if told:
            return Way(figure=told)
    fields = [field for field in one.fields if field.startswith("relation.")]
    if column.name in TIMES:
        return Way(_nearest(one, [field for field in fields if is_day(field)]), TIMES[column.name])
    if column.reference:
        direct = [field for field in fields if _reference(field) == column.reference]
        if direct:
            return Way(_of_orders(direct))
        through = [
            field
            for field in one.fields
            if field.startswith("product.") and _reference(field) == column.reference
        ]
        return Way((_LINES,), through=through[0]) if through else None
    alike = [
        field for field in fields if re.search(rf"[._]{re.escape(column.name)}$", field) and _is_text(field)
    ]
    return Way(_of_orders(alike)) if alike else None


def ways(one: "Aggregate", column: "Column", figures: "Iterable[Aggregate]") -> Iterator[str]:
    """Give the fields of relations that are read for a key of a figure; what figures of orders tell is not."""
    if column in keys(one) and not any(other.reference == "relation" for other in one.columns):
        found = way(one, column, figures)
        yield from found.fields if found is not None and not found.ordered else ()


def _tells(one: "Aggregate", column: "Column") -> bool:
    """Tell whether a figure has a row for each relation, and a column that says the same."""
    meant = column.name, column.reference, column.choices.keys()
    return one.key == ("relation",) and any(
        (other.name, other.reference, other.choices.keys()) == meant for other in one.columns
    )


def _of_orders(fields: list[str]) -> tuple[str, ...]:
    return tuple([one for one in fields if one.startswith(_ORDERS)] or fields)


def _nearest(one: "Aggregate", fields: list[str]) -> tuple[str, ...]:
    """Give the day that a figure is most likely about: of what it is named after, or else that of orders."""
    own = [field for field in fields if field.split(".")[1] in one.name]
    orders = [field for field in fields if field == f"{_ORDERS}date"]
    return tuple((own or orders or fields)[:1])


@cache
def _shape(field: str) -> Shape | None:
    kind, *steps = field.split(".")
    found: Shape | None = shape_of(kind)
    for step in steps:
        found = ((found.items or found).properties.get(step)) if found is not None else None
    return found


def _reference(field: str) -> str:
    shape = _shape(field)
    return (shape.reference or (shape.items.reference if shape.items else "")) if shape is not None else ""


def is_day(field: str) -> bool:
    """Tell whether a field holds a day."""
    shape = _shape(field)
    return shape is not None and shape.type is Type.DATE


def _is_text(field: str) -> bool:
    shape = _shape(field)
    return shape is not None and shape.type is Type.TEXT and not shape.reference
