"""KB502, few contacts are of the kind "other"."""

from collections.abc import Iterator
from decimal import Decimal

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_DEFAULT_PERCENT = Decimal(15)
# A share of a handful says nothing about the categories.
_ENOUGH = 20


def _count(relation: Node) -> dict[str, int]:
    """Count the contacts of a relation by kind and explanation."""
    counts: dict[str, int] = {}
    for contact in relation.interactions:
        key = f"{contact.kind}\n{contact.kind_explanation or ''}"
        counts[key] = counts.get(key, 0) + 1
    return counts


def _told(key: str) -> tuple[str, str]:
    kind, _, told = key.partition("\n")
    return kind, told


@rule("KB502", requirement="M24", severity=Severity.WARNING, registers_only=True, tally=_count)
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
    counts = [(*_told(key), count) for key, count in book.tally(_count).items()]
    unclear = [(told, count) for kind, told, count in counts if kind in others]
    share, whole = sum(count for _, count in unclear), sum(count for _, _, count in counts)
    limit = book.settings.lint.other_share
    limit = _DEFAULT_PERCENT if limit is None else limit
    if whole >= _ENOUGH and 100 * share > limit * whole:
        yield Problem(
            vocabulary,
            "terms",
            f"{share} of {whole} contacts are of a kind that needs an explanation; "
            f"the book allows {Decimal(limit):f} %",
            f"Make a term for what is often explained: {_explanations(unclear)}.",
        )


def _explanations(unclear: list[tuple[str, int]]) -> str:
    words: dict[str, int] = {}
    for told, count in unclear:
        # In quotes, as everything that somebody wrote: masking finds it there.
        text = repr(told) if told else "no explanation"
        words[text] = words.get(text, 0) + count
    most = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{text} ({count})" for text, count in most[:8])
