"""KB909, a channel that is preferred for marketing was not refused for it."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.consents import last_word
from klantboek.rules import Problem, rule

_MARKETING = "newsletter"
# Marketing as well, unless they asked for it.
_OFFER = "offer"


@rule("KB909", requirement="M56")
def marketing_preference_agrees_with_consent(book: Book) -> Iterator[Problem]:
    """The channel preferred for a newsletter or offer is not one on which marketing was refused.

    An offer counts as marketing unless the relation asked for products or has a quote. Lists are drawn from
    preferences: such a preference sends marketing to somebody who said no, and an
    objection to marketing is absolute (GDPR article 21.3).

    Bad: `{processing/marketing.yaml: {code: marketing, marketing: true}, relations/R-00001.yaml: {preferences: {channels: [{moment: newsletter, channel: email}]}, consents: [{purpose: marketing, channel: email, state: withdrawn, on: 2026-01-01, how: phone}]}}`

    Good: `{processing/marketing.yaml: {code: marketing, marketing: true}, relations/R-00001.yaml: {preferences: {channels: [{moment: newsletter, channel: email}]}, consents: [{purpose: marketing, channel: phone, state: withdrawn, on: 2026-01-01, how: phone}]}}`
    """
    purposes = book.once(_marketing)
    for relation in book.relations:
        asked = bool(relation.quotes or relation.product_requests)
        for preference in relation.preferences.channels:
            if preference.moment != _MARKETING and (preference.moment != _OFFER or asked):
                continue
            for purpose in purposes:
                last = last_word(relation, purpose, preference.channel, book.as_of, preference.contact)
                if last is not None and last.state != "given":
                    yield Problem(
                        preference,
                        "channel",
                        f"{preference.channel} is preferred for {preference.moment}, but {purpose} by it was {last.state}",
                        "Remove the preference, or record the new consent if there is one.",
                        last,
                        "state",
                        f"{last.state} on {last.on}",
                    )


def _marketing(book: Book) -> list[str]:
    return [one.code for one in book.nodes("processing") if one.marketing]
