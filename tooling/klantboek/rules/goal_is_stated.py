"""KB416, we know what we aim for with a relation."""

from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _is_asked(relation: Node) -> bool:
    return relation.status == "active" and not {"customer", "prospect"}.isdisjoint(relation.roles)


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record) and _is_asked(record.node) and record.node.classification.goal is None:
        yield Side.SUSPECT, ""


def _goals(relation: Node) -> dict[str, int]:
    return {"goals": 1} if _is_asked(relation) and relation.classification.goal else {}


def _has_goals(book: Book) -> bool:
    return book.tally(_goals).get("goals", 0) > 0


@rule(
    "KB416",
    requirement="M16",
    severity=Severity.ADVICE,
    across=Across(_claims, tally=_goals, asked=_has_goals),
)
def goal_is_stated(book: Book) -> Iterator[Problem]:
    """An active customer or prospect has a goal, in a book that works with goals.

    Without one nobody decides whether the next hour goes into winning, growing or keeping this relation.

    Bad: `{relations/R-00001.yaml: {classification: {goal: grow}}, relations/R-00002.yaml: {roles: [prospect]}}`

    Good: `{relations/R-00001.yaml: {classification: {goal: grow}}, relations/R-00002.yaml: {roles: [prospect], classification: {goal: acquire}}}`
    """
    if not _has_goals(book):
        return
    for relation in filter(_is_asked, book.relations):
        if relation.classification.goal is None:
            usual = "maintain" if "customer" in relation.roles else "acquire"
            yield Problem(
                relation.classification or relation,
                None,
                "there is no goal for this relation",
                f"Choose acquire, grow, maintain or end: classification: {{goal: {usual}}}.",
            )
