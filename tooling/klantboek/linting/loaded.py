"""A book that was read as a whole, checked: the same findings as the check of a folder."""

from collections.abc import Callable

from klantboek.book import Book
from klantboek.duplicates.findings import duplicates_of, findings_of, untold
from klantboek.duplicates.pairs import Duplicates
from klantboek.findings import Finding
from klantboek.linting.more import More, nothing_more
from klantboek.rules.catalogue import DUPLICATE
from klantboek.rules.registry import all_rules, run
from klantboek.rules.selection import Choice, chosen, identified


def lint_loaded(
    book: Book,
    choice: Choice | None = None,
    told: Callable[[int, int], None] | None = None,
    duplicates: Duplicates | None = None,
    beside: More = nothing_more,
) -> list[Finding]:
    """Give everything there is to say about a book, by its own settings and a choice, in order of place.

    ``told`` hears how many of the rules are done; ``duplicates`` are those of the book, when they were found;
    ``beside`` tells what is wrong with the files of the book that are no records.
    """
    choice = choice or Choice()
    rules, found = all_rules(), [*book.findings, *beside(book)]
    for number, rule in enumerate(rules, start=1):
        found += run(book, (rule,))
        if told:
            told(number, len(rules))
    if choice.may_take(DUPLICATE.code):
        found += untold(findings_of(duplicates or duplicates_of(book), book), found)
    return chosen(identified(found, book.records), book.records, book, choice)
