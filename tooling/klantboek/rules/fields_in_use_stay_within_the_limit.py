"""KB710, the book has no more fields in use than it allows itself."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Where a value comes from and when it was checked is about the register, not about the customer.
_ABOUT_THE_VALUE = {"verified", "collected"}
_SHOWN = 8


@rule("KB710", requirement="M52", severity=Severity.WARNING, registers_only=True)
def fields_in_use_stay_within_the_limit(book: Book) -> Iterator[Problem]:
    """No more fields are in use than `lint.field_limit` in book.yaml allows.

    Every field asks to be filled, checked and read; past a point more fields mean fewer that are right.

    Bad: `{book.yaml: {lint: {field_limit: 3}}, relations/R-00001.yaml: {since: 2020-01-01}}`

    Good: `{book.yaml: {lint: {field_limit: 30}}, relations/R-00001.yaml: {since: 2020-01-01}}`
    """
    limit = book.settings.lint.field_limit
    if limit is None:
        return
    fields = [
        use
        for use in book.uses.values()
        if use.is_value and _ABOUT_THE_VALUE.isdisjoint(use.field.split("."))
    ]
    if len(fields) > limit:
        least = sorted(fields, key=lambda use: (use.count, use.field))[:_SHOWN]
        shown = ", ".join(f"{use.field} ({use.count})" for use in least)
        yield Problem(
            book.settings.lint,
            "field_limit",
            f"{len(fields)} fields are in use; the book allows {limit}",
            f"Drop what no decision needs. In the fewest relations: {shown}.",
        )
