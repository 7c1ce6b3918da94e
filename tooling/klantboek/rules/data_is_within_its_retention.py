"""KB907, data is kept no longer than its retention."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.retention import Expired, Retention
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_PRIVATE = {"private", "financial", "special"}
_EVENTS = {
    "last_order": "the last order",
    "last_contact": "the last contact",
    "end_of_relation": "the end of the relation",
    "collected": "it was collected",
}


@rule("KB907", requirement="M57", severity=Severity.WARNING)
def data_is_within_its_retention(book: Book) -> Iterator[Problem]:
    """What a relation's record holds is not older than the retention in its dictionary entry.

    What is no longer needed may not be kept (GDPR article 5.1.e); what is gone can't be stolen, lost or
    asked for either. A part without a day to count from is not reported.

    Bad: `{dictionary/notes.yaml: {fields: [relation.notes], retention: {months: 24, after: collected}}, relations/R-00001.yaml: {notes: [{on: 2024-01-31, by: hdv, text: Opens at six.}]}}`

    Good: `{dictionary/notes.yaml: {fields: [relation.notes], retention: {months: 24, after: collected}}, relations/R-00001.yaml: {notes: [{on: 2025-01-31, by: hdv, text: Opens at six.}]}}`
    """
    retention = book.once(_retention)
    if retention is None:
        return
    for relation in book.relations:
        found: dict[str, list[Expired]] = {}
        for one in retention.expired(relation):
            found.setdefault(one.entry.code, []).append(one)
        for parts in found.values():
            first = min(parts, key=lambda one: one.due)
            entry, more = first.entry, len(parts) - 1
            others = f", and {more} more part{'' if more == 1 else 's'} of {entry.code}" if more else ""
            yield Problem(
                relation,
                None,
                f"{_title(first)} should have gone on {first.due}{others}",
                f"Remove it, or change the retention of {entry.code}: now {entry.retention.months} months "
                f"after {_EVENTS[entry.retention.after]}.",
                entry,
                "retention",
                f"the retention of {entry.code}",
                exact=first.path,
                at_key=isinstance(first.path[-1], str),
                hidden=first.shape.sensitivity in _PRIVATE,
            )


def _retention(book: Book) -> Retention | None:
    stated = any(entry.retention for entry in book.nodes("dictionary"))
    return Retention(book.once(Dictionary), book.as_of, book.bulk) if stated else None


def _title(one: Expired) -> str:
    items = one.shape.items
    return (
        items.title if items is not None and isinstance(one.path[-1], int) else one.shape.title
    ).casefold()
