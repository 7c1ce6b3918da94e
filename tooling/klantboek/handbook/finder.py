"""The search index: every page by the words people look for, as a script that also loads from a disk."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook.catalogue import LANGUAGES
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import href
from klantboek.handbook.names import person_name

INDEX = "search/index.js"
_KINDS = ("relation", "product", "campaign", "survey", "segment", "dictionary", "vocabulary", "processing")


def index(edition: Edition) -> str:
    """Give the index: rows of (name, page, kind, what stands below it, other words to find it by)."""
    rows = [
        [edition.names.record(record), href(edition.page_of(record)), record.kind, *_words(record)]
        for record in edition.book.records
        if record.kind in _KINDS
    ]
    kinds = {kind: edition.words(f"kind.{kind}") for kind in _KINDS}
    body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    # A script is no place for these two, even in a text; JSON allows them, old readers of scripts don't.
    body = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"klantboekIndex({json.dumps(kinds, ensure_ascii=False)}, [\n{body}\n]);\n"


def _words(record: Record) -> tuple[str, str]:
    value = record.document.value
    if not isinstance(value, dict) or not record.fits:
        return record.id, ""
    if record.kind == "relation":
        cities = dict.fromkeys(one["city"] for one in value.get("addresses", ()) if "city" in one)
        return " · ".join([record.id, *list(cities)[:2]]), " ".join(
            dict.fromkeys([*list(cities)[2:], *_relation(value)])
        )
    names = value.get("names", {})
    return record.id, " ".join(names[one] for one in LANGUAGES if one in names)


def _relation(value: Mapping[str, Any]) -> Iterator[str]:
    """Give the other words of a relation: people, e-mail addresses, phone digits, former and trade names."""
    part = value.get("organisation") or value.get("person") or {}
    yield from part.get("trade_names", ())
    yield from (one["name"] for one in part.get("former_names", ()) if "name" in one)
    for contact in value.get("contacts", ()):
        if "name" in contact:
            yield person_name(contact["name"])
        yield from _points(contact)
    yield from _points(value)
    yield from (one["number"] for one in value.get("orders", ())[-20:])


def _points(value: Mapping[str, Any]) -> Iterator[str]:
    yield from (one["address"] for one in value.get("emails", ()))
    yield from (one["number"] for one in value.get("phones", ()))
