"""Items that hold too much for a row: as cards, or as the parts of a ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from markupsafe import Markup

from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.grid import BELOW, Columns, Item, columns, framed, table, within
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, Fact, badge, flow, folded, joined, run, span_of, vouched
from klantboek.handbook.plans import Plan
from klantboek.shapes import Shape, Type

_DOT = " · "
_BADGE = '<span class="badge'


def is_over(cells: Cells, value: Item) -> bool:
    """Tell whether something held until a day before today."""
    until: str = value.get("until", "9999")
    return until < cells.edition.book.as_of.isoformat()


def items_of(shape: Shape) -> Shape:
    """Give the shape of the items of a list."""
    if shape.items is None:
        raise ValueError(f"{shape.path} is no list")
    return shape.items


def lists_of(items: Shape, value: Item) -> dict[str, Shape]:
    """Give the shapes of the items of the lists that are written, by the name of the list."""
    return {key: sub for key, sub in _lists(items).items() if value.get(key)}


@cache
def _lists(items: Shape) -> dict[str, Shape]:
    return {
        key: sub.items
        for key, sub in items.properties.items()
        if sub.items is not None and sub.items.type is Type.OBJECT
    }


@dataclass(frozen=True)
class Drawing:
    """A list of items drawn by a plan.

    ``asides`` replaces what stands at the end of a head, by position; ``more`` has what the rest of the record
    says of an item.
    """

    cells: Cells
    shape: Shape
    scope: Scope
    plan: Plan
    asides: Mapping[int, Markup]
    more: Mapping[int, Sequence[Fact]] = field(default_factory=dict)

    @cached_property
    def items(self) -> Shape:
        """The shape of an item."""
        return items_of(self.shape)

    def cards(self, values: Sequence[Item]) -> Markup:
        """Give the items as cards."""
        made = [self._card(values[number], number) for number in self.order(values)]
        return self._shown(made, lambda some: vouched(f'<div class="cards">{"".join(some)}</div>'))

    def ledger(self, values: Sequence[Item], places: Sequence[int] | None = None) -> Markup:
        """Give the items as one table: each has a line of its own, its rows, and the rest below them.

        With ``places`` those items stand in it, in that order and none folded.
        """
        shown = self.order(values) if places is None else places
        rows = [row for number in shown for row in values[number].get(self.plan.rows, ())]
        by = columns(self.cells, items_of(self.items.properties[self.plan.rows]), rows)
        made = [self._part(values[number], number, by) for number in shown]
        if places is not None:
            return framed(by.head, made)
        return self._shown(made, lambda some: framed(by.head, some))

    def _part(self, value: Item, number: int, by: Columns) -> Markup:
        own, where = within(self.scope, value), anchor(self.shape.name, number)
        lines = by.rows(value.get(self.plan.rows, ()), own)
        main, minor = self._told(value, self._heads(value) | {self.plan.rows})
        below = run([*main, *minor])
        rest = f'<tr class="rest"><td colspan="{by.width}">{below}</td></tr>' if below else ""
        return vouched(
            f'<tbody id="{where}"><tr class="head"><th colspan="{by.width}" scope="rowgroup">'
            f"<div>{self._head(value, number, 'span')}</div></th></tr>{lines}{rest}</tbody>"
        )

    def _card(self, value: Item, number: int) -> Markup:
        plan, properties, own = self.plan, self.items.properties, within(self.scope, value)
        heads, kind = self._heads(value), "card over" if self._has_left(value) else "card"
        # In the card of a person lists are facts too; elsewhere each is a table.
        listed = {} if plan.is_person else lists_of(self.items, value)
        tables = "".join(
            [
                f"<h4>{self.cells.label(properties[key])}</h4>{table(self.cells, sub, value[key], own)}"
                for key, sub in listed.items()
                if key not in heads
            ]
        )
        texts = "".join([f"<p>{self._cell(value, key)}</p>" for key in plan.text if key in value])
        main, minor = self._facts(value, number, heads | listed.keys())
        return vouched(
            f'<article class="{kind}" id="{anchor(self.shape.name, number)}">'
            f"<header>{self._head(value, number, 'h3')}</header>"
            f"{texts}{main}{tables}{minor}</article>"
        )

    def _head(self, value: Item, number: int, tag: str) -> str:
        """Give the first line of an item: title, labels, and what stands at its end."""
        plan, properties = self.plan, self.items.properties
        title = joined(_DOT, [self._cell(value, key) for key in plan.title if key in value])
        # A yes speaks for itself under the name of what is so; a no stays among the facts.
        labels = [
            self.cells.label(properties[key]) if value[key] is True else self._cell(value, key)
            for key in plan.badges
            if value.get(key)
        ]
        if self._has_left(value):
            labels.insert(0, badge(self.cells.edition.words("contact.over")))
        tags = "".join([f" {one if one.startswith(_BADGE) else span_of('tag', one)}" for one in labels])
        end = self.asides.get(number) or (self._cell(value, plan.aside) if plan.aside in value else NOTHING)
        aside = span_of("aside", end) if end else ""
        return f"<{tag}>{title or self.cells.label(self.items)}</{tag}>{tags}{aside}"

    def _cell(self, value: Item, key: str) -> Markup:
        return self.cells.of(self.items.properties[key])(value[key], within(self.scope, value))

    def _heads(self, value: Item) -> frozenset[str]:
        """Give the properties that stand in the head, or as texts below it."""
        plan = self.plan
        return frozenset(
            [*plan.title, plan.aside, *plan.text, *(key for key in plan.badges if value.get(key))]
        )

    def _facts(self, value: Item, number: int, but: frozenset[str]) -> tuple[Markup, Markup]:
        """Give everything else as markup: what matters, and what stands small at the end."""
        main, minor = self._told(value, but)
        main += self.more.get(number, ())
        # The labels of what is known of a person stand below each other; elsewhere facts are running text.
        return flow(main) if self.plan.is_person else run(main), run(minor, "minor")

    def _told(self, value: Item, but: frozenset[str]) -> tuple[list[Fact], list[Fact]]:
        """Give everything else in two parts: what matters, and what comes last."""
        plan, plain = self.plan, [key for key in self.plan.plain if key in value]
        last = {key: value[key] for key in value if key in BELOW or key in plan.last}
        facts = self.cells.facts(self.items, value, self.scope, but | last.keys() | set(plain), plan.first)
        minor = self.cells.facts(self.items, last, within(self.scope, value), but) if last else []
        return [*((NOTHING, self._cell(value, key)) for key in plain), *facts], minor

    def _has_left(self, value: Item) -> bool:
        return self.plan.is_person and is_over(self.cells, value)

    def order(self, values: Sequence[Item]) -> list[int]:
        """Give the positions in the order of reading: the newest first; who left is below those who can be called."""
        found = list(range(len(values)))
        if self.plan.is_newest_first:
            dates = (name for name, sub in self.items.properties.items() if sub.type is Type.DATE)
            key = next(dates, "")
            found.sort(key=lambda number: (values[number].get(key, ""), number), reverse=True)
        if self.plan.is_person:
            found.sort(key=lambda number: is_over(self.cells, values[number]))
        return found

    def _shown(self, made: list[Markup], frame: Callable[[Iterable[Markup]], Markup]) -> Markup:
        """Give the first items in sight and the others folded, each part in its frame."""
        rest = made[self.plan.shown :]
        if not rest:
            return frame(made)
        more = self.cells.edition.words("section.more", count=len(rest))
        return joined("", [frame(made[: self.plan.shown]), folded(more, frame(rest))])
