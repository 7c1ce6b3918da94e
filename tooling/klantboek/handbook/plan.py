"""What is asked of every relation for the pages about the whole book."""

from typing import TYPE_CHECKING, Any

from klantboek.book import Book
from klantboek.handbook.gleaning import Plan
from klantboek.handbook.lineage import is_day, ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klantboek.aggregates import Aggregate


def plan_of(book: Book, figures: "Iterable[Aggregate]") -> Plan:
    """Give what is asked for the pages of some figures, and for those of the dictionary."""
    found = list(figures)
    paths = {path for one in found for column in one.columns for path in ways(one, column, found)}
    tree: dict[str, Any] = {}
    for number, field in enumerate(dictionary_fields(book)):
        at = tree
        for step in field.split(".")[1:]:
            at = at.setdefault(step, {})
        at[""] = number
    return Plan(tree, tuple((path, is_day(path)) for path in sorted(paths)))


def dictionary_fields(book: Book) -> list[str]:
    """Give the fields of relations that the dictionary names, each once."""
    named = (one for entry in book.nodes("dictionary") for one in entry.fields)
    return sorted({one for one in named if one.startswith("relation.")})
