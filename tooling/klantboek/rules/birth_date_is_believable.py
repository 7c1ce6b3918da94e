"""KB809, a birth date is that of somebody who can be alive."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.rules import Problem, rule

_OLDEST = 120
_YOUNGEST_AT_WORK = 13


@rule("KB809", requirement="M10")
def birth_date_is_believable(book: Book) -> Iterator[Problem]:
    """Nobody is born after today or after we began to do business, is older than 120, or works as a small child.

    A birth date is asked for a reason, such as an age limit; with the wrong century the answer is wrong as well.

    Bad: `{kind: person, person: {name: {surname: Bakker}, birth_date: 1878-09-27}}`

    Good: `{kind: person, person: {name: {surname: Bakker}, birth_date: 1978-09-27}}`
    """
    for relation in book.relations:
        if relation.person:
            yield from _odd(book, relation.person, 0)
            born = relation.person.birth_date
            if born is not None and relation.since is not None and relation.since < born <= book.as_of:
                yield Problem(
                    relation.person,
                    "birth_date",
                    "born after we began to do business",
                    "Correct one of the two days.",
                    relation,
                    "since",
                    "we began here",
                )
        for contact in relation.contacts:
            yield from _odd(book, contact, _YOUNGEST_AT_WORK if relation.organisation else 0)


def _odd(book: Book, person: Node, youngest: int) -> Iterator[Problem]:
    born = person.birth_date
    if born is None:
        return
    age = book.as_of.year - born.year - ((book.as_of.month, book.as_of.day) < (born.month, born.day))
    if born > book.as_of:
        what = "born on a day that is still to come"
    elif age > _OLDEST:
        what = f"older than {_OLDEST}"
    elif age < youngest:
        what = f"younger than {youngest}, and a contact person of an organisation"
    else:
        return
    yield Problem(person, "birth_date", what, "Look at the year, above all at the century.")
