"""``renumber``: a relation gets another number, and everything that refers to it follows."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.judgements import file_name, in_order
from klantboek.book.reading import read_record
from klantboek.changes import Change, Delete, Put
from klantboek.edits import edited
from klantboek.errors import from_here
from klantboek.merging.plan import (
    Mention,
    Plan,
    living,
    made,
    mentions,
    pointing_at,
    reread,
    unread,
)
from klantboek.merging.proof import Linting
from klantboek.merging.refused import RefusedError
from klantboek.shapes.order import order_of

_NUMBER = re.compile(r"R-[0-9]{5,9}")
_SIDES = ("a", "b", "content_a", "content_b")


@dataclass(frozen=True)
class Renumbering:
    """A new number as it will be written; ``moved`` is how many references other records changed, by file."""

    plan: Plan
    moved: tuple[tuple[str, int], ...]
    mentions: tuple[Mention, ...]
    unread: tuple[str, ...]


def renumber(  # noqa: PLR0913 -- a book with its lint, and what is asked
    book: Book, old: str, new: str, *, trace: bool = True, by: str = "", lint: Linting | None = None
) -> Renumbering:
    """Give a relation another number; with ``trace`` the old one keeps pointing to it.

    The book may be as much of it as ``reach`` gives, with its ``lint``. Without a trace the old number is as if
    it was never given out. Raises RefusedError for a number that
    can't be given out, and WorseError when the book would have new findings.
    """
    record = living(book, old)
    _check_free(book, new)
    file = PurePosixPath(record.file).with_name(f"{new}.yaml").as_posix()
    document = edited(record.document, [Put(("number",), new)], order_of("relation"))
    plan = Plan(book, lint or Linting(book), moved={old: new})
    plan = plan.with_record(read_record("relation", new, document.text.encode(), file))
    plan = plan.with_record(_stone(book, record, new, by)) if trace else plan.without(record)
    plan, moved = _moved(plan, record, new)
    plan = _next_number(plan, new).checked()
    texts = mentions(plan.after, old, [record.file])
    return Renumbering(plan, moved, tuple(texts), tuple(unread(book)))


def _check_free(book: Book, number: str) -> None:
    if not _NUMBER.fullmatch(number):
        raise RefusedError(
            f"{number!r} is no relation number.", "Write R- and five to nine digits, such as R-00042."
        )
    found = book.find("relation", number)
    if found is not None:
        raise RefusedError(
            f"{number} is taken: {from_here(book.root / found.file)} holds it.",
            "Take a number that was never given out.",
        )
    if number in book.settings.numbering.retired:
        raise RefusedError(
            f"{number} was retired and can't be given out again.", "Take a number that was never given out."
        )


def _stone(book: Book, record: Record, new: str, by: str) -> Record:
    stone = {
        "reason": "merged",
        "on": book.as_of.isoformat(),
        "into": new,
        **({"by": by} if by else {}),
        "note": "Renumbered.",
    }
    return made("relation", record.file, {"number": record.id, "tombstone": stone})


def _moved(plan: Plan, record: Record, new: str) -> tuple[Plan, tuple[tuple[str, int], ...]]:
    counts: dict[str, int] = {}
    after = PurePosixPath(record.file).with_name(f"{new}.yaml").as_posix()
    for holder, path in pointing_at(plan.book, record.id):
        counts[holder.file] = counts.get(holder.file, 0) + 1
        if holder.kind == "judgement":
            continue
        target = plan.records[after] if holder is record else holder
        if target is not None:
            plan = plan.edited(target, [Put(path, new)])
    for holder in plan.book.records:
        if holder.kind == "judgement" and holder.file in counts:
            plan = _judged(plan, holder, record.id, new)
    return plan, tuple(counts.items())


def _judged(plan: Plan, judgement: Record, old: str, new: str) -> Plan:
    """Let a judgement be about the new number, in the file that is named by it, the lower number first."""
    values: dict[str, Any] = judgement.document.value
    a, b = (new if values[side] == old else values[side] for side in ("a", "b"))
    sides = {**{key: values[key] for key in _SIDES if key in values}, "a": a, "b": b}
    if in_order(a, b) != (a, b):
        swapped = {"a": "b", "b": "a", "content_a": "content_b", "content_b": "content_a"}
        sides = {swapped[key]: value for key, value in sides.items()}
    changes: list[Change] = [Delete((key,)) for key in _SIDES if key in values and key not in sides]
    changes += [Put((key,), value) for key, value in sides.items() if values.get(key) != value]
    document = edited(judgement.document, changes, order_of("judgement"))
    file = file_name(a, b)
    if file == judgement.file:
        return plan.with_record(reread(judgement, document))
    if any(one.file == file for one in plan.book.records):
        raise RefusedError(
            f"{from_here(plan.book.root / file)} is there already.",
            f"Look which of it and {from_here(plan.book.root / judgement.file)} is right.",
        )
    moved = read_record("judgement", PurePosixPath(file).stem, document.text.encode(), file)
    return plan.without(judgement).with_record(moved)


def _next_number(plan: Plan, number: str) -> Plan:
    """Let the next number that is given out be above this one."""
    settings = next(record for record in plan.book.records if record.kind == "book")
    following = plan.book.settings.numbering.next
    digits = int(number.removeprefix("R-"))
    if following is None or following > digits:
        return plan
    return plan.edited(settings, [Put(("numbering", "next"), digits + 1)])
