"""KB117, the condition of a segment can be worked out."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.condition_parser import condition_of
from klantboek.book.conditions import Condition, ConditionError
from klantboek.book.dictionary import Dictionary
from klantboek.errors import nearest
from klantboek.rules import Problem, rule

_EXAMPLE = "A condition compares names with values: status = 'active' AND orders >= 3."


@rule("KB117", requirement="M42", registers_only=True)
def segment_can_be_worked_out(book: Book) -> Iterator[Problem]:
    """The condition of a segment asks for what the book has, in the words that conditions are made of.

    A condition that can't be worked out gives no members: a campaign for it reaches nobody, and a figure
    about it is missing.

    Bad: `{segments/large.yaml: {condition: "turnovr >= 5000"}}`

    Good: `{segments/large.yaml: {condition: "turnover >= 5000 AND status <> 'lost'"}}`
    """
    for segment in book.nodes("segment"):
        try:
            condition = condition_of(segment.condition)
        except ConditionError as error:
            is_inside = error.start < len(segment.condition.rstrip())
            at = f"at character {error.start + 1}" if is_inside else "at its end"
            message = f"the condition can't be worked out, {at}: {error.message}"
            yield Problem(segment, "condition", message, error.advice or _EXAMPLE)
        else:
            yield from _unknown(book, segment, condition)


def _unknown(book: Book, segment: Node, condition: Condition) -> Iterator[Problem]:
    """Give the fields of the book's own, purposes and channels that the book does not have."""
    dictionary = book.once(Dictionary)
    for key in condition.customs:
        if dictionary.entry(f"relation.custom.{key}") is None:
            message = f"custom({key!r}) is in no entry of the dictionary, so nobody has it"
            yield Problem(segment, "condition", message, "Mend the name, or add the field to the dictionary.")
    for purpose, channel in condition.consents:
        yield from _lacking(
            segment, purpose, {one.code for one in book.nodes("processing")}, "processing activity"
        )
        channels = {
            term.code for one in book.nodes("vocabulary") if one.code == "channels" for term in one.terms
        }
        yield from _lacking(segment, channel, channels, "channel")


def _lacking(segment: Node, code: str, known: set[str], what: str) -> Iterator[Problem]:
    if known and code not in known:
        near = nearest(code, known)
        advice = f"Did you mean {near}?" if near else f"There are {', '.join(sorted(known))}."
        yield Problem(
            segment,
            "condition",
            f"consent() asks for the {what} {code!r}, which the book does not have",
            advice,
        )
