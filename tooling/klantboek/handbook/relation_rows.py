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
from klantboek.handbook.places import place
from klantboek.handbook.renaming import link_to
from klantboek.handbook.said import CURRENCIES

Item = Mapping[str, Any]
# The day of the last order, the turnover and its currency.
Listed = Sequence[Any]
Told = Mapping[str, Listed]

# What a list of relations shows; the last four on request.
COLUMNS = (
    "name", "number", "city", "roles", "status", "class", "owner", "last_order", "turnover",
    "sort", "region", "branch", "segments",
)  # fmt: skip
# What a list shows that is about something else than the relations.
FEW = ("name", "number", "city", "status", "class", "owner", "last_order", "turnover")
_NOTHING = (None, None, "")
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
    cells: Cells, records: Sequence[Record], names: Sequence[str], told: Told | None = None
) -> Iterator[tuple[Record, list[Sorted]]]:
    """Give relations as rows of a table; of one that does not fit only what it is called.

    Where it is known, ``told`` gives what figures say of a relation by its number.
    """
    made = [_CELLS[name] for name in names]
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        said = _told(cells.edition, some) if told is None else told
        for record, value in cells.edition.index.slim(some):
            listed = said.get(record.id, _NOTHING)
            yield record, [make(cells, record, value, listed) for make in made]


def _told(edition: Edition, records: Sequence[Record]) -> Told:
    edition.take(records)
    found = ((record.id, row_of(edition, "relation_activity", record.id)) for record in records)
    return {
        number: [row["last_on"], *_bought(edition, number, row["turnover_minor"], row["currency"])]
        for number, row in found
        if row
    }


def _bought(edition: Edition, number: str, amount: int | None, currency: str) -> tuple[int | None, str]:
    """Give the turnover of a relation with its currency: who bought nothing in the book's has bought in another, or nothing."""
    rows = () if amount else edition.rows(CURRENCIES, number)
    others = sorted((row["currency"], row["turnover_minor"]) for row in rows if row["turnover_minor"])
    return (others[0][1], others[0][0]) if others else (amount, currency)


def name_of(cells: Cells, record: Record) -> Sorted:
    """Give the name of a record as a link to its page; it says so when the record does not fit."""
    cell = link_to(cells.edition, record, cells.root)
    if record.fits:
        return cell, ""
    return Markup("{} {}").format(cell, badge(cells.edition.words("misfit.badge"), "bad")), ""


def _name(cells: Cells, record: Record, _: Item, __: Listed) -> Sorted:
    return name_of(cells, record)


def _number(_: Cells, record: Record, __: Item, ___: Listed) -> Sorted:
    return span("nb", record.id), ""


def _city(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    address = place(value.get("addresses", ()), "city", cells.today)
    return text(address["city"] if address else None)


def _region(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    """Give the region that an address names, or else its country with the first two signs of the postcode.

    Before a region of another country than the book's stands which.
    """
    address = place(value.get("addresses", ()), "country", cells.today)
    if address is None:
        return EMPTY
    country = cells.edition.write.country(address["country"])
    if "region" in address:
        is_home = address["country"] == cells.edition.book.settings.country
        return text(address["region"] if is_home else f"{country} {address['region']}")
    return text(f"{country} {address['postcode'][:2]}" if "postcode" in address else country)


def _sort(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    return text(cells.edition.words.choice("kind", value["kind"]) if "kind" in value else None)


def _roles(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    return text(", ".join(cells.edition.words.choice("roles", role) for role in value.get("roles", ())))


def _status(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    status = value["tombstone"]["reason"] if "tombstone" in value else value.get("status")
    return (
        (badge(cells.edition.words.choice("status", status), TONE.get(status, "")), "") if status else EMPTY
    )


def _class(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    code = value.get("classification", {}).get("class")
    return text(cells.edition.names.setting("class", code) if code else None)


def _branch(_: Cells, __: Record, value: Item, ___: Listed) -> Sorted:
    return text(
        ", ".join(dict.fromkeys(one["code"] for one in value.get("branches", ()) if "until" not in one))
    )


def _segments(cells: Cells, record: Record, _: Item, __: Listed) -> Sorted:
    names = cells.edition.names
    found = (cells.edition.book.find("segment", code) for code in cells.edition.segments.get(record.id, ()))
    return text(", ".join(names.record(one) for one in found if one is not None))


def _owner(cells: Cells, _: Record, value: Item, __: Listed) -> Sorted:
    return text(cells.edition.names.staff(value["owner"]) if "owner" in value else None)


def _last_order(cells: Cells, _: Record, __: Item, listed: Listed) -> Sorted:
    last = listed[0]
    return keyed(cells.date(last), last) if last else EMPTY


def _turnover(cells: Cells, _: Record, __: Item, listed: Listed) -> Sorted:
    _, amount, currency = listed
    if not amount:
        return EMPTY
    return keyed(escape(cells.edition.write.whole_money(major_units(amount, currency), currency)), amount)


_CELLS: Mapping[str, Callable[[Cells, Record, Item, Listed], Sorted]] = {
    "name": _name, "number": _number, "city": _city, "region": _region, "sort": _sort, "roles": _roles,
    "status": _status, "class": _class, "branch": _branch, "segments": _segments, "owner": _owner,
    "last_order": _last_order, "turnover": _turnover,
}  # fmt: skip
