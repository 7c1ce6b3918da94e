"""KB505, what has to be done next is done by its day."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.follow_ups import open_follow_ups
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB505", requirement="M23", severity=Severity.ADVICE)
def follow_up_is_done_in_time(book: Book) -> Iterator[Problem]:
    """A follow-up is done by its day, or gets a new one.

    The customer was promised something; a list of things that are late anyway is a list nobody reads.

    Bad: `interactions: [{on: 2026-10-01, state: realised, form: individual, kind: sales, channel: phone, subject: Oven, follow_ups: [{what: Send quote, owner: hdv, due: 2026-10-08}]}]`

    Good: `interactions: [{on: 2026-10-01, state: realised, form: individual, kind: sales, channel: phone, subject: Oven, follow_ups: [{what: Send quote, owner: hdv, due: 2026-10-08, done_on: 2026-10-07}]}]`
    """
    for relation in book.relations:
        for task in open_follow_ups(relation):
            if task.due is not None and task.due < book.as_of:
                yield Problem(
                    task,
                    "due",
                    f"should have been done by {task.due}",
                    "Do it and add done_on, or agree on a new day with the customer.",
                )
