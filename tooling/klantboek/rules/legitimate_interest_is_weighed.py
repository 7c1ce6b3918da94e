"""KB904, a legitimate interest is weighed in writing."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB904", requirement="M57", registers_only=True)
def legitimate_interest_is_weighed(book: Book) -> Iterator[Problem]:
    """A processing activity that rests on a legitimate interest states it, and why it outweighs that of the person.

    The ground only holds after weighing, and the interest must be named in the privacy statement (GDPR
    articles 6.1.f and 13.1.d).

    Bad: `{processing/relationship.yaml: {code: relationship, legal_basis: legitimate_interests}}`

    Good: `{processing/relationship.yaml: {code: relationship, legal_basis: legitimate_interests, legitimate_interest: "We remember what was agreed; people meet us in their work and may object."}}`
    """
    for activity in book.nodes("processing"):
        if activity.legal_basis == "legitimate_interests" and not activity.legitimate_interest:
            yield Problem(
                activity,
                "legal_basis",
                f"{activity.code} rests on a legitimate interest that is not stated",
                "Write in legitimate_interest what the interest is and why it outweighs that of the person.",
            )
