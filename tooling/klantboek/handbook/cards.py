"""Items that hold too much for a row: as cards, or as the parts of a ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cell, Cells, Scope
from klantboek.handbook.grid import BELOW, Columns, Item, columns, table, within
from klantboek.handbook.markup import Fact, badge, folded, framed, joined, vouched
from klantboek.handbook.plans import PLANS, Plan
from klantboek.shapes import Shape, Type

_EMPTY: tuple[object, ...] = ([], {})
# More than any plan names.
_FAR = 1000
# So many ways to fill in an item are kept in mind.
_WAYS = 512
# Where a property of an item stands.
_TITLE, _TAG, _ASIDE, _TEXT, _MAIN, _TABLE, _MINOR, _ROWS = range(8)


class _Role(NamedTuple):
    """What a property does in an item: where it stands, in which place there, what stands around it, how it is written."""

    name: str
    part: int
    place: int
    before: str
    after: str
    cell: Cell


class _Roles(NamedTuple):
    """What every property of the items of a list does, by its name; made once for all pages.

    ``way`` gives what the properties with some names do, in the order in which they are written, and ``noes`` what a
    label does that says no: it stands among the facts.
    """

    plan: Plan
    items: Shape
    way: Callable[..., Sequence[_Role]]
    noes: Mapping[str, _Role]
    key: str


def is_over(cells: Cells, value: Item) -> bool:
    """Tell whether something held until a day before today."""
    until: str = value.get("until", "9999")
    return until < cells.today


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


def _roles(cells: Cells, shape: Shape) -> _Roles:
    """Read the plan of a list."""
    plan, items = PLANS[shape.path], items_of(shape)
    names = list(items.properties)
    found = {name: _role(cells, plan, sub, names.index(name)) for name, sub in items.properties.items()}
    for name, sub in {} if plan.is_person or plan.rows else _lists(items).items():
        if found[name].part == _MAIN:
            label = cells.label(items.properties[name])
            found[name] = _Role(name, _TABLE, names.index(name), f"<h4>{label}</h4>", "", _table(cells, sub))
    noes = {
        name: _fact(cells, plan, items.properties[name], names.index(name), _MAIN) for name in plan.badges
    }
    dates = (name for name, sub in items.properties.items() if sub.type is Type.DATE)
    return _Roles(plan, items, _way(found, noes), noes, next(dates, ""))


def _way(roles: Mapping[str, _Role], noes: Mapping[str, _Role]) -> Callable[..., Sequence[_Role]]:
    """Give the function that finds what properties do; ``denied`` are those labels among them that say no."""

    # Items with the same properties are many.
    @lru_cache(_WAYS)
    def way(denied: tuple[str, ...], *names: str) -> Sequence[_Role]:
        found = [noes[name] if name in denied else roles[name] for name in names if name in roles]
        return sorted((one for one in found if one.part != _ROWS), key=attrgetter("place"))

    return way


def _role(cells: Cells, plan: Plan, sub: Shape, place: int) -> _Role:
    """Give what a property does by its plan."""
    name, cell = sub.name, cells.of(sub)
    if name == plan.rows:
        return _Role(name, _ROWS, 0, "", "", cell)
    if name == plan.aside:
        return _Role(name, _ASIDE, 0, " <small>", "</small>", cell)
    for part, names, before, after in (
        (_TITLE, plan.title, "", ""), (_TAG, plan.badges, " ", ""), (_TEXT, plan.text, "<p>", "</p>"),
    ):  # fmt: skip
        if name in names:
            return _Role(name, part, names.index(name), before, after, cell)
    if name in plan.plain:
        # Before all other facts, and without a label.
        return _Role(name, _MAIN, plan.plain.index(name) - _FAR, "", "", cell)
    if name in BELOW or name in plan.last:
        return _fact(cells, plan, sub, place, _MINOR)
    first = plan.first.index(name) - len(plan.first) if name in plan.first else place
    return _fact(cells, plan, sub, first, _MAIN)


def _fact(cells: Cells, plan: Plan, sub: Shape, place: int, part: int) -> _Role:
    label = cells.label(sub)
    # The labels of what is known of a person stand below each other; elsewhere facts are running text.
    if plan.is_person and part == _MAIN:
        return _Role(sub.name, part, place, f"<dt>{label}</dt><dd>", "</dd>", cells.of(sub))
    return _Role(sub.name, part, place, f"<i>{label}</i> ", "", cells.of(sub))


def _table(cells: Cells, items: Shape) -> Cell:
    return lambda value, scope: table(cells, items, value, scope)


class Drawing:
    """A list of items drawn by its plan.

    ``asides`` replaces what stands at the end of a head, by position; ``more`` has what the rest of the record
    says of an item.
    """

    def __init__(
        self,
        cells: Cells,
        shape: Shape,
        scope: Scope,
        asides: Mapping[int, Markup],
        more: Mapping[int, Sequence[Fact]] | None = None,
    ) -> None:
        self.cells = cells
        self.shape = shape
        self.scope = scope
        self.asides = asides
        self._more = more or {}
        self._roles = cells.once(("roles", shape), lambda: _roles(cells, shape))
        self.plan = self._roles.plan
        self._home = cells.home

    def all(self, values: Sequence[Item]) -> Markup:
        """Give the items in the order of reading; where they are many and have no days the last ones are folded."""
        places, plan = self.order(values), self.plan
        if plan.is_newest_first or len(places) <= plan.shown:
            return self.some(values, places)
        rest = self.some(values, places[plan.shown :])
        more = self.cells.edition.words("section.more", count=len(places) - plan.shown)
        return joined("", [self.some(values, places[: plan.shown]), folded(more, rest)])

    def some(self, values: Sequence[Item], places: Sequence[int]) -> Markup:
        """Give items in an order: as cards, or as the parts of one table with the rows of each."""
        if not self.plan.rows:
            cards = [self._card(values[number], number) for number in places]
            return vouched(f"<div class=cards>{''.join(cards)}</div>")
        inside = [row for number in places for row in values[number].get(self.plan.rows, ())]
        by = columns(self.cells, items_of(self._roles.items.properties[self.plan.rows]), inside)
        return framed(by.start, [self._part(values[number], number, by) for number in places])

    def _part(self, value: Item, number: int, by: Columns) -> str:
        own, name = within(self.scope, value), self.shape.name
        title, tags, aside, _, main, _, minor = self._parts(value, own)
        below = " · ".join([*main, *minor])
        rest = f"<tr><td colspan={by.width}>{below}</td></tr>" if below else ""
        return (
            f"<tbody id={name}-{number + 1}><tr><th colspan={by.width} scope=rowgroup>"
            f"{self._head(' · '.join(title), tags, aside, value, number)}</th></tr>"
            f"{by.rows(value.get(self.plan.rows, ()), own)}{rest}</tbody>"
        )

    def _card(self, value: Item, number: int) -> str:
        title, tags, aside, texts, main, tables, minor = self._parts(value, within(self.scope, value))
        left = " class=over" if self._has_left(value) else ""
        head = self._head(f"<h3>{' · '.join(title)}</h3>", tags, aside, value, number)
        if self.plan.is_person:
            main += [f"<dt>{label}</dt><dd>{cell}</dd>" for label, cell in self._more.get(number, ())]
            facts = f"<dl>{''.join(main)}</dl>" if main else ""
        else:
            facts = f"<div>{' · '.join(main)}</div>" if main else ""
        below = f"<div class=minor>{' · '.join(minor)}</div>" if minor else ""
        return (
            f"<article id={self.shape.name}-{number + 1}{left}><header>{head}</header>"
            f"{''.join(texts)}{facts}{''.join(tables)}{below}</article>"
        )

    def _parts(self, value: Item, own: Scope) -> tuple[list[str], ...]:
        """Write every property of an item where it stands, those of a part in their order."""
        denied = tuple([name for name in self._roles.noes if value.get(name) is False])
        names: Iterable[str] = value
        if value.get("currency") == self._home:
            names = [name for name in value if name != "currency"]
        parts: tuple[list[str], ...] = ([], [], [], [], [], [], [])
        for name, part, _, before, after, cell in self._roles.way(denied, *names):
            item = value[name]
            if not item and item in _EMPTY:
                continue
            if part == _TAG:
                parts[part].append(self._tag(name, item, cell, own))
            else:
                # Quicker than an f-string where pieces are markup.
                parts[part].append("".join((before, cell(item, own), after)))
        if not parts[_TITLE]:
            parts[_TITLE].append(self.cells.label(self._roles.items))
        return parts

    def _tag(self, name: str, item: Any, cell: Cell, own: Scope) -> str:
        # A yes speaks for itself under the name of what is so; a no stays among the facts.
        if item is True:
            return f" <em>{self.cells.label(self._roles.items.properties[name])}</em>"
        said = cell(item, own)
        return "".join((" ", said) if said.startswith("<em") else (" <em>", said, "</em>"))

    def _head(self, title: str, tags: list[str], aside: list[str], value: Item, number: int) -> str:
        """Give the first line of an item: title, labels, and what stands at its end."""
        over = f" {badge(self.cells.edition.words('contact.over'))}" if self._has_left(value) else ""
        other = self.asides.get(number)
        end = f" <small>{other}</small>" if other else "".join(aside)
        return f"{title}{over}{''.join(tags)}{end}"

    def _has_left(self, value: Item) -> bool:
        return self.plan.is_person and is_over(self.cells, value)

    def order(self, values: Sequence[Item]) -> list[int]:
        """Give the positions in the order of reading: the newest first; who left is below those who can be called."""
        found = list(range(len(values)))
        if self.plan.is_newest_first:
            key = self._roles.key
            found.sort(key=lambda number: (values[number].get(key, ""), number), reverse=True)
        if self.plan.is_person:
            found.sort(key=lambda number: is_over(self.cells, values[number]))
        return found
