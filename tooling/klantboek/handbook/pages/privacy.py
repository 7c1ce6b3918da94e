"""The privacy statement, written from the register of processing."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.book import Node
from klantboek.book.node import record_of, shape_of_node, value_of
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import mail
from klantboek.handbook.markup import Fact, link, pairs
from klantboek.handbook.page import Page

_TOLD = (
    "legal_basis", "legitimate_interest", "data_subjects", "data_categories", "recipients", "processors", "transfers",
    "retention", "automated_decisions",
)  # fmt: skip
RIGHTS = ("access", "correction", "erasure", "restriction", "objection", "portability", "withdrawal")


class Purpose(NamedTuple):
    """What we process data for: its name, the purpose in words, and the rest of what a person must be told."""

    name: str
    page: str
    text: str
    facts: Markup


def pages(edition: Edition) -> Iterator[Page]:
    """Give the privacy statement, when the book says what data is processed for."""
    if edition.book.nodes("processing"):
        title = edition.words("privacy.title")
        yield Page("privacy.html", "privacy", title, partial(_make, edition), "quality", 45)


def _make(edition: Edition) -> Mapping[str, Any]:
    words, settings = edition.words, edition.book.settings
    company = settings.legal_name or settings.name
    privacy, cells = settings.privacy, edition.cells("")
    return {
        "title": words("privacy.title"),
        "intro": words("privacy.intro", company=company, day=edition.write.day(edition.book.as_of)),
        "address": cells.address(value_of(settings.address)) if settings.address else "",
        "contact": [one for one in (privacy.contact, *_mailed(privacy)) if one] if privacy else [],
        "officer": privacy.officer if privacy else None,
        "authority": privacy.authority if privacy else None,
        "purposes": [_purpose(edition, node) for node in edition.book.nodes("processing")],
        "rights": [(words(f"privacy.right.{one}"), words(f"privacy.right.{one}.text")) for one in RIGHTS],
    }


def _mailed(privacy: Node) -> Iterator[Markup]:
    if privacy.email:
        yield link(mail(privacy.email), privacy.email)


def _purpose(edition: Edition, node: Node) -> Purpose:
    record, value = record_of(node), value_of(node)
    return Purpose(
        edition.names.record(record),
        edition.page_of(record),
        edition.names.translated(value.get("purpose")),
        pairs(_facts(edition, node)),
    )


def _facts(edition: Edition, node: Node) -> Iterator[Fact]:
    cells, value, shape = edition.cells(""), value_of(node), shape_of_node(node)
    for key in _TOLD:
        if value.get(key):
            sub = shape.properties[key]
            yield cells.label(sub), cells.of(sub)(value[key], edition.plain_scope)
