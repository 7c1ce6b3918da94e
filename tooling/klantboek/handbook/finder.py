"""What is found by a search: every record, by the words people look for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from klantboek.book.record import Record
from klantboek.handbook.catalogue import LANGUAGES
from klantboek.handbook.links import href
from klantboek.handbook.terms import Entry

if TYPE_CHECKING:
    from klantboek.handbook.edition import Edition

_KINDS = ("relation", "product", "campaign", "survey", "segment", "dictionary", "vocabulary", "processing")
# Orders further back are found on the page of the relation.
_ORDERS = 20


class Found(NamedTuple):
    """What a relation is found by besides its name and number: its cities, other words, phone numbers."""

    cities: list[str]
    words: list[str]
    numbers: list[str]


def found_by(value: Mapping[str, Any]) -> Found:
    """Give what a relation that fits its schema is found by."""
    cities = list(dict.fromkeys(one["city"] for one in value.get("addresses", ()) if "city" in one))
    return Found(cities, list(_words(value)), list(_numbers(value)))


def kinds(edition: "Edition") -> list[str]:
    """Give what the kinds of entries are called, by their number."""
    return [edition.words(f"kind.{kind}") for kind in _KINDS]


def registers(edition: "Edition") -> list[Record]:
    """Give the records to be found that are no relations."""
    return [record for record in edition.registers if record.kind in _KINDS[1:]]


def register_entry(edition: "Edition", record: Record) -> Entry:
    """Give the entry of a record that is no relation."""
    value = record.document.value if record.fits else {}
    words = (record.id, *_in_every_language(value), *_words_of_register(edition, record.kind, value))
    page = href(edition.page_of(record))
    return Entry(edition.names.record(record), page, _KINDS.index(record.kind), record.id, words, ())


def _words_of_register(edition: "Edition", kind: str, value: Mapping[str, Any]) -> Iterator[str]:
    """Give the other words of a record: the category of a product, the codes of a campaign, the terms of a vocabulary."""
    if kind == "product":
        yield value.get("gtin", "")
        yield edition.names.term("product-categories", value.get("category", ""))
    for one in value.get("discount_codes", ()) if kind == "campaign" else ():
        yield one["code"]
    for one in value.get("terms", ()) if kind == "vocabulary" else ():
        yield from _in_every_language(one)


def _in_every_language(value: Mapping[str, Any]) -> Iterator[str]:
    names = value.get("names", {})
    return (names[one] for one in LANGUAGES if one in names)


def relation_entries(edition: "Edition", records: Sequence[Record]) -> Iterator[Entry]:
    """Give the entries of relations."""
    for record, found in edition.index.search(records):
        below = " · ".join([record.id, *found.cities[:2]])
        words = (record.id, *found.cities, *found.words)
        page = href(edition.page_of(record))
        yield Entry(edition.names.record(record), page, 0, below, words, tuple(found.numbers))


def _words(value: Mapping[str, Any]) -> Iterator[str]:
    """Give the other words of a relation: people, e-mail addresses, former and trade names, its last orders."""
    part = value.get("organisation") or value.get("person") or {}
    yield from _names(value.get("person", {}).get("name", {}))
    yield from part.get("trade_names", ())
    yield from (one["name"] for one in part.get("former_names", ()) if "name" in one)
    for contact in value.get("contacts", ()):
        yield from _names(contact.get("name", {}))
        yield from _addresses(contact)
    yield from _addresses(value)
    yield from (one["number"] for one in value.get("orders", ())[-_ORDERS:] if "number" in one)


def _names(name: Mapping[str, Any]) -> Iterator[str]:
    """Give what somebody is called: by the given name or the initials, also by the name at birth."""
    yield from (
        name[key] for key in ("given", "initials", "prefix", "surname", "birth_surname") if key in name
    )


def _addresses(value: Mapping[str, Any]) -> Iterator[str]:
    for one in value.get("emails", ()):
        address = one["address"]
        yield address
        # The part behind the @ is what people remember.
        yield address.rpartition("@")[2]


def _numbers(value: Mapping[str, Any]) -> Iterator[str]:
    for owner in (value, *value.get("contacts", ())):
        yield from (one["number"] for one in owner.get("phones", ()))
