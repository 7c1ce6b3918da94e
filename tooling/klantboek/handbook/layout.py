"""A property of a record as a section of its page: cards, a ledger, a table or facts, and nothing left out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cards import Drawing, lists_of
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.grid import lines, table, within
from klantboek.handbook.markup import NOTHING, Fact, flow, joined, section_head, toc_entry, vouched
from klantboek.handbook.plans import PLANS
from klantboek.handbook.telling import LABELLED
from klantboek.shapes import Shape, Type

# A group with no more than this much written fits on a line; names and addresses have a layout of their own.
_ONE_LINE, _FEW = 3, 2
_LAID_OUT = {"postcode", "surname", "nl", "on"}
_END = "</section>\n"
_NO_MORE: Mapping[int, Sequence[Fact]] = {}
_NO_ASIDES: Mapping[int, Markup] = {}


class Section(NamedTuple):
    """A part of a page; ``body`` is markup, or what the template ``<template>.html`` draws from.

    ``told`` is how many there are in words, where a number alone would mislead.
    """

    anchor: str
    title: Markup | str
    body: Any
    size: int = 0
    intro: Markup = NOTHING
    template: str = ""
    told: str = ""

    @property
    def whole(self) -> Markup:
        """The section; for a template only its start, with its heading and what is said before its body."""
        return vouched("".join(self.pieces()))

    def pieces(self) -> Sequence[str]:
        """Give the section in pieces, which a page joins."""
        count = self.told or (str(self.size) if self.size > 1 else "")
        head = section_head(self.anchor, self.title, count, self.intro)
        return (head,) if self.template else (head, self.body, _END)

    @property
    def entry(self) -> Markup:
        """The line about the section in the list of what is on a page."""
        return vouched(toc_entry(self.anchor, self.title))


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
    if shape.path not in PLANS:
        return Section(name, title, table(cells, shape.items, value, scope, name), len(value))
    return Section(name, title, Drawing(cells, shape, scope, _NO_ASIDES, more).all(value), len(value))


def row(
    cells: Cells, shape: Shape, value: Any, scope: Scope, but: frozenset[str] = frozenset()
) -> str | None:
    """Give a property of a record as a line of the key facts; None where it needs a section of its own.

    Of a group ``but`` is left out; "" when it has nothing else.
    """
    if shape.items is not None and shape.items.type is Type.OBJECT:
        if len(value) > _FEW:
            return None
        inside = lines(cells, shape.items, value, scope, shape.name)
    elif shape.type is Type.OBJECT:
        if _groups(shape, value) or any(len(value[key]) > _FEW for key in lists_of(shape, value)):
            return None
        inside = cells.teller(shape, but, LABELLED)(value, scope)
    else:
        inside = cells.of(shape)(value, scope)
    if not inside:
        return ""
    start = cells.once(("row", shape), lambda: f"<dt id={shape.name}>{cells.label(shape)}</dt><dd>")
    return f"{start}{inside}</dd>"


def _group(
    cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope, heading: Markup
) -> Iterator[Markup]:
    """Give a group in parts, each under its heading: its facts, a table for each list, and the groups in it."""
    lists = lists_of(shape, value)
    groups = _groups(shape, value)
    facts = flow(cells.facts(shape, value, scope, frozenset([*lists, *groups])))
    if facts:
        yield vouched(f"<h3>{heading}</h3>{facts}") if heading else facts
    for key, items in lists.items():
        rows = table(cells, items, value[key], within(scope, value))
        yield vouched(f"<h3>{cells.label(shape.properties[key])}</h3>{rows}")
    for key, sub in groups.items():
        yield from _group(cells, sub, value[key], within(scope, value), cells.label(sub))


def _groups(shape: Shape, value: Mapping[str, Any]) -> dict[str, Shape]:
    """Give the groups in a group that have too much in them for a line."""
    return {key: sub for key, sub in _inner(shape).items() if key in value and len(value[key]) > _ONE_LINE}


@cache
def _inner(shape: Shape) -> dict[str, Shape]:
    return {
        key: sub
        for key, sub in shape.properties.items()
        if sub.type is Type.OBJECT and not sub.properties.keys() & _LAID_OUT
    }
