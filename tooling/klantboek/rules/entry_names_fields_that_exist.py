"""KB708, a dictionary entry names fields that exist."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.fields import meant, stands_for_something
from klantboek.book.node import record_of
from klantboek.rules import Problem, rule


@rule("KB708", requirement="M48", registers_only=True)
def entry_names_fields_that_exist(book: Book) -> Iterator[Problem]:
    """A dictionary entry names fields that a record can have.

    An entry for a misspelt field speaks for nothing: the field itself goes without approval, purpose and
    retention, and nobody notices.

    Bad: `{dictionary/birth.yaml: {fields: [relation.person.birthdate]}}`

    Good: `{dictionary/birth.yaml: {fields: [relation.person.birth_date]}}`
    """
    for entry in book.nodes("dictionary"):
        for number, field in enumerate(entry.fields):
            if not stands_for_something(field):
                near = meant(field)
                yield Problem.at(
                    record_of(entry),
                    ("fields", number),
                    f"{field} is no field of any record",
                    f"Did you mean {near!r}?"
                    if near
                    else "Fields of your own are named relation.custom.<key>.",
                )
