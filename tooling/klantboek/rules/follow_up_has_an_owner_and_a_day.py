"""KB506, what has to be done next has somebody who does it and a day."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.follow_ups import open_follow_ups
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB506", requirement="M23", severity=Severity.WARNING)
def follow_up_has_an_owner_and_a_day(book: Book) -> Iterator[Problem]:
    """A follow-up that is open says who does it and by which day.

    Without an owner it is nobody's, and without a day it appears in no reminder: then it is forgotten.

    Bad: `quotes: [{number: Q-1, date: 2026-11-01, status: open, lines: [{product: oven, quantity: 1, unit_price: 900}], follow_up: {what: Call back}}]`

    Good: `quotes: [{number: Q-1, date: 2026-11-01, status: open, lines: [{product: oven, quantity: 1, unit_price: 900}], follow_up: {what: Call back, owner: hdv, due: 2026-12-01}}]`
    """
    wanted = {"owner": "an owner", "due": "a day"}
    for relation in book.relations:
        for task in open_follow_ups(relation):
            missing = [key for key in wanted if task[key] is None]
            if missing:
                yield Problem(
                    task,
                    "what",
                    f"still to be done, without {' or '.join(wanted[key] for key in missing)}",
                    f"Add {' and '.join(missing)}, or done_on if it has been done.",
                )
