"""An invoice as one line: its number, when it falls due, what was paid and when somebody was reminded."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.handbook.markup import vouched
from klantboek.handbook.telling import INSIDE

if TYPE_CHECKING:
    from klantboek.handbook.cells import Cell, Cells, Scope
    from klantboek.shapes import Shape

Item = Mapping[str, Any]
PATH = "relation.orders.invoices"
_TOLD = frozenset(["number", "date", "due", "amount", "payments", "reminders", "currency"])


def teller(cells: "Cells", shape: "Shape") -> "Cell":
    """Give the function that writes an invoice as a line, with everything that is written of it."""
    properties = shape.properties
    of = {key: cells.of(properties[key]) for key in ("number", "amount", "date", "due")}
    named = {
        name: f"<i>{cells.word(f'invoice.{name}')}</i> " for name in ("date", "due", "payments", "reminders")
    }
    lists = []
    for name, keys in (("payments", ("on", "amount")), ("reminders", ("on", "channel", "note"))):
        inner = properties[name].items
        known = inner.properties if inner is not None else {}
        lists.append((name, [(key, cells.of(known[key])) for key in keys if key in known]))
    rest = cells.teller(shape, _TOLD, INSIDE)

    def tell(value: Item, scope: "Scope") -> Markup:
        whole = value.get("amount")
        found = [" ".join([of[key](value[key], scope) for key in ("number", "amount") if key in value])]
        found += [f"{named[key]}{of[key](value[key], scope)}" for key in ("date", "due") if key in value]
        for name, keys in lists:
            for item in value.get(name, ()):
                # A payment of the whole amount need not say so.
                shown = [
                    cell(item[key], scope)
                    for key, cell in keys
                    if key in item and (key != "amount" or item[key] != whole)
                ]
                found.append(f"{named[name]}{' '.join(shown)}")
        other = rest(value, scope)
        return vouched(f"{', '.join(found)} {other}" if other else ", ".join(found))

    return tell
