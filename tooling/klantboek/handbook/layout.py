"""A property of a record as a section of its page: cards, a ledger, a table or facts, and nothing left out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cards import Drawing, lists_of
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.grid import table, within
from klantboek.handbook.markup import NOTHING, Fact, flow, joined, section_head, toc_entry, vouched
from klantboek.handbook.plans import PLANS
from klantboek.shapes import Shape, Type

# A group with no more than this much written fits on a line; names and addresses have a layout of their own.
_ONE_LINE = 3
_LAID_OUT = {"postcode", "surname", "nl", "on"}
_NO_MORE: Mapping[int, Sequence[Fact]] = {}
_NO_ASIDES: Mapping[int, Markup] = {}
_END = Markup("</section>\n")


class Section(NamedTuple):
    """A part of a page; ``body`` is markup, or what the template ``<template>.html`` draws from."""

    anchor: str
    title: Markup | str
    body: Any
    size: int = 0
    intro: Markup = NOTHING
    template: str = ""

    @property
    def head(self) -> Markup:
        """The start of the section, with its heading and what is said before its body."""
        return section_head(self.anchor, self.title, self.size, self.intro)

    @property
    def whole(self) -> Markup:
        """The section; for a template only its start."""
        return self.head if self.template else joined("", [self.head, self.body, _END])

    @property
    def entry(self) -> Markup:
        """The line about the section in the list of what is on a page."""
        return toc_entry(self.anchor, self.title, self.size)


def section(
    cells: Cells, shape: Shape, value: Any, scope: Scope, more: Mapping[int, Sequence[Fact]] = _NO_MORE
) -> Section:
    """Give a property of a record as a section: cards where there is a plan, a table or facts elsewhere.

    ``more`` has what the rest of the record says of an item, by its position.
    """
    name, title = shape.name, cells.label(shape)
    if shape.items is None or shape.items.type is not Type.OBJECT:
        if shape.type is Type.OBJECT and "postcode" not in shape.properties:
            return Section(name, title, joined("", _group(cells, shape, value, scope, NOTHING)))
        return Section(name, title, vouched(f"<div>{cells.of(shape)(value, scope)}</div>"))
    plan = PLANS.get(shape.path)
    if plan is None:
        return Section(name, title, table(cells, shape.items, value, scope, name), len(value))
    drawing = Drawing(cells, shape, scope, plan, _NO_ASIDES, more)
    return Section(name, title, drawing.ledger(value) if plan.rows else drawing.cards(value), len(value))


def _group(
    cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope, heading: Markup
) -> Iterator[Markup]:
    """Give a group in parts, each under its heading: its facts, a table for each list, and the groups in it."""
    lists = lists_of(shape, value)
    groups = {
        key: sub
        for key, sub in shape.properties.items()
        if sub.type is Type.OBJECT
        and len(value.get(key, ())) > _ONE_LINE
        and not sub.properties.keys() & _LAID_OUT
    }
    facts = flow(cells.facts(shape, value, scope, frozenset([*lists, *groups])), "facts")
    if facts:
        yield vouched(f"<h3>{heading}</h3>{facts}") if heading else facts
    for key, items in lists.items():
        rows = table(cells, items, value[key], within(scope, value))
        yield vouched(f"<h3>{cells.label(shape.properties[key])}</h3>{rows}")
    for key, sub in groups.items():
        yield from _group(cells, sub, value[key], within(scope, value), cells.label(sub))
