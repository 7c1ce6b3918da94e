"""The figures that ``klantboek compile`` measured for the fields of the dictionary, as a file beside the book."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klantboek.book.book import Book
from klantboek.book.node import Node

FORMAT = 1
# What a field says about buying again; "" where there is too little to say.
PREDICTS, WEAK, NO_VALUE = "predicts", "weak", "does not predict"
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Figures:
    """What was measured for one field that an entry of the dictionary names.

    ``filled`` of ``applies`` relations have it; ``distinct`` different values stand in it, None for events. ``verdict`` is one of
    the words above; ``auc`` is the area under the curve with its interval, over ``tested`` relations.
    """

    filled: int
    applies: int
    distinct: int | None
    verdict: str
    auc: tuple[float, float, float] | None
    tested: int


def measured_file(book: Book) -> Path:
    """Give where the figures of a book stand."""
    return book.project / "build" / "checklist.json"


def dictionary_id(book: Book) -> str:
    """Name which fields the dictionary speaks for; figures with another name belong to another dictionary."""
    told = [(one.code, one.fields, one.applies_to or "") for one in book.nodes("dictionary")]
    return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:16]


def measured(book: Book) -> Mapping[tuple[str, str], Figures]:
    """Give the figures by code of the entry and field; none when they are of another day or dictionary.

    A file that is not as ``klantboek compile`` writes it is as if it were not there.
    """
    file = measured_file(book)
    try:
        if file.stat().st_size > _LARGEST:
            return {}
        found = json.loads(file.read_bytes())
        known = (found["format"], found["as_of"], found["dictionary"])
        if known != (FORMAT, book.as_of.isoformat(), dictionary_id(book)):
            return {}
        return {(row["entry"], row["field"]): _figures(row) for row in found["fields"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _figures(row: dict[str, Any]) -> Figures:
    auc = row["auc"]
    return Figures(
        filled=int(row["filled"]),
        applies=int(row["applies"]),
        distinct=None if row["distinct"] is None else int(row["distinct"]),
        verdict=str(row["verdict"]),
        auc=None if auc is None else (float(auc), float(row["auc_low"]), float(row["auc_high"])),
        tested=int(row["tested"]),
    )


def spoken_for(book: Book) -> Iterator[tuple[Node, str, Figures]]:
    """Give the entries that are in force, each with a field it names and the figures of that."""
    figures = measured(book)
    for entry in book.nodes("dictionary") if figures else ():
        for field in entry.fields:
            if entry.decision.outcome != "rejected" and (entry.code, field) in figures:
                yield entry, field, figures[entry.code, field]
