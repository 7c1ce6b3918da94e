"""What a relation last said about a purpose and a channel."""

from datetime import date

from klantboek.book.node import Node


def last_word(
    relation: Node, purpose: str, channel: str, day: date, contact: str | None = None
) -> Node | None:
    """Give the consent that counted on a day; of two on one day, the one written last.

    A yes for a limited time that is over counts as nothing said. With ``contact`` the answers of other
    contact persons are left out.
    """
    said = [
        consent
        for consent in relation.consents
        if (consent.purpose, consent.channel) == (purpose, channel)
        and consent.on <= day
        and (contact is None or consent.contact in {None, contact})
    ]
    found: Node | None = max(enumerate(said), key=lambda one: (one[1].on, one[0]))[1] if said else None
    if found and found.state == "given" and found.until is not None and found.until < day:
        return None
    return found
