"""KB221, a preferred address or number is still in use."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB221", requirement="M26")
def preferred_point_is_still_in_use(book: Book) -> Iterator[Problem]:
    """The preferred e-mail address or telephone number of a relation or a contact person has not ended.

    Whoever follows the preference writes to a box that nobody reads any more.

    Bad: `emails: [{address: info@halm.example, preferred: true, until: 2025-06-30}, {address: bakker@halm.example}]`

    Good: `emails: [{address: info@halm.example, until: 2025-06-30}, {address: bakker@halm.example, preferred: true}]`
    """
    for relation in book.relations:
        for holder in (relation, *relation.contacts):
            for point in (*holder.emails, *holder.phones):
                if point.preferred and point.until is not None and point.until < book.as_of:
                    yield Problem(
                        point,
                        "preferred",
                        f"this one is preferred, but ended on {point.until}",
                        "Prefer one that is in use, or remove the date.",
                        point,
                        "until",
                        "ended here",
                    )
