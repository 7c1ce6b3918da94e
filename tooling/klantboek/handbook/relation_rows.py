"""Relations as the rows of a table: the columns that a list of them can have."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from klantboek.book.minor import major_units
from klantboek.book.record import Record
from klantboek.handbook.cells import TONE, Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import row_of
from klantboek.handbook.listing import EMPTY, Column, Sorted, keyed, text
from klantboek.handbook.markup import badge, span
from klantboek.handbook.renaming import link_to

Item = Mapping[str, Any]

# What a list of relations shows; the last four on request.
COLUMNS = (
    "name", "number", "city", "roles", "status", "class", "owner", "last_order", "turnover",
    "sort", "region", "branch", "segments",
)  # fmt: skip
# What a list shows that is about something else than the relations.
FEW = ("name", "number", "city", "status", "class", "owner", "last_order", "turnover")
# The columns of relation_activity that a list tells of a relation.
LISTED = ("last_on", "turnover_minor", "currency")
_FACETS = frozenset(["roles", "status", "class", "owner", "sort", "region", "branch", "segments"])
_MANY = frozenset(["roles", "branch", "segments"])
_AT_ONCE = 500
_EXTRA = frozenset(["sort", "region", "branch", "segments"])


def columns(edition: Edition, names: Sequence[str]) -> list[Column]:
    """Give the heads of columns of relations by their names."""
    return [
        Column(
            edition.words(f"column.{name}"),
            "n" if name == "turnover" else "",
            name if name in _FACETS else "",
            name in _MANY,
            name in _EXTRA,
        )
        for name in names
    ]


def rows(
    cells: Cells, records: Sequence[Record], names: Sequence[str]
) -> Iterator[tuple[Record, list[Sorted]]]:
    """Give relations as rows of a table; of one that does not fit only what it is called."""
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        cells.edition.take(some)
        for record, value in cells.edition.index.slim(some):
            yield record, [_CELLS[name](cells, record, value) for name in names]


def name_of(cells: Cells, record: Record) -> Sorted:
    """Give the name of a record as a link to its page; it says so when the record does not fit."""
    cell = link_to(cells.edition, record, cells.root)
    if record.fits:
        return cell, ""
    return Markup("{} {}").format(cell, badge(cells.edition.words("misfit.badge"), "bad")), ""


def _name(cells: Cells, record: Record, _: Item) -> Sorted:
    return name_of(cells, record)


def _number(_: Cells, record: Record, __: Item) -> Sorted:
    return span("nb", record.id), ""


def _city(_: Cells, __: Record, value: Item) -> Sorted:
    return text(next((one["city"] for one in value.get("addresses", ()) if "city" in one), None))


def _region(cells: Cells, _: Record, value: Item) -> Sorted:
    """Give the region that an address names, or else its country with the first two signs of the postcode."""
    address = next((one for one in value.get("addresses", ()) if "country" in one), None)
    if address is None:
        return EMPTY
    if "region" in address:
        return text(address["region"])
    country = cells.edition.write.country(address["country"])
    return text(f"{country} {address['postcode'][:2]}" if "postcode" in address else country)


def _sort(cells: Cells, _: Record, value: Item) -> Sorted:
    return text(cells.edition.words.choice("kind", value["kind"]) if "kind" in value else None)


def _roles(cells: Cells, _: Record, value: Item) -> Sorted:
    return text(", ".join(cells.edition.words.choice("roles", role) for role in value.get("roles", ())))


def _status(cells: Cells, _: Record, value: Item) -> Sorted:
    status = value["tombstone"]["reason"] if "tombstone" in value else value.get("status")
    return (
        (badge(cells.edition.words.choice("status", status), TONE.get(status, "")), "") if status else EMPTY
    )


def _class(cells: Cells, _: Record, value: Item) -> Sorted:
    code = value.get("classification", {}).get("class")
    return text(cells.edition.names.setting("class", code) if code else None)


def _branch(_: Cells, __: Record, value: Item) -> Sorted:
    return text(
        ", ".join(dict.fromkeys(one["code"] for one in value.get("branches", ()) if "until" not in one))
    )


def _segments(cells: Cells, record: Record, _: Item) -> Sorted:
    names = cells.edition.names
    found = (cells.edition.book.find("segment", code) for code in cells.edition.segments.get(record.id, ()))
    return text(", ".join(names.record(one) for one in found if one is not None))


def _owner(cells: Cells, _: Record, value: Item) -> Sorted:
    return text(cells.edition.names.staff(value["owner"]) if "owner" in value else None)


def _last_order(cells: Cells, record: Record, _: Item) -> Sorted:
    last = row_of(cells.edition, "relation_activity", record.id).get("last_on")
    return keyed(cells.date(last), last) if last else EMPTY


def _turnover(cells: Cells, record: Record, _: Item) -> Sorted:
    found = row_of(cells.edition, "relation_activity", record.id)
    amount = found.get("turnover_minor")
    if not amount:
        return EMPTY
    currency = found["currency"]
    return keyed(escape(cells.edition.write.whole_money(major_units(amount, currency), currency)), amount)


_CELLS: Mapping[str, Callable[[Cells, Record, Item], Sorted]] = {
    "name": _name, "number": _number, "city": _city, "region": _region, "sort": _sort, "roles": _roles,
    "status": _status, "class": _class, "branch": _branch, "segments": _segments, "owner": _owner,
    "last_order": _last_order, "turnover": _turnover,
}  # fmt: skip
