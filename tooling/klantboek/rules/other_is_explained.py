"""KB501, "other" says what it is."""

from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.node import record_of
from klantboek.book.parts import Row, parts_of
from klantboek.findings import Path
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape

_SUFFIX = "_explanation"
# What is written so that something is written.
_NOTHING_SAID = frozenset(
    {
        "", "overig", "overige", "overigen", "other", "anders", "ander", "andere", "divers", "diverse", "diversen",
        "misc", "various", "nvt", "na", "onbekend", "unknown", "x",
    }
)  # fmt: skip


@rule("KB501", requirement="M24")
def other_is_explained(book: Book) -> Iterator[Problem]:
    """Whoever chooses "other" says in a few words what it is.

    Without the words nobody can see later which category was missing, and "other" grows until it says nothing.

    Bad: `roles: [other]`

    Good: `{roles: [other], roles_explanation: neighbour who keeps our key}`
    """
    asking = book.once(_asking)
    for relation in book.relations:
        record = record_of(relation)
        parts = parts_of(record)
        for path, value, shape in parts.objects if any(map(_is_explainable, parts.rows)) else ():
            for key, reference in _explainable(shape):
                said = value.get(f"{key}{_SUFFIX}", "")
                if key in value and "".join(filter(str.isalpha, said.casefold())) in _NOTHING_SAID:
                    yield from _unexplained(record, (*path, key), value[key], asking.get(reference, ()))


def _asking(book: Book) -> dict[str, frozenset[str]]:
    """Give the terms that need an explanation, by what refers to their vocabulary; "" is for fixed choices."""
    terms = {
        f"vocabulary/{vocabulary.code}": frozenset(
            term.code for term in vocabulary.terms if term.needs_explanation
        )
        for vocabulary in book.nodes("vocabulary")
    }
    return {**terms, "": frozenset({"other"})}


@lru_cache(maxsize=10_000)
def _is_explainable(row: Row) -> bool:
    return any(key in row.keys for key, _ in _explainable(row.shape))


@cache
def _explainable(shape: Shape) -> tuple[tuple[str, str], ...]:
    """Give the properties that may need an explanation, each with what it refers to."""
    keys = [name.removesuffix(_SUFFIX) for name in shape.properties if name.endswith(_SUFFIX)]
    chosen = [(key, shape.properties[key].items or shape.properties[key]) for key in keys]
    return tuple(
        (key, "" if one.choices else one.reference) for key, one in chosen if one.choices or one.reference
    )


def _unexplained(record: Record, path: Path, chosen: Any, asking: Collection[str]) -> Iterator[Problem]:
    for term in chosen if isinstance(chosen, list) else [chosen]:
        if term in asking:
            yield Problem.at(
                record,
                path,
                f"{term!r} without saying what it is",
                f"Add {path[-1]}{_SUFFIX}: a few words are enough.",
            )
