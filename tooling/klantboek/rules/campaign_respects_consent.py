"""KB901, a campaign reaches only who agreed and did not object."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.consents import last_word
from klantboek.rules import Problem, rule


@rule("KB901", requirement="M55")
def campaign_respects_consent(book: Book) -> Iterator[Problem]:
    """A campaign is sent only to who agreed where consent is the ground, and never to who withdrew or objected.

    Consent counts per purpose and channel, on the day of sending (GDPR articles 6, 7 and 21).

    Bad: `{processing/marketing.yaml: {code: marketing, legal_basis: consent}, campaigns/C-1.yaml: {code: C-1, purpose: marketing, channels: [email]}, relations/R-00001.yaml: {consents: [{purpose: marketing, channel: email, state: withdrawn, on: 2025-01-01, how: phone}], campaign_responses: [{campaign: C-1, sent_on: 2026-01-01}]}}`

    Good: `{processing/marketing.yaml: {code: marketing, legal_basis: consent}, campaigns/C-1.yaml: {code: C-1, purpose: marketing, channels: [email]}, relations/R-00001.yaml: {consents: [{purpose: marketing, channel: email, state: given, on: 2025-01-01, how: phone}], campaign_responses: [{campaign: C-1, sent_on: 2026-01-01}]}}`
    """
    grounds, campaigns = book.once(_grounds), book.once(_campaigns)
    for relation in book.relations:
        for response in relation.campaign_responses:
            campaign = campaigns.get(response.campaign)
            if campaign is None or campaign.purpose is None or response.sent_on is None or response.control:
                continue
            for channel in (response.channel,) if response.channel else campaign.channels:
                last = last_word(relation, campaign.purpose, channel, response.sent_on)
                if last is not None and last.state != "given":
                    yield _against(response, last)
                elif last is None and grounds.get(campaign.purpose) == "consent":
                    yield _without(response, campaign.purpose, channel)


def _grounds(book: Book) -> dict[str, str]:
    return {activity.code: activity.legal_basis for activity in book.nodes("processing")}


def _campaigns(book: Book) -> dict[str, Node]:
    return {campaign.code: campaign for campaign in book.nodes("campaign")}


def _against(response: Node, last: Node) -> Problem:
    return Problem(
        response,
        "sent_on",
        f"{response.campaign} was sent on {response.sent_on}, after {last.purpose} by {last.channel} was {last.state}",
        "Take the relation off the list, and apologise if it was really sent.",
        last,
        "state",
        f"{last.state} on {last.on}",
    )


def _without(response: Node, purpose: str, channel: str) -> Problem:
    return Problem(
        response,
        "sent_on",
        f"{response.campaign} was sent on {response.sent_on} without consent for {purpose} by {channel}",
        "Record the consent with its wording and proof, or send nothing.",
    )
