"""KB705, a field is collected for an objective, a contract or the law."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_OBLIGED = {"contract", "legal_obligation", "vital_interests", "public_task"}


@rule("KB705", requirement="M51", severity=Severity.WARNING, registers_only=True)
def entry_serves_an_objective(book: Book) -> Iterator[Problem]:
    """An approved field serves an objective of the book, or a purpose that a contract or the law asks for.

    A field that serves nothing costs time, clutters every page and is hard to defend to the one it is about.

    Bad: `{dictionary/hobby.yaml: {fields: [relation.person.profile.habits]}}`

    Good: `{book.yaml: {objectives: [{code: grow, names: {nl: Groei, en: Growth}, target: Ten more a year.}]}, dictionary/hobby.yaml: {fields: [relation.person.profile.habits], objectives: [grow]}}`
    """
    obliged = {one.code for one in book.nodes("processing") if one.legal_basis in _OBLIGED}
    followed = [field for objective in book.settings.objectives for field in objective.fields]
    for entry in book.nodes("dictionary"):
        if (
            entry.decision.outcome == "rejected"
            or entry.objectives
            or not obliged.isdisjoint(entry.purposes)
            or any(_touches(one, other) for one in entry.fields for other in followed)
        ):
            continue
        yield Problem(
            entry,
            "code",
            f"{entry.code} serves no objective, and no contract or law asks for it",
            "Name the objective in objectives, or the purpose in purposes; or stop collecting it.",
        )


def _touches(one: str, other: str) -> bool:
    """Tell whether one field is the other, or lies in it."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")
