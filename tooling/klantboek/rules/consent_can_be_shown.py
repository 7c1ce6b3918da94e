"""KB902, consent that was given can be shown."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB902", requirement="M55")
def consent_can_be_shown(book: Book) -> Iterator[Problem]:
    """Consent that was given stands with the wording that was agreed to and with proof.

    Whoever relies on consent must be able to demonstrate it (GDPR article 7.1); without wording nobody
    knows what was agreed to.

    Bad: `consents: [{purpose: marketing, channel: email, state: given, on: 2026-01-01, how: form}]`

    Good: `consents: [{purpose: marketing, channel: email, state: given, on: 2026-01-01, how: form, wording: "Send me the newsletter.", proof: form 2026-114}]`
    """
    for relation in book.relations:
        for consent in relation.consents:
            lacking = [name for name in ("wording", "proof") if not consent[name]]
            if consent.state == "given" and lacking:
                yield Problem(
                    consent,
                    "state",
                    f"consent for {consent.purpose} by {consent.channel} stands without {' and '.join(lacking)}",
                    f"Add {' and '.join(lacking)}, or ask again.",
                )
