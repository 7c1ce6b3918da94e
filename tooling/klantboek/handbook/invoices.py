"""An invoice as one line: its number, when it falls due, what was paid and when somebody was reminded."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.handbook.markup import bits, joined, vouched

if TYPE_CHECKING:
    from klantboek.handbook.cells import Cells, Scope
    from klantboek.shapes import Shape

Item = Mapping[str, Any]
PATH = "relation.orders.invoices"
_TOLD = frozenset(["number", "date", "due", "amount", "payments", "reminders", "currency"])


def invoice(cells: "Cells", shape: "Shape", value: Item, scope: "Scope") -> Markup:
    """Give an invoice as a line, with everything that is written of it."""
    told = joined(", ", _told(cells, shape, value, scope))
    rest = cells.facts(shape, value, scope, _TOLD)
    return joined(" ", [told, bits(rest)]) if rest else told


def _told(cells: "Cells", shape: "Shape", value: Item, scope: "Scope") -> Iterator[Markup]:
    properties = shape.properties

    def cell(key: str, item: Item, of: "Mapping[str, Shape]") -> Markup:
        return cells.of(of[key])(item[key], scope)

    yield joined(" ", [cell(key, value, properties) for key in ("number", "amount") if key in value])
    if "date" in value:
        yield _named(cells, "date", cell("date", value, properties))
    if "due" in value:
        yield _named(cells, "due", cell("due", value, properties))
    for name, keys in (("payments", ("on", "amount")), ("reminders", ("on", "channel", "note"))):
        inner = properties[name].items
        for item in value.get(name, ()):
            of = inner.properties if inner is not None else {}
            shown = [
                cell(key, item, of)
                for key in keys
                if key in item and not (key == "amount" and item[key] == value.get("amount"))
            ]
            yield _named(cells, name, joined(" ", shown))


def _named(cells: "Cells", name: str, inside: Markup) -> Markup:
    return vouched(f"<i>{cells.word(f'invoice.{name}')}</i> {inside}")
