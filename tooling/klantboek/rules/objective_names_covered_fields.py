"""KB706, an objective names the fields that it is followed by."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.fields import meant, stands_for_something
from klantboek.book.node import path_of, record_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB706", requirement="M51", severity=Severity.WARNING, registers_only=True)
def objective_names_covered_fields(book: Book) -> Iterator[Problem]:
    """An objective names at least one field, and each of them exists and has an entry in the dictionary.

    Without fields nobody can see whether an objective comes nearer; with a field that nobody defined,
    everybody sees something else.

    Bad: `{book.yaml: {objectives: [{code: grow, names: {nl: Groei, en: Growth}, target: Ten more a year.}]}}`

    Good: `{book.yaml: {objectives: [{code: grow, names: {nl: Groei, en: Growth}, target: Ten more a year., fields: [relation.orders]}]}, dictionary/base.yaml: {fields: [relation]}}`
    """
    dictionary = Dictionary(book)
    for objective in book.settings.objectives:
        if not objective.fields:
            yield Problem(
                objective,
                "code",
                f"the objective {objective.code} names no fields that show how it goes",
                "List them in fields, such as relation.orders, or drop the objective.",
            )
        for number, field in enumerate(objective.fields):
            yield from _uncovered(objective, number, field, dictionary)


def _uncovered(objective: Node, number: int, field: str, dictionary: Dictionary) -> Iterator[Problem]:
    if not stands_for_something(field):
        message = f"the objective {objective.code} names {field}, which is no field of any record"
        near = meant(field)
        advice = f"Did you mean {near!r}?" if near else "The reference pages list the fields of each record."
    elif dictionary.entry(field) is None and not dictionary.is_divided(field):
        message = f"the objective {objective.code} names {field}, which no entry of the dictionary covers"
        advice = "Make an entry for it: a file in the folder dictionary with the answers to eight questions."
    else:
        return
    yield Problem.at(record_of(objective), (*path_of(objective, "fields"), number), message, advice)
