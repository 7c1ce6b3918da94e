"""The search index: every record by the words people look for, in small scripts that also load from a disk."""

from collections.abc import Iterator, Mapping
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook.catalogue import LANGUAGES
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import href
from klantboek.handbook.names import person_name
from klantboek.handbook.shards import Entry, scripts

FOLDER = "search"
_KINDS = ("relation", "product", "campaign", "survey", "segment", "dictionary", "vocabulary", "processing")
# Orders further back are found on the page of the relation.
_ORDERS = 20


def index(edition: Edition) -> Mapping[str, str]:
    """Give the scripts of the index by their file: one to begin with, and parts that it names."""
    entries = [_entry(edition, record) for record in edition.book.records if record.kind in _KINDS]
    kinds = [edition.words(f"kind.{kind}") for kind in _KINDS]
    return {f"{FOLDER}/{name}": text for name, text in scripts(entries, kinds).items()}


def _entry(edition: Edition, record: Record) -> Entry:
    name, below, words, numbers = edition.names.record(record), record.id, [record.id], []
    value = record.document.value
    if record.fits and record.kind == "relation":
        cities = list(dict.fromkeys(one["city"] for one in value.get("addresses", ()) if "city" in one))
        below = " · ".join([record.id, *cities[:2]])
        words += [*cities, *_words(value)]
        numbers = list(_numbers(value))
    elif record.fits and isinstance(value, dict):
        names = value.get("names", {})
        words += [names[one] for one in LANGUAGES if one in names]
    page = href(edition.page_of(record))
    return Entry(name, page, _KINDS.index(record.kind), below, tuple(words), tuple(numbers))


def _words(value: Mapping[str, Any]) -> Iterator[str]:
    """Give the other words of a relation: people, e-mail addresses, former and trade names, its last orders."""
    part = value.get("organisation") or value.get("person") or {}
    yield from part.get("trade_names", ())
    yield from (one["name"] for one in part.get("former_names", ()) if "name" in one)
    for contact in value.get("contacts", ()):
        if "name" in contact:
            yield person_name(contact["name"])
        yield from _addresses(contact)
    yield from _addresses(value)
    yield from (one["number"] for one in value.get("orders", ())[-_ORDERS:] if "number" in one)


def _addresses(value: Mapping[str, Any]) -> Iterator[str]:
    for one in value.get("emails", ()):
        address = one["address"]
        yield address
        # The part behind the @ is what people remember.
        yield address.rpartition("@")[2]


def _numbers(value: Mapping[str, Any]) -> Iterator[str]:
    for owner in (value, *value.get("contacts", ())):
        yield from (one["number"] for one in owner.get("phones", ()))
