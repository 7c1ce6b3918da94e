"""What pages about the whole book need to know of one relation, so that they need not read it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from klantboek.book.record import Record
from klantboek.handbook.finder import Found, found_by
from klantboek.handbook.names import relation_name
from klantboek.handbook.references import SOLD, references

Item = Mapping[str, Any]
# What a salesperson needs first of a relation.
NEEDED = (
    "owner", "contacts", "phones", "emails", "addresses", "branches", "classification", "preferences", "consents",
)  # fmt: skip
# The lists of a relation of which pages are made about the whole book.
PARTS = ("complaints", "projects", "documents", "contracts", "subscriptions")
# Ties of these kinds lead up: from a daughter to its mother, from a member to its household.
UP = ("parent", "branch_of", "franchise_of", "household_of")
EMPTY: tuple[object, ...] = (None, "", [], {})
_OPEN = frozenset(["open", "in_progress"])
_SLIM = ("kind", "status", "owner", "roles")
_PLACE = ("city", "country", "region", "postcode")
_UNKNOWN = Found([], [], [])
_MONTH = len("2026-11")


class Lead(NamedTuple):
    """A reference to a record: what to, the property that names it, the anchor on the page, and how often there.

    ``day`` and ``told`` are what a list of sales shows of an order, and ``told`` the kind of a tie.
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
    def steps(self) -> tuple[tuple[list[str], bool], ...]:
        """The way to each of the fields that are seen."""
        return tuple((path.split(".")[1:], is_day) for path, is_day in self.seen)


@dataclass(frozen=True)
class Gleaned:
    """What is known of a relation; of one that does not fit its schema little more than its name.

    ``slim`` is as much of its values as a row of a list shows; ``filled`` are the numbers of the dictionary's
    fields that it has, ``needed`` and ``parts`` those of NEEDED and PARTS as bits; ``ties`` are (kind, to, from,
    until); ``values`` holds for each field of the plan what it says there; ``complaints`` are the open ones, each by its place,
    day, nature and description.
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
    complaints: tuple[tuple[int, str, str, str], ...] = ()


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
        complaints=complaints_of(value),
    )


def filled_in(value: Item, plan: Plan) -> tuple[int, ...]:
    """Give the numbers of the dictionary's fields that a relation has."""
    return tuple(sorted(set(_filled(value, plan.tree))))


def ties_of(value: Item) -> tuple[tuple[str, str, str, str], ...]:
    """Give the ties of a relation that lead up: their kind, where to, from when and until when."""
    return tuple(
        (one["kind"], one["to"], one.get("from", ""), one.get("until", ""))
        for one in value.get("links", ())
        if one.get("kind") in UP
    )


def complaints_of(value: Item) -> tuple[tuple[int, str, str, str], ...]:
    """Give the open complaints of a relation: place, day, nature and description."""
    return tuple(
        (place, one["on"], one["nature"], one.get("description", ""))
        for place, one in enumerate(value.get("complaints", ()))
        if one["status"] in _OPEN
    )


def values_of(value: Item, plan: Plan) -> dict[int, list[str]]:
    """Give what a relation says in the fields of the plan, by their numbers."""
    return {
        number: found
        for number, (steps, is_day) in enumerate(plan.steps)
        if (not steps or steps[0] in value) and (found := _values(value, steps, is_day))
    }


def _slim(value: Item) -> dict[str, Any]:
    found = {key: value[key] for key in _SLIM if key in value}
    if "tombstone" in value:
        found["tombstone"] = {"reason": value["tombstone"]["reason"]}
    if "class" in value.get("classification", ()):
        found["classification"] = {"class": value["classification"]["class"]}
    if branches := [{"code": one["code"]} for one in value.get("branches", ()) if "until" not in one]:
        found["branches"] = branches
    if addresses := _places(value):
        found["addresses"] = addresses
    return found


def _places(value: Item) -> list[dict[str, Any]]:
    """Give the first address with a city and the first with a country, which mostly are one."""
    addresses = value.get("addresses", ())
    firsts = [next((one for one in addresses if key in one), None) for key in ("city", "country")]
    return [
        {key: one[key] for key in _PLACE if key in one}
        for one in addresses
        if any(one is first for first in firsts)
    ]


def _filled(value: Item, tree: Mapping[str, Any]) -> Iterator[int]:
    for step, inner in value.items():
        below = tree.get(step) if step else None
        if below is None or (not inner and inner in EMPTY):
            continue
        if "" in below:
            yield below[""]
        if len(below) > ("" in below):
            for item in inner if isinstance(inner, list) else (inner,):
                if isinstance(item, dict):
                    yield from _filled(item, below)


def _values(value: Item, steps: Sequence[str], is_day: bool) -> list[str]:  # noqa: FBT001 -- of this module alone
    """Give what a relation says in a field, each once; of days the months."""
    found: list[Any] = [value]
    for step in steps:
        found = [one[step] for one in _flat(found) if isinstance(one, dict) and step in one]
    texts = map(str, _flat(found))
    return sorted({one[:_MONTH] for one in texts} if is_day else set(texts))


def _flat(values: Iterable[Any]) -> list[Any]:
    found = []
    for value in values:
        if isinstance(value, list):
            found += _flat(value)
        else:
            found.append(value)
    return found


def leads_of(record: Record) -> Iterator[Lead]:
    """Give the references of a relation; several to one record at one place are one."""
    found: dict[tuple[str, str, str, str], int] = {}
    for (kind, name), link in references(record):
        key = kind, name, link.shape.path, link.where
        found[key] = found.get(key, 0) + 1
    for (kind, name, path, where), size in found.items():
        day, told = _told(record.document.value, path, name, where)
        yield Lead(kind, name, path, where, size, day, told)


def _told(value: Item, path: str, name: str, where: str) -> tuple[str, Any]:
    """Give what other pages say of a tie, and of an order with a product."""
    if path == SOLD:
        order = value["orders"][_place(where)]
        keys = ("number", "channel", "currency")
        lines = [
            [str(line[key]) if key in line else "" for key in ("quantity", "unit", "unit_price")]
            for line in order["lines"]
            if line["product"] == name
        ]
        return order["date"], [*(order.get(key, "") for key in keys), lines]
    if path == "relation.links.to":
        return "", value["links"][_place(where)].get("kind", "")
    return "", None


def _place(where: str) -> int:
    return int(where.rpartition("-")[2]) - 1
