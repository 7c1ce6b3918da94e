"""KB702, an approval agrees with the answers of the checklist."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import value_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_OPEN = {"no", "unknown"}
# What is needed may be hard to measure; but nothing makes up for these three.
_ALWAYS = {"concrete", "necessary", "worth_cost"}


@rule("KB702", requirement="M48", severity=Severity.WARNING, registers_only=True)
def approval_agrees_with_the_checklist(book: Book) -> Iterator[Problem]:
    """A field that is approved and in use has no `no` or `unknown` in its checklist that nobody answered for.

    A `no` is allowed when the field is necessary, or when the entry's `note` says why it is kept all the
    same. For the definition, the necessity and the cost only the note counts. An approval against its own
    answers makes the checklist a form that is filled in afterwards.

    Bad: `{dictionary/base.yaml: {fields: [relation], checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: It is.}, predictive: {answer: "yes", because: It is.}, necessary: {answer: "no", because: You never know.}, worth_cost: {answer: "yes", because: It is.}}}}`

    Good: `{dictionary/base.yaml: {fields: [relation], note: Kept until the review of 2027., checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: It is.}, predictive: {answer: "yes", because: It is.}, necessary: {answer: "no", because: You never know.}, worth_cost: {answer: "yes", because: It is.}}}}`
    """
    used = Dictionary(book).fields_in_use()
    for entry in book.nodes("dictionary"):
        if entry.decision.outcome == "approved" and entry.code in used and not entry.note:
            yield from _against(entry)


def _against(entry: Node) -> Iterator[Problem]:
    needed = entry.checklist.necessary.answer == "yes"
    for question in value_of(entry.checklist):
        answer = entry.checklist[question].answer
        if answer in _OPEN and (question in _ALWAYS or not needed):
            yield Problem(
                entry.checklist[question],
                "answer",
                f"{entry.code} is approved and in use, but its answer to {question!r} is {answer!r}",
                "Find the answer, make the decision trial or rejected, or say in note why it is kept all the same.",
                entry.decision,
                "outcome",
                f"approved on {entry.decision.on}",
            )
