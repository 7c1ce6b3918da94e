"""Two relations side by side: what identifies each, row by row, and whether the two say the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from klantboek.book import Book
from klantboek.book.addresses import bare

Group = dict[str, Any]
_NAME = ("title", "initials", "given", "prefix", "surname", "birth_surname", "suffix")
_PLACE = (
    ("building",),
    ("street", "house_number", "suffix", "box"),
    ("po_box", "reply_number"),
    ("postcode", "city"),
    ("country",),
)


@dataclass(frozen=True)
class Row:
    """One kind of data of two relations: values that both have stand first; ``mark`` is =, ~, ≠ or empty.

    = both say the same, ~ they share something, ≠ they share nothing, empty when one says nothing.
    """

    label: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    shared: int

    @property
    def mark(self) -> str:
        """How far the two agree."""
        if not self.a or not self.b:
            return ""
        return "=" if self.shared == len(self.a) == len(self.b) else "~" if self.shared else "≠"


def side_by_side(book: Book, a: str, b: str) -> tuple[Row, ...]:
    """Give the rows of two relations; what neither of them says is left out."""
    one, two = _values(book, a), _values(book, b)
    return tuple(
        row for label, give in _ROWS if (row := _row(label, list(give(one)), list(give(two)))).a or row.b
    )


def _values(book: Book, number: str) -> Group:
    record = book.find("relation", number)
    value = record.document.value if record is not None else None
    return value if isinstance(value, dict) else {}


def _row(label: str, one: list[str], two: list[str]) -> Row:
    mine = {_spelled(text): text for text in one}
    theirs = {_spelled(text): text for text in two}
    both = [text for text in mine if text in theirs]
    return Row(
        label,
        (*(mine[text] for text in both), *(mine[text] for text in mine if text not in theirs)),
        (*(theirs[text] for text in both), *(theirs[text] for text in theirs if text not in mine)),
        len(both),
    )


def _spelled(text: str) -> str:
    return bare(text) or text


def _names(one: Group) -> Iterator[str]:
    if "organisation" in one:
        form = one["organisation"].get("legal_form", {}).get("code", "")
        yield f"{one['organisation']['name']} {form}".strip()
    if "person" in one:
        yield _person(one["person"]["name"])


def _person(name: Group) -> str:
    return " ".join(str(name[part]) for part in _NAME if part in name)


def _other_names(one: Group) -> Iterator[str]:
    yield from one.get("organisation", {}).get("trade_names", ())
    for kind in ("organisation", "person"):
        yield from (name["name"] for name in one.get(kind, {}).get("former_names", ()))


def _born(one: Group) -> Iterator[str]:
    if "birth_date" in one.get("person", {}):
        yield one["person"]["birth_date"]


def _registrations(one: Group) -> Iterator[str]:
    for key, value in one.get("registrations", {}).items():
        if key == "others":
            yield from (f"{other['scheme']} {other['number']}" for other in value)
        elif key not in {"verified", "shared"}:
            yield f"{key} {value}"


def _addresses(one: Group) -> Iterator[str]:
    for address in one.get("addresses", ()):
        parts = (" ".join(str(address[key]) for key in keys if key in address) for keys in _PLACE)
        yield ", ".join(part for part in parts if part)


def _contacts(one: Group) -> Iterator[str]:
    for contact in one.get("contacts", ()):
        yield _person(contact["name"]) if "name" in contact else contact.get("person", contact["id"])


def _of(name: str, key: str) -> Callable[[Group], Iterator[str]]:
    def give(one: Group) -> Iterator[str]:
        yield from (str(item[key]) for item in one.get(name, ()))

    return give


def _accounts(one: Group) -> Iterator[str]:
    yield from (account["iban"] for account in one.get("payment", {}).get("accounts", ()))


def _links(one: Group) -> Iterator[str]:
    yield from (f"{link['kind']} {link['to']}" for link in one.get("links", ()))


def _history(one: Group) -> Iterator[str]:
    orders = one.get("orders", ())
    if orders:
        last = max(str(order["date"]) for order in orders)
        yield f"{len(orders)} order{'' if len(orders) == 1 else 's'}, the last on {last}"


def _status(one: Group) -> Iterator[str]:
    yield ", ".join([*one.get("roles", ()), *([one["status"]] if "status" in one else [])])


_ROWS: tuple[tuple[str, Callable[[Group], Iterator[str]]], ...] = (
    ("name", _names),
    ("other names", _other_names),
    ("born", _born),
    ("registered", _registrations),
    ("addresses", _addresses),
    ("e-mail", _of("emails", "address")),
    ("phone", _of("phones", "number")),
    ("websites", _of("websites", "url")),
    ("accounts", _accounts),
    ("contacts", _contacts),
    ("links", _links),
    ("status", _status),
    ("orders", _history),
)
