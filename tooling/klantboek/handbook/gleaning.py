"""What pages about the whole book need to know of one relation, so that they need not read it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from klantboek.book.record import Record
from klantboek.handbook.finder import Found, found_by
from klantboek.handbook.names import relation_name
from klantboek.handbook.places import gleaned
from klantboek.handbook.references import SOLD, Reference, references

Item = Mapping[str, Any]
# So many relations are gleaned together: the values of more are pushed out of the processor by the next step.
TOGETHER = 8
# What a salesperson needs first of a relation.
NEEDED = (
    "owner", "contacts", "phones", "emails", "addresses", "branches", "classification", "preferences", "consents",
)  # fmt: skip
_AGREEMENT = (
    "title",
    "product",
    "until",
    "cancelled_on",
    "notice_days",
    "renews",
    "price",
    "currency",
    "per",
    "owner",
)
# What pages about the whole book show of the items of some lists.
SHOWN = {
    "complaints": ("on", "status", "nature", "product", "description", "owner", "resolved_on"),
    "projects": ("name", "status", "start", "end", "staff", "budget", "description"),
    "documents": ("title", "kind", "on", "paper", "keep_until"),
    "contracts": _AGREEMENT,
    "subscriptions": _AGREEMENT,
}
PARTS = tuple(SHOWN)
# What these pages must know of the relation beside them.
BESIDE = ("owner", "currency")
# Ties of these kinds lead up: from a daughter to its mother, from a member to its household.
UP = ("parent", "branch_of", "franchise_of", "household_of")
EMPTY: tuple[object, ...] = (None, "", [], {})
_SLIM = ("kind", "status", "owner", "roles")
_UNKNOWN = Found([], [], [])
_MONTH = len("2026-11")
# The states of a conversation that did not take place, or not yet.
_NOT_HAPPENED = ("planned", "cancelled")


class Lead(NamedTuple):
    """A reference to a record: what to, the property that names it, the anchor on the page, and how often there.

    ``day`` and ``told`` are what a list of sales shows of an order, and ``told`` the kind of a tie. ``size`` is 0 of
    what was sold in an order that was cancelled: it counts nowhere.
    """

    kind: str
    name: str
    path: str
    where: str
    size: int
    day: str
    told: Any


@dataclass(frozen=True)
class Plan:
    """What is asked of every relation.

    ``tree`` leads step by step to the fields that the dictionary names, each by its number under ""; ``seen`` are
    the fields of which the values are gathered, with whether they are days.
    """

    tree: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[tuple[str, bool], ...] = ()

    @cached_property
    def ways(self) -> Mapping[str, Any]:
        """The same kind of tree to the fields that are seen: each by its number, with whether it is a day."""
        tree: dict[str, Any] = {}
        for number, (path, is_day) in enumerate(self.seen):
            at = tree
            for step in path.split(".")[1:]:
                at = at.setdefault(step, {})
            at[""] = number, is_day
        return tree


@dataclass(frozen=True)
class Gleaned:
    """What is known of a relation; of one that does not fit its schema little more than its name.

    ``slim`` is as much of its values as a row of a list shows; ``filled`` are the numbers of the dictionary's
    fields that it has, ``needed`` and ``parts`` those of NEEDED and PARTS as bits; ``ties`` are (kind, to, from,
    until); ``values`` holds for each field of the plan what it says there; ``items`` is what ``items_of`` gives.
    """

    name: str
    fits: bool
    is_stone: bool = False
    slim: Item = field(default_factory=dict)
    filled: tuple[int, ...] = ()
    needed: int = 0
    parts: int = 0
    ties: tuple[tuple[str, str, str, str], ...] = ()
    values: Mapping[int, list[str]] = field(default_factory=dict)
    search: Found = _UNKNOWN
    leads: tuple[Lead, ...] = ()
    items: Item = field(default_factory=dict)


def glean(record: Record, plan: Plan) -> Gleaned:
    """Gather what is asked of a relation."""
    value = record.document.value
    if not record.fits:
        return Gleaned(relation_name(value), fits=False)
    return Gleaned(
        relation_name(value),
        fits=True,
        is_stone="tombstone" in value,
        slim=_slim(value),
        filled=filled_in(value, plan),
        needed=sum(1 << place for place, name in enumerate(NEEDED) if value.get(name) not in EMPTY),
        parts=sum(1 << place for place, name in enumerate(PARTS) if value.get(name)),
        ties=ties_of(value),
        values=values_of(value, plan),
        search=found_by(value),
        leads=tuple(leads_of(record)),
        items=items_of(value),
    )


def filled_in(value: Item, plan: Plan) -> tuple[int, ...]:
    """Give the numbers of the dictionary's fields that a relation has."""
    found: set[int] = set()
    _fill(value, plan.tree, found)
    return tuple(sorted(found))


