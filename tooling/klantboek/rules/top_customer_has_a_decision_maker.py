"""KB219, of a top customer we know who decides."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.amounts import class_of, highest_class, turnover
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB219", requirement="M06", severity=Severity.WARNING)
def top_customer_has_a_decision_maker(book: Book) -> Iterator[Problem]:
    """Of an active customer in the highest class, stated or by turnover, a contact person is the decision maker.

    The largest customers are lost in a conversation with somebody we have never met.

    Bad: `{book.yaml: {classes: [{code: top, names: {en: Top}, turnover_from: 5000}, {code: small, names: {en: Small}, turnover_from: 0}]}, relations/R-00001.yaml: {classification: {class: top}, contacts: [{id: ria, name: {surname: Bakker}, decision_roles: [user]}]}}`

    Good: `{book.yaml: {classes: [{code: top, names: {en: Top}, turnover_from: 5000}, {code: small, names: {en: Small}, turnover_from: 0}]}, relations/R-00001.yaml: {classification: {class: top}, contacts: [{id: ria, name: {surname: Bakker}, decision_roles: [decision_maker]}]}}`
    """
    top = book.once(highest_class)
    for relation in book.relations if top is not None else ():
        if relation.kind != "organisation" or relation.status != "active" or "customer" not in relation.roles:
            continue
        stated = relation.classification.class_
        here = [one for one in relation.contacts if period_of(one).holds(book.as_of)]
        if any("decision_maker" in one.decision_roles for one in here):
            continue
        if (stated or class_of(book, turnover(book, relation))) == top:
            yield Problem(
                relation.classification if stated else relation,
                "class" if stated else None,
                f"{relation.number} is in class {top}, and nobody there is known as decision maker",
                "Find out who decides, and write decision_roles: [decision_maker] with that contact person.",
            )
