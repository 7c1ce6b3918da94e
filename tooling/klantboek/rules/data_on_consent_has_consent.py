"""KB905, data that only consent allows is kept of those who gave it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from klantboek.book import Book, Node, Record
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import record_of
from klantboek.book.parts import parts_of
from klantboek.findings import Path
from klantboek.rules import Problem, rule

if TYPE_CHECKING:
    from klantboek.shapes import Shape


@rule("KB905", requirement="M57")
def data_on_consent_has_consent(book: Book) -> Iterator[Problem]:
    """A field whose only ground is consent is kept of relations that gave consent for one of its purposes, and did not withdraw it.

    Without another ground the data may not be there at all, and after withdrawal it has to go (GDPR
    articles 6.1.a and 17.1.b).

    Bad: `{processing/web.yaml: {code: web, legal_basis: consent}, dictionary/visits.yaml: {fields: [relation.web_visits], purposes: [web]}, relations/R-00001.yaml: {web_visits: [{on: 2026-01-01}]}}`

    Good: `{processing/web.yaml: {code: web, legal_basis: consent}, dictionary/visits.yaml: {fields: [relation.web_visits], purposes: [web]}, relations/R-00001.yaml: {consents: [{purpose: web, channel: web, state: given, on: 2025-01-01, how: form}], web_visits: [{on: 2026-01-01}]}}`
    """
    known = book.once(_OnConsent)
    for relation in book.relations if known.entries else ():
        for field, path in known.written(record_of(relation)).items():
            purposes = known.entries[field].purposes
            if not any(_gave(relation, one, book) for one in purposes):
                yield Problem.at(
                    record_of(relation),
                    path,
                    f"{field} rests on consent for {' or '.join(purposes)}, and there is none that counts today",
                    "Record the consent with its wording and proof, or remove the data.",
                    key=True,
                )


class _OnConsent:
    """The fields that rest on nothing but consent, each with its entry; no field inside another."""

    def __init__(self, book: Book) -> None:
        consented = {one.code for one in book.nodes("processing") if one.legal_basis == "consent"}
        fields = {
            field: entry
            for entry in book.nodes("dictionary")
            if entry.purposes
            and consented.issuperset(entry.purposes)
            and entry.decision.outcome != "rejected"
            for field in entry.fields
        }
        dictionary = book.once(Dictionary)
        self.entries = {
            field: dictionary.entry(field) or entry
            for field, entry in fields.items()
            if fields.keys().isdisjoint(_around(field))
        }
        self._names: dict[Shape, tuple[str, ...]] = {}

    def written(self, record: Record) -> dict[str, Path]:
        """Give those of the fields that a record writes, each with its first place."""
        found: dict[str, Path] = {}
        for path, value, shape in parts_of(record).objects:
            if shape not in self._names:
                below = shape.properties.items()
                self._names[shape] = tuple(name for name, one in below if one.path in self.entries)
            for name in self._names[shape]:
                if value.get(name):
                    found.setdefault(shape.properties[name].path, (*path, name))
        for key in record.document.value.get("custom", ()):
            if (field := f"relation.custom.{key}") in self.entries:
                found[field] = ("custom", key)
        return found


def _around(field: str) -> list[str]:
    steps = field.split(".")
    return [".".join(steps[:length]) for length in range(2, len(steps))]


def _gave(relation: Node, purpose: str, book: Book) -> bool:
    """Tell whether a relation's last word about a purpose, on any channel, is a yes that still holds."""
    last: dict[str, Node] = {}
    for consent in sorted(relation.consents, key=lambda one: one.on):
        if consent.purpose == purpose and consent.on <= book.as_of:
            last[consent.channel] = consent
    return any(
        one.state == "given" and (one.until is None or one.until >= book.as_of) for one in last.values()
    )