def ties_of(value: Item) -> tuple[tuple[str, str, str, str], ...]:
    """Give the ties of a relation that lead up: their kind, where to, from when and until when."""
    return tuple(
        (one["kind"], one["to"], one.get("from", ""), one.get("until", ""))
        for one in value.get("links", ())
        if one.get("kind") in UP
    )


def items_of(value: Item) -> dict[str, Any]:
    """Give what pages about the whole book show of the items of PARTS, and BESIDE; {} when it has none of these."""
    found: dict[str, Any] = {
        part: [{key: _plain(one[key]) for key in keys if key in one} for one in value[part]]
        for part, keys in SHOWN.items()
        if value.get(part)
    }
    return {**found, **{key: value[key] for key in BESIDE if key in value}} if found else {}


def _plain(value: Any) -> Any:
    """Give a value as JSON can have it: what is no whole number as a text."""
    return str(value) if isinstance(value, Decimal) else value


def values_of(value: Item, plan: Plan) -> dict[int, list[str]]:
    """Give what a relation says in the fields of the plan, by their numbers."""
    found: dict[int, set[str]] = {}
    _gather(value, plan.ways, found)
    return {number: sorted(found[number]) for number in sorted(found)}


def _slim(value: Item) -> dict[str, Any]:
    found = {key: value[key] for key in _SLIM if key in value}
    if "tombstone" in value:
        found["tombstone"] = {"reason": value["tombstone"]["reason"]}
    if "class" in value.get("classification", ()):
        found["classification"] = {"class": value["classification"]["class"]}
    if branches := [{"code": one["code"]} for one in value.get("branches", ()) if "until" not in one]:
        found["branches"] = branches
    if addresses := gleaned(value.get("addresses", ())):
        found["addresses"] = addresses
    return found


def _fill(value: Item, tree: Mapping[str, Any], found: set[int]) -> None:
    """Take in the fields below a place in the tree that a value has."""
    for step, inner in value.items():
        below = tree.get(step) if step else None
        if below is None or (not inner and inner in EMPTY):
            continue
        if "" in below:
            found.add(below[""])
        if len(below) > ("" in below):
            for item in inner if isinstance(inner, list) else (inner,):
                if isinstance(item, dict):
                    _fill(item, below, found)


def _gather(value: Any, tree: Mapping[str, Any], found: dict[int, set[str]]) -> None:
    """Take in what a value says in the fields below a place in the tree, each once; of days the months.

    A conversation that is only planned, or did not take place, says nothing.
    """
    if isinstance(value, list):
        for one in value:
            _gather(one, tree, found)
        return
    is_group = isinstance(value, dict)
    if is_group and value.get("state") in _NOT_HAPPENED:
        return
    for step, below in tree.items():
        if step:
            if is_group and step in value:
                _gather(value[step], below, found)
        else:
            number, is_day = below
            found.setdefault(number, set()).add(str(value)[:_MONTH] if is_day else str(value))


def leads_of(record: Record) -> Iterator[Lead]:
    """Give the references of a relation; several to one record at one place are one."""
    value = record.document.value
    for one, size in Counter(references(record)).items():
        yield Lead(*one, 0 if _is_off(value, one) else size, *_told(value, one))


def _is_off(value: Item, one: Reference) -> bool:
    """Tell whether a reference is what an order names that was cancelled."""
    return one.path == SOLD and value["orders"][_place(one.where)].get("status") == "cancelled"


def _told(value: Item, one: Reference) -> tuple[str, Any]:
    """Give what other pages say of a tie, and of an order with a product."""
    if one.path == SOLD:
        order = value["orders"][_place(one.where)]
        keys = ("number", "channel", "currency")
        lines = [
            [str(line[key]) if key in line else "" for key in ("quantity", "unit", "unit_price")]
            for line in order["lines"]
            if line["product"] == one.name
        ]
        return order["date"], [*(order.get(key, "") for key in keys), lines]
    if one.path == "relation.links.to":
        return "", value["links"][_place(one.where)].get("kind", "")
    return "", None


def _place(where: str) -> int:
    return int(where.rpartition("-")[2]) - 1
