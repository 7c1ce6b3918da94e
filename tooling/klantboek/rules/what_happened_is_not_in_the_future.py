"""KB803, what has happened is not in the future."""

from collections.abc import Iterator
from functools import cache

from klantboek.book import Book
from klantboek.book.parts import parts_of
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape, Type

# Days of things that can only be written down once they have happened, as the last steps of the field's path.
# Days that may be announced (an address from next month, the last day of a contract) are not among them.
_HAPPENED = (
    "accounts.mandate_signed_on",
    "agreements.on",
    "anonymous_answers.on",
    "assessment.on",
    "campaign_responses.opened_on",
    "campaign_responses.responded_on",
    "campaign_responses.sent_on",
    "collected.on",
    "complaints.answers.on",
    "complaints.on",
    "complaints.resolved_on",
    "configurations.on",
    "consents.on",
    "decision.on",
    "entries.on",
    "favourites.on",
    "follow_up.done_on",
    "follow_ups.done_on",
    "former.until",
    "former_names.until",
    "heard_via.on",
    "interests.on",
    "judgement.on",
    "loyalty.joined_on",
    "notes.on",
    "orders.date",
    "orders.delivered_on",
    "paper.since",
    "payments.on",
    "processors.agreement_on",
    "product_requests.on",
    "products_in_use.warranty_registered_on",
    "profile.founded_on",
    "quotes.date",
    "relation.since",
    "reminders.on",
    "reservations.on",
    "satisfaction.on",
    "social.counted_on",
    "subscriptions.cancelled_on",
    "survey_answers.on",
    "tombstone.on",
    "verified.on",
    "web_visits.on",
)


@rule("KB803", requirement="M53")
def what_happened_is_not_in_the_future(book: Book) -> Iterator[Problem]:
    """A day on which something was done, said or found is today or earlier.

    It is a typing error, most often in the year; and what seems to be newest stands above what really is.

    Bad: `emails: [{address: a@halm.example, verified: {on: 2062-06-30, how: phone}}]`

    Good: `emails: [{address: a@halm.example, verified: {on: 2026-06-30, how: phone}}]`
    """
    today = book.as_of.isoformat()
    for record in book.records:
        if not record.fits:
            continue
        for path, value, shape in parts_of(record).objects:
            for name in _days(shape):
                # Days as text are in the same order as the days themselves.
                if name in value and value[name] > today:
                    what = ".".join((*shape.path.split(".")[1:], name)[-2:])
                    yield Problem.at(
                        record,
                        (*path, name),
                        f"{what} is {value[name]}, which is still to come",
                        "Correct the day; what is still to come is written down when it has happened.",
                    )


@cache
def _days(shape: Shape) -> tuple[str, ...]:
    """Give the days of an object of this shape that can't lie ahead."""
    return tuple(
        name
        for name, below in shape.properties.items()
        if below.type is Type.DATE and f".{below.path}".endswith(tuple(f".{path}" for path in _HAPPENED))
    )
