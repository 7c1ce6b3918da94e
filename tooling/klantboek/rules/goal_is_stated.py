"""KB416, we know what we aim for with a relation."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB416", requirement="M16", severity=Severity.ADVICE)
def goal_is_stated(book: Book) -> Iterator[Problem]:
    """An active customer or prospect has a goal, in a book that works with goals.

    Without one nobody decides whether the next hour goes into winning, growing or keeping this relation.

    Bad: `{relations/R-00001.yaml: {classification: {goal: grow}}, relations/R-00002.yaml: {roles: [prospect]}}`

    Good: `{relations/R-00001.yaml: {classification: {goal: grow}}, relations/R-00002.yaml: {roles: [prospect], classification: {goal: acquire}}}`
    """
    asked = [
        relation
        for relation in book.relations
        if relation.status == "active" and not {"customer", "prospect"}.isdisjoint(relation.roles)
    ]
    if not any(relation.classification.goal for relation in asked):
        return
    for relation in asked:
        if relation.classification.goal is None:
            usual = "maintain" if "customer" in relation.roles else "acquire"
            yield Problem(
                relation.classification or relation,
                None,
                "there is no goal for this relation",
                f"Choose acquire, grow, maintain or end: classification: {{goal: {usual}}}.",
            )
