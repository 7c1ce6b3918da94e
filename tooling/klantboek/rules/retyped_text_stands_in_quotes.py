"""KB116, text that other programs retype stands in quotes."""

from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.changes import Fix, Steps
from klantboek.edits.quoting import unquoted
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB116", requirement="M64", severity=Severity.ADVICE)
def retyped_text_stands_in_quotes(book: Book) -> Iterator[Problem]:
    """Text that another YAML program would read as a number, a yes or no, or a time stands in quotes.

    Spreadsheet tools and scripts that read the records lose it: 0570 becomes 376, NO (Norway) becomes a no.

    Bad: `{book.yaml: "country: NO"}`

    Good: `{book.yaml: 'country: "NO"'}`
    """
    for record in book.records:
        # A value that its schema refuses is another one by the time that is mended.
        refused = {finding.path for finding in record.findings}
        changes = tuple(one for one in unquoted(record.document) if one.key or one.path not in refused)
        if changes:
            first = changes[0]
            word = str(first.path[-1] if first.key else _at(record, first.path))
            yield Problem(
                record.node,
                None,
                f"{word!r} is not text to other programs{_more(len(changes) - 1)}",
                "Put quotes around it.",
                exact=first.path,
                at_key=first.key,
                fix=Fix("put quotes around what other programs retype", changes),
            )


def _more(count: int) -> str:
    if not count:
        return ""
    return (
        ", and neither is one more in this file"
        if count == 1
        else f", and neither are {count} more in this file"
    )


def _at(record: Record, path: Steps) -> object:
    value = record.document.value
    for step in path:
        value = value[step]
    return value
