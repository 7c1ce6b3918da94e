"""KB509, nobody is sought out by a channel they objected to."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.consents import last_word
from klantboek.book.node import shape_of_node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB509", requirement="M56", severity=Severity.WARNING)
def contact_respects_objection(book: Book) -> Iterator[Problem]:
    """We seek no contact by a channel that the relation objected to for that purpose, nor plan it.

    Who objected and is called or written to all the same is right to complain (GDPR article 21). The purpose
    is the campaign's; a group contact without campaign goes against every objection to its channel, a
    conversation only against one to keeping in touch. Contacts that came from them are free.

    Bad: `{relations/R-00001.yaml: {consents: [{purpose: relationship, channel: phone, state: objected, on: 2026-01-05, how: phone}], interactions: [{on: 2026-12-01, state: planned, form: individual, kind: sales, channel: phone, direction: out, subject: Oven}]}}`

    Good: `{relations/R-00001.yaml: {consents: [{purpose: relationship, channel: phone, state: objected, on: 2026-01-05, how: phone}], interactions: [{on: 2026-12-01, state: planned, form: individual, kind: sales, channel: visit, direction: out, subject: Oven}]}}`
    """
    campaigns = book.once(_purposes_of_campaigns)
    for relation in book.relations:
        if not any(consent.state != "given" for consent in relation.consents):
            continue
        for contact in relation.interactions:
            if contact.state != "cancelled" and contact.direction == "out":
                against = _against(relation, contact, campaigns.get(contact.campaign))
                if against is not None:
                    yield _problem(contact, against)


def _purposes_of_campaigns(book: Book) -> dict[str, str | None]:
    return {campaign.code: campaign.purpose for campaign in book.nodes("campaign")}


def _against(relation: Node, contact: Node, purpose: str | None) -> Node | None:
    """Give the answer that the contact goes against."""
    for one in _purposes(relation, contact, purpose):
        for person in contact.contacts or (None,):
            last = last_word(relation, one, contact.channel, contact.on, person)
            # A yes that was taken back matters where a yes was asked for: in campaigns.
            if last is not None and (last.state == "objected" or (purpose and last.state == "withdrawn")):
                return last
    return None


def _purposes(relation: Node, contact: Node, purpose: str | None) -> list[str]:
    if purpose is not None:
        return [purpose]
    if contact.form == "group":
        return sorted({consent.purpose for consent in relation.consents})
    return [shape_of_node(relation).properties["interactions"].purpose]


def _problem(contact: Node, against: Node) -> Problem:
    no = "an objection to" if against.state == "objected" else "consent withdrawn for"
    return Problem(
        contact,
        "channel",
        f"contact by {contact.channel} on {contact.on} goes against {no} {against.purpose}",
        "Choose a channel they did not object to, or leave it.",
        against,
        "state",
        f"{against.state} on {against.on}",
    )
