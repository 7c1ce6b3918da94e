"""The names that values of one record use for other parts of it."""

from typing import Any

from klantboek.book.record import Record
from klantboek.handbook.cells import Scope
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import anchor
from klantboek.handbook.names import person_name

# What a reference inside a relation is to, the list it is in, its key, and the key of its name.
_LOCAL = (
    ("order", "orders", "number", "number"),
    ("quote", "quotes", "number", "number"),
    ("project", "projects", "code", "name"),
    ("document", "documents", "id", "title"),
)


def scope(edition: Edition, record: Record) -> Scope:
    """Give the scope of a record that fits its schema."""
    value = record.document.value
    currency = value.get("currency", edition.book.settings.currency)
    local: dict[tuple[str, str], tuple[str, str]] = {
        (kind, item[key]): (str(item.get(name, item[key])), anchor(list_, number))
        for kind, list_, key, name in _LOCAL
        for number, item in enumerate(value.get(list_, ()))
        if isinstance(item, dict) and key in item
    }
    if record.kind == "relation":
        for number, item in enumerate(value.get("contacts", ())):
            local["contact", item["id"]] = _contact(edition, item), anchor("contacts", number)
    return Scope(local, currency, edition.names.custom_titles)


def _contact(edition: Edition, item: dict[str, Any]) -> str:
    if "name" in item:
        return person_name(item["name"])
    found = edition.book.find("relation", item.get("person", ""))
    return edition.names.record(found) if found is not None else str(item["id"])
