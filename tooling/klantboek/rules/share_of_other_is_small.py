"""KB502, few contacts are of the kind "other"."""

from collections.abc import Iterator
from decimal import Decimal

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_DEFAULT_PERCENT = Decimal(15)
# A share of a handful says nothing about the categories.
_ENOUGH = 20


@rule("KB502", requirement="M24", severity=Severity.WARNING)
def share_of_other_is_small(book: Book) -> Iterator[Problem]:
    """The share of contacts whose kind needs an explanation stays below the book's `lint.other_share`.

    A large share means that a category is missing: the explanations show which one.

    Bad: `{vocabularies/contact-kinds.yaml: {code: contact-kinds, terms: [{code: other, names: {nl: Overig, en: Other}, needs_explanation: true}]}, relations/R-00001.yaml: {interactions: [{times: 20, of: {on: 2026-01-02, state: realised, form: individual, kind: other, kind_explanation: tasting, channel: phone, subject: Bread}}]}}`

    Good: `{vocabularies/contact-kinds.yaml: {code: contact-kinds, terms: [{code: tasting, names: {nl: Proeverij, en: Tasting}}]}, relations/R-00001.yaml: {interactions: [{times: 20, of: {on: 2026-01-02, state: realised, form: individual, kind: tasting, channel: phone, subject: Bread}}]}}`
    """
    vocabulary = next((one for one in book.nodes("vocabulary") if one.code == "contact-kinds"), None)
    if vocabulary is None:
        return
    others = {term.code for term in vocabulary.terms if term.needs_explanation}
    contacts = [contact for relation in book.relations for contact in relation.interactions]
    unclear = [contact for contact in contacts if contact.kind in others]
    limit = book.settings.lint.other_share
    limit = _DEFAULT_PERCENT if limit is None else limit
    if len(contacts) >= _ENOUGH and 100 * len(unclear) > limit * len(contacts):
        yield Problem(
            vocabulary,
            "terms",
            f"{len(unclear)} of {len(contacts)} contacts are of a kind that needs an explanation; "
            f"the book allows {limit:f} %",
            f"Make a term for what is often explained: {_explanations(unclear)}.",
        )


def _explanations(contacts: list[Node]) -> str:
    words: dict[str, int] = {}
    for contact in contacts:
        # In quotes, as everything that somebody wrote: masking finds it there.
        text = repr(contact.kind_explanation) if contact.kind_explanation else "no explanation"
        words[text] = words.get(text, 0) + 1
    most = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{text} ({count})" for text, count in most[:8])
