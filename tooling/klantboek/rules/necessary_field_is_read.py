"""KB713, what is called necessary is read by something."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.lineage import Lineage
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_OBLIGED = {"contract", "legal_obligation", "vital_interests", "public_task"}


@rule("KB713", requirement="M50", severity=Severity.ADVICE, registers_only=True)
def necessary_field_is_read(book: Book) -> Iterator[Problem]:
    """A field that is said to be necessary is read by a figure, a list, a segment, the score, an objective or a rule.

    What is kept for a contract or by law may be there to be looked up. What is kept for our own sake, and
    only shows on the page of the relation itself, is kept because "you never know".

    Bad: `{dictionary/oven.yaml: {fields: [relation.custom.oven], schema: {type: string}}, relations/R-00001.yaml: {custom: {oven: gas}}}`

    Good: `{dictionary/oven.yaml: {fields: [relation.custom.oven], schema: {type: string}}, segments/gas-ovens.yaml: {condition: "custom('oven') = 'gas'"}, relations/R-00001.yaml: {custom: {oven: gas}}}`
    """
    dictionary = book.once(Dictionary)
    read = {entry.code for field in book.once(Lineage) if (entry := dictionary.entry(field)) is not None}
    obliged = {one.code for one in book.nodes("processing") if one.legal_basis in _OBLIGED}
    used = Dictionary(book).fields_in_use()
    for entry in book.nodes("dictionary"):
        if (
            entry.decision.outcome != "rejected"
            and entry.checklist.necessary.answer == "yes"
            and entry.code in used
            and entry.code not in read
            and obliged.isdisjoint(entry.purposes)
        ):
            yield Problem(
                entry.checklist.necessary,
                "answer",
                f"{entry.code} is said to be necessary, and nothing reads it but the page of the relation itself",
                "Use it, for example in a segment; answer partly or no; or reject it at the next review.",
            )
