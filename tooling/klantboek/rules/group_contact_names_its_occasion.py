"""KB510, a contact with a group says at which event or in which campaign."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB510", requirement="M23", severity=Severity.ADVICE)
def group_contact_names_its_occasion(book: Book) -> Iterator[Problem]:
    """A contact with a group, such as a fair or a mailing, names its event or its campaign.

    Only then can be counted whom the fair or mailing reached, and what it brought.

    Bad: `interactions: [{on: 2026-10-07, state: realised, form: group, kind: event, channel: fair, subject: Visited our stand}]`

    Good: `interactions: [{on: 2026-10-07, state: realised, form: group, kind: event, channel: fair, event: Bakbeurs 2026, subject: Visited our stand}]`
    """
    for relation in book.relations:
        for contact in relation.interactions:
            named = contact.event is not None or contact.campaign is not None
            if contact.form == "group" and contact.state != "cancelled" and not named:
                yield Problem(
                    contact,
                    "form",
                    "a contact with a group, without event or campaign",
                    "Add event with its name, or campaign with its code; or write form: individual.",
                )
