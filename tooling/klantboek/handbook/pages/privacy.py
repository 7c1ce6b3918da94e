"""The privacy statement, written from the register of processing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.book import Node
from klantboek.book.node import record_of, shape_of_node, value_of
from klantboek.handbook.edition import Edition
from klantboek.handbook.keeping import kept
from klantboek.handbook.links import mail
from klantboek.handbook.markup import Fact, escaped, items, link, pairs
from klantboek.handbook.page import Page
from klantboek.handbook.translated import in_language

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
    cells, shape = edition.cells(""), shape_of_node(node)
    value = in_language(value_of(node), edition.language)
    for key in _TOLD:
        if value.get(key):
            sub = shape.properties[key]
            told = _IN_WORDS.get(key)
            cell = told(edition, value[key]) if told else cells.of(sub)(value[key], edition.plain_scope)
            yield cells.label(sub), cell


def _listed(_: Edition, texts: Sequence[str]) -> Markup:
    """Give texts that have commas of their own."""
    return items([escaped(text) for text in texts])


def _processors(edition: Edition, parties: Sequence[Mapping[str, Any]]) -> Markup:
    """Give who works for us: the name, the country and what for."""
    return items([escaped(": ".join(_party(edition, one))) for one in parties])


def _party(edition: Edition, one: Mapping[str, Any]) -> Iterator[str]:
    country = f" ({edition.write.country(one['country'])})" if "country" in one else ""
    yield f"{one.get('name', '')}{country}"
    if "task" in one:
        yield one["task"]


def _transfers(edition: Edition, places: Sequence[Mapping[str, Any]]) -> Markup:
    """Give the countries outside the EEA that data goes to, and what guards it there."""
    told = (
        [edition.write.country(one.get("country", "")), *([one["safeguard"]] if "safeguard" in one else [])]
        for one in places
    )
    return items([escaped(": ".join(one)) for one in told])


# What reads better as a sentence than as facts with their labels.
_IN_WORDS: Mapping[str, Callable[[Edition, Any], Markup]] = {
    "data_categories": _listed,
    "recipients": _listed,
    "processors": _processors,
    "transfers": _transfers,
    "retention": kept,
}
