"""Parts of a page made from shapes: facts, tables and cards that leave nothing out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, bits, joined, named, pairs, table_row
from klantboek.shapes import Shape, Type, shape_of

_WIDEST = 7
_RIGHT = {Type.MONEY, Type.INTEGER, Type.NUMBER}
# Where a fact was checked and came from: worth a line below, never a column.
_BELOW = frozenset({"verified", "collected"})
_SHOWN = 5
# A group with no more than this much written fits on a line; names and addresses have a layout of their own.
_ONE_LINE = 3
_LAID_OUT = {"postcode", "surname", "nl", "on"}


class Table(NamedTuple):
    """Columns as (label, class), and the rows below them."""

    columns: list[tuple[Markup, str]]
    rows: Markup


class Card(NamedTuple):
    """One item of a list that holds too much for a row."""

    anchor: str
    title: Markup
    badges: list[Markup]
    aside: Markup
    texts: list[Markup]
    facts: Markup
    minor: Markup
    tables: list[tuple[Markup, Table]]
    is_over: bool


class Section(NamedTuple):
    """A part of a page; ``kind`` says what ``body`` is: facts, table, cards, markup."""

    anchor: str
    title: Markup | str
    kind: str
    body: Any
    size: int = 0
    intro: Markup = NOTHING
    shown: int = _SHOWN


@dataclass(frozen=True)
class CardPlan:
    """Which properties of an item stand in the head of its card, which are its text, and which come first.

    ``last`` stands small at the end. In the card of a person lists are facts too, and it says so when they
    left; elsewhere each list is a table of its own.
    """

    title: tuple[str, ...]
    badges: tuple[str, ...] = ()
    aside: str = ""
    text: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    is_person: bool = False
    is_newest_first: bool = False
    shown: int = _SHOWN


PLANS: Mapping[str, CardPlan] = {
    "relation.contacts": CardPlan(
        ("name", "person"), ("preferred", "decision_roles"), "function", first=("phones", "emails", "department"),
        last=("id", "salutation", "language", "from"), is_person=True,
    ),
    "relation.orders": CardPlan(
        ("date", "number"), ("status",), first=("channel", "contact", "origin"),
        last=("requested_on", "delivered_on", "freight", "total", "delivery_address"), is_newest_first=True, shown=3,
    ),
    "relation.quotes": CardPlan(("date", "number"), ("status",), first=("contact", "valid_until"), is_newest_first=True),
    "relation.contracts": CardPlan(("title",), ("kind",), "price", first=("per", "from", "until")),
    "relation.subscriptions": CardPlan(("product",), (), "price", first=("per", "from", "until")),
    "relation.interactions": CardPlan(
        ("on", "subject"), ("state",), "kind", ("summary",), ("contacts", "staff", "channel"),
        last=("time", "form", "direction"), is_newest_first=True,
    ),
    "relation.complaints": CardPlan(
        ("on", "nature"), ("status",), "number", ("description",), ("product", "owner", "contact", "channel"),
        is_newest_first=True,
    ),
    "relation.projects": CardPlan(("name",), ("status",), "code", ("description",)),
    "relation.configurations": CardPlan(("name",), (), "on"),
    "relation.survey_answers": CardPlan(("on", "survey"), (), "score", ("why",), is_newest_first=True),
    "relation.web_visits": CardPlan(("on",), is_newest_first=True),
    "relation.notes": CardPlan(("on",), (), "by", ("text",), is_newest_first=True),
}  # fmt: skip
_DOT = ' <span class="dot">·</span> '


def items_of(name: str) -> Shape:
    """Give the shape of the items of a list of a relation."""
    found = shape_of("relation").properties[name].items
    if found is None:
        raise ValueError(f"{name} is no list")
    return found


def table(
    cells: Cells, items: Shape, values: Sequence[Mapping[str, Any]], scope: Scope, name: str = ""
) -> Table:
    """Give a table with a column for what is written most; the rest of an item stands below its row."""
    columns = _columns(items, values)
    made = [(sub.name, cells.of(sub)) for sub in columns]
    kinds = ["n" if sub.type in _RIGHT else "" for sub in columns]
    used = frozenset(key for key, _ in made)
    rows = []
    for number, value in enumerate(values):
        own = scope._replace(currency=value["currency"]) if "currency" in value else scope
        row = [cell(value[key], own) if key in value else NOTHING for key, cell in made]
        rest = bits(cells.facts(items, value, scope, used)) if value.keys() - used else NOTHING
        if name and row:
            row[0] = named(anchor(name, number), row[0])
        rows.append(table_row(row, kinds, rest))
    return Table(list(zip(map(cells.label, columns), kinds, strict=True)), joined("", rows))


def _columns(items: Shape, values: Sequence[Mapping[str, Any]]) -> list[Shape]:
    """Choose the columns: flat properties, those that are written most often, in the order of the schema."""
    counts = {
        name: sum(name in value for value in values)
        for name, shape in items.properties.items()
        if name not in _BELOW and _is_flat(shape)
    }
    kept = sorted((name for name, count in counts.items() if count), key=lambda name: -counts[name])[:_WIDEST]
    return [shape for name, shape in items.properties.items() if name in kept]


def _is_flat(shape: Shape) -> bool:
    if shape.type is Type.LIST and shape.items is not None:
        return _is_flat(shape.items)
    return shape.type not in {Type.OBJECT, Type.OPEN} and shape.name != "currency"


def card(cells: Cells, items: Shape, value: Mapping[str, Any], scope: Scope, plan: CardPlan) -> Card:
    """Give one item as a card: its head by plan, lists of items as tables, everything else as facts."""
    inner = scope._replace(currency=value["currency"]) if "currency" in value else scope
    head = {*plan.title, *plan.badges, plan.aside, *plan.text} - {
        key for key in plan.badges if value.get(key) is False
    }
    listed = {} if plan.is_person else _lists(items, value, head)
    last = {
        key: value[key] for key in items.properties if key in value and (key in _BELOW or key in plan.last)
    }

    def written(keys: Iterable[str]) -> list[Markup]:
        # A yes speaks for itself under the name of what is so; a no stays among the facts.
        return [
            cells.label(items.properties[key])
            if value[key] is True
            else cells.of(items.properties[key])(value[key], inner)
            for key in keys
            if key in value and key in head
        ]

    return Card(
        "",
        joined(_DOT, written(plan.title)) or cells.label(items),
        written(plan.badges),
        joined(_DOT, written([plan.aside])),
        written(plan.text),
        pairs(cells.facts(items, value, scope, frozenset(head | listed.keys() | last.keys()), plan.first)),
        pairs(cells.facts(items, last, inner, frozenset(head | listed.keys()))),
        [
            (cells.label(items.properties[key]), table(cells, sub, value[key], inner))
            for key, sub in listed.items()
        ],
        plan.is_person and is_over(cells, value),
    )


def is_over(cells: Cells, value: Mapping[str, Any]) -> bool:
    """Tell whether something held until a day before today."""
    until: str = value.get("until", "9999")
    return until < cells.edition.book.as_of.isoformat()


def _lists(items: Shape, value: Mapping[str, Any], head: set[str]) -> dict[str, Shape]:
    """Give the lists of items that are written, by name."""
    return {
        key: sub.items
        for key, sub in items.properties.items()
        if value.get(key) and key not in head and sub.items is not None and sub.items.type is Type.OBJECT
    }


def section(
    cells: Cells, shape: Shape, value: Any, scope: Scope, asides: Mapping[int, Markup] | None = None
) -> Section:
    """Give a property of a record as a section: cards where there is a plan, a table or facts elsewhere.

    ``asides`` has what stands at the end of the head of a card, by the position of its item.
    """
    name, title = shape.name, cells.label(shape)
    if shape.items is None or shape.items.type is not Type.OBJECT:
        if shape.type is Type.OBJECT and "postcode" not in shape.properties:
            return Section(name, title, "group", list(_group(cells, shape, value, scope, NOTHING)))
        return Section(name, title, "facts", pairs([(NOTHING, cells.of(shape)(value, scope))]))
    plan = PLANS.get(shape.path)
    if plan is None:
        return Section(name, title, "table", table(cells, shape.items, value, scope, name), len(value))
    cards = [card(cells, shape.items, item, scope, plan) for item in value]
    ends = asides or {}
    cards = [
        one._replace(anchor=anchor(name, number), aside=ends.get(number, one.aside))
        for number, one in enumerate(cards)
    ]
    if plan.is_newest_first:
        cards = [cards[number] for number in _by_date(shape.items, value)]
    # Who left stays on the page, below those who can be called.
    cards.sort(key=lambda one: one.is_over)
    return Section(name, title, "cards", cards, len(value), shown=plan.shown)


def _group(
    cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope, heading: Markup
) -> Iterator[tuple[Markup, Markup, Table | None]]:
    """Give a group in parts, each under its heading: its facts, a table for each list, and the groups in it."""
    inner = scope._replace(currency=value["currency"]) if "currency" in value else scope
    lists = _lists(shape, value, set())
    groups = {
        key: sub
        for key, sub in shape.properties.items()
        if sub.type is Type.OBJECT
        and len(value.get(key, ())) > _ONE_LINE
        and not sub.properties.keys() & _LAID_OUT
    }
    facts = cells.facts(shape, value, scope, frozenset([*lists, *groups]))
    if facts:
        yield heading, pairs(facts), None
    for key, items in lists.items():
        yield cells.label(shape.properties[key]), NOTHING, table(cells, items, value[key], inner)
    for key, sub in groups.items():
        yield from _group(cells, sub, value[key], inner, cells.label(sub))


def _by_date(items: Shape, values: Sequence[Mapping[str, Any]]) -> list[int]:
    key = next((name for name, sub in items.properties.items() if sub.type is Type.DATE), "")
    return sorted(range(len(values)), key=lambda number: (values[number].get(key, ""), number), reverse=True)
