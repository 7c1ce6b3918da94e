"""What a place is known by: its items' own keys, and nothing personal in what leaves the repository."""

from collections.abc import Iterator

import pytest

from klantboek.shapes import KINDS, Shape, Type, shape_of
from klantboek.shapes.identity import GUESSABLE, KEYS, identity

# Items that have nothing to be known by but what is personal, or free text.
NAMELESS = {
    "book.emails", "book.phones", "relation.organisation.profile.directors", "relation.addresses", "relation.emails",
    "relation.phones", "relation.websites", "relation.contacts.emails", "relation.contacts.phones",
    "relation.payment.accounts", "relation.configurations.choices", "relation.web_visits.pages", "product.options",
    "processing.processors", "relation.orders.invoices.payments", "relation.orders.invoices.reminders",
}  # fmt: skip
RECORD = {
    "contacts": [{"id": "jan"}, {"id": "an", "emails": [{"address": "an@halm.example"}]}],
    "orders": [{"number": "2026-0113", "lines": [{"product": "oven"}, {"product": "oven"}, {"quantity": 3}]}],
    "consents": [{"purpose": "marketing", "channel": "email", "on": "2026-01-01"}],
    "notes": [{"on": "Jan de Vries, 06 12345678"}],
    "0612345678": [{"colour": 1}],
    "custom": {"oven_type": 1, "Jan de Vries": 2},
}


def _lists(shape: Shape) -> Iterator[Shape]:
    for one in shape.walk():
        if one.type is Type.LIST and one.items is not None and one.items.type is Type.OBJECT:
            yield one


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_says_what_its_items_are_known_by(kind: str) -> None:
    """A new list is either in the table or among those without a name; no key of it is contact, financial or private."""
    for one in _lists(shape_of(kind)):
        assert (one.path in KEYS) != (one.path in NAMELESS), one.path
        for key in KEYS.get(one.path, ()):
            assert one.items is not None
            found = one.items.properties[key]
            assert found.type in {Type.TEXT, Type.DATE, Type.INTEGER}, found.path
            assert found.sensitivity in {"", "none", "personal"}, found.path
            assert found.name not in {"name", "title", "text", "subject"}, found.path
            assert found.reference != "contact", found.path


def test_table_names_lists_that_exist() -> None:
    """No entry is left over from an older schema."""
    known = {one.path for kind in KINDS for one in _lists(shape_of(kind))}
    assert {*KEYS, *NAMELESS} == known
    assert set(KEYS) >= GUESSABLE


@pytest.mark.parametrize(
    ("path", "full", "public"),
    [
        ((), "", ""),
        (("status",), "status", "status"),
        (("orders", 0, "lines", 1, "quantity"), "orders[2026-0113].lines[oven].quantity", None),
        (("orders", 0, "lines", 2), "orders[2026-0113].lines[]", None),
        (("orders", 7, "lines", 2), "orders[].lines[]", None),
        (("consents", 0), "consents[marketing email 2026-01-01]", None),
        (
            ("contacts", 1, "emails", 0, "address"),
            "contacts[an].emails[].address",
            "contacts[].emails[].address",
        ),
        (("notes", 0, "on"), "notes[].on", None),
        (("0612345678", 0, "colour"), "?[].?", None),
        (("custom", "oven_type"), "custom.oven_type", None),
        (("custom", "Jan de Vries"), "custom.?", None),
        (("status", "deeper", 3), "status.?[]", None),
    ],
)
def test_identity(path: tuple[str | int, ...], full: str, public: str | None) -> None:
    """Items by their keys; what is personal, unknown or absent by nothing."""
    found = identity("relation", RECORD, path)
    assert (found.full, found.public) == (full, full if public is None else public)
