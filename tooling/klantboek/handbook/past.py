"""What a relation's page leaves to a second one: of a long list with days everything but the newest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook import links, orders
from klantboek.handbook.cards import Drawing
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.markup import NOTHING, vouched
from klantboek.handbook.plans import PLANS
from klantboek.handbook.timeline import Elsewhere
from klantboek.shapes import shape_of

_KIND = "relation."
# The lists of which each item has an amount in its head.
_AMOUNTS = {"orders": orders.totals, "quotes": orders.quoted}
LISTS = tuple(
    path.removeprefix(_KIND)
    for path, plan in PLANS.items()
    if plan.is_newest_first and path.startswith(_KIND)
)


def long_lists(record: Record) -> list[str]:
    """Give the lists of which the page of a relation has the newest items only; one more than those fits too."""
    value = record.document.value
    return [name for name in LISTS if name in value and _is_long(name, value[name])]


def _is_long(name: str, values: Sequence[Any]) -> bool:
    return len(values) > PLANS[_KIND + name].shown + 1


def page_file(edition: Edition, record: Record) -> str:
    """Give the page of the past of a relation, beside its own; no record has one of this name."""
    name = f"{edition.page_of(record).removesuffix('.html')}~past"
    while edition.pages.has(f"{name}.html"):
        name += "~"
    return f"{name}.html"


def in_short(cells: Cells, record: Record, scope: Scope, name: str) -> Section:
    """Give the section of a list on the page of its relation: the newest items, and the way to the others."""
    drawing = _drawing(cells, record, scope, name)
    values = record.document.value[name]
    if not _is_long(name, values):
        return _section(cells, record, drawing, drawing.all(values))
    newest = drawing.some(values, drawing.order(values)[: drawing.plan.shown])
    more = cells.edition.words("past.all", count=len(values))
    way = f"<a href={_way(cells.edition, record)}#{name}>{more}</a>"
    return _section(cells, record, drawing, vouched(f"{newest}<p>{way}. {cells.word('past.older')}</p>"))


def in_full(cells: Cells, record: Record, scope: Scope) -> Iterator[Section]:
    """Give the sections of the long lists on the page of the past, with all their items."""
    for name in long_lists(record):
        drawing, values = _drawing(cells, record, scope, name), record.document.value[name]
        yield _section(cells, record, drawing, drawing.some(values, drawing.order(values)))


def elsewhere(cells: Cells, record: Record, scope: Scope) -> Mapping[str, Elsewhere]:
    """Give the items that stand on the page of the past alone."""
    found = {}
    for name in long_lists(record):
        values: list[dict[str, Any]] = record.document.value[name]
        drawing = _drawing(cells, record, scope, name)
        places = frozenset(drawing.order(values)[drawing.plan.shown :])
        found[name] = Elsewhere(_way(cells.edition, record), cells.label(drawing.shape), places)
    return found


def _drawing(cells: Cells, record: Record, scope: Scope, name: str) -> Drawing:
    make = _AMOUNTS.get(name)
    asides = make(cells, record) if make is not None else {}
    return Drawing(cells, shape_of("relation").properties[name], scope, asides)


def _section(cells: Cells, record: Record, drawing: Drawing, body: Markup) -> Section:
    name, values = drawing.shape.name, record.document.value[drawing.shape.name]
    intro, told = (
        (orders.by_year(cells, record), orders.counted(cells, values)) if name == "orders" else (NOTHING, "")
    )
    return Section(name, cells.label(drawing.shape), body, len(values), intro, told=told)


def _way(edition: Edition, record: Record) -> str:
    """Give the way from a relation's page to that of its past."""
    return links.href(page_file(edition, record).rpartition("/")[2])
