"""What the codes of a book are called: relations, products, staff, terms."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from klantboek.book import Book
from klantboek.book.node import value_of
from klantboek.book.record import Record
from klantboek.handbook.asking import ask
from klantboek.handbook.shelf import ShelvedRecord


def person_name(name: Mapping[str, Any]) -> str:
    """Write a person's name the short way: given name or initials, then the surname."""
    parts = (name.get("given") or name.get("initials"), name.get("prefix"), name.get("surname"))
    return " ".join([part for part in parts if part])


def full_name(name: Mapping[str, Any]) -> str:
    """Write everything that is known of a person's name: dr. J.A. (Jan) van der Berg-Smit MBA."""
    given = name.get("given")
    if given and name.get("initials"):
        given = f"({given})"
    surname = "-".join(part for part in (name.get("surname"), name.get("birth_surname")) if part)
    parts = (name.get("title"), name.get("initials"), given, name.get("prefix"), surname, name.get("suffix"))
    return " ".join([part for part in parts if part])


def relation_name(value: Any) -> str:
    """Give the name that a relation goes by; "" when it has none."""
    if not isinstance(value, dict):
        return ""
    for kind in ("organisation", "person"):
        part = value.get(kind)
        name = part.get("name") if isinstance(part, dict) else None
        if isinstance(name, str):
            return name
        if isinstance(name, dict):
            texts = {key: text for key, text in name.items() if isinstance(text, str)}
            return person_name(texts)
    return ""


class Names:
    """The names of everything in a book, in one language and else in another."""

    def __init__(self, book: Book, language: str) -> None:
        self._book = book
        self._language = language
        self._known: dict[str, str] = {}

    def translated(self, texts: Any) -> str:
        """Give the text in our language, or the one there is."""
        if isinstance(texts, str):
            return texts
        if not isinstance(texts, dict):
            return ""
        found = texts.get(self._language) or next((text for text in texts.values() if text), "")
        return found if isinstance(found, str) else ""

    def record(self, record: Record) -> str:
        """Give the name of a record, or its id when it has none."""
        if isinstance(record, ShelvedRecord):
            return record.name or record.id
        if record.file not in self._known:
            self._known[record.file] = self._name(record) or record.id
        return self._known[record.file]

    def linked(self, record: Record) -> str:
        """Give the same for a link that is told when the name changes: see ``renaming.py``."""
        if isinstance(record, ShelvedRecord):
            ask("link", record.file)
            return record.card.name or record.id
        return self.record(record)

    def _name(self, record: Record) -> str:
        value = record.document.value
        if not isinstance(value, dict):
            return ""
        if record.kind == "relation":
            return relation_name(value)
        if record.kind == "book":
            return self.translated(value.get("name"))
        if record.kind == "judgement":
            return f"{value.get('a', '')} · {value.get('b', '')}"
        return self.translated(value.get("names") or value.get("name"))

    def staff(self, code: str) -> str:
        """Give the name of one of our own people."""
        return self._staff.get(code, code)

    def setting(self, sort: str, code: str) -> str:
        """Give the name of a class or an objective."""
        return self._settings.get((sort, code), code)

    def term(self, vocabulary: str, code: str) -> str:
        """Give the name of a term of a vocabulary."""
        return self._terms.get((vocabulary, code), code)

    @cached_property
    def custom_titles(self) -> Mapping[str, str]:
        """What the book's own fields are called, by their key."""
        own = "relation.custom."
        return {
            field.removeprefix(own): self.translated(entry["names"])
            for entry in map(value_of, self._book.nodes("dictionary"))
            if entry.get("names")
            for field in entry.get("fields", ())
            if field.startswith(own)
        }

    @cached_property
    def _staff(self) -> dict[str, str]:
        return {person.id: person.name for person in self._book.settings.staff}

    @cached_property
    def _settings(self) -> dict[tuple[str, str], str]:
        settings = self._book.settings
        sorts = (
            ("class", settings.classes),
            ("objective", settings.objectives),
            ("audience", settings.audiences),
        )
        return {
            (sort, node.code): node.names[self._language] or node.names.nl or node.names.en or node.code
            for sort, nodes in sorts
            for node in nodes
        }

    @cached_property
    def _terms(self) -> dict[tuple[str, str], str]:
        return {
            (vocabulary.code, term.code): term.names[self._language]
            or term.names.nl
            or term.names.en
            or term.code
            for vocabulary in self._book.nodes("vocabulary")
            for term in vocabulary.terms
        }
