"""``retire``: a number goes out of use, and nothing in the book leads to it any more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from klantboek.book import Book, Record
from klantboek.changes import Insert, Put
from klantboek.errors import from_here
from klantboek.merging.plan import Plan, living, made, pointing_at
from klantboek.merging.proof import Linting
from klantboek.merging.refused import RefusedError

_NUMBER = re.compile(r"R-[0-9]{5,9}")
# What the law or a colleague may still ask for; it leaves the book with the record.
_HISTORY = ("orders", "quotes", "subscriptions", "contracts", "complaints", "interactions", "consents")
_SHOWN = 10


class ReferencedError(RefusedError):
    """Other records refer to the relation; nothing was written."""

    def __init__(self, number: str, places: list[str]) -> None:
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        super().__init__(
            f"{number} is still referred to: {', '.join(places[:_SHOWN])}{more}.",
            "Remove these references, or merge the relation into the one that took its place.",
        )


@dataclass(frozen=True)
class Retirement:
    """A number that goes out of use, as it will be written; ``judgements`` are the files that go with it."""

    plan: Plan
    judgements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manner:
    """How a number is retired: why and by whom, for the tombstone; whether a history may go, and a trace stays."""

    why: str = ""
    by: str = ""
    history: bool = False
    trace: bool = True


PLAINLY = Manner()


def retire(book: Book, number: str, how: Manner = PLAINLY, lint: Linting | None = None) -> Retirement:
    """Take a number out of use, so that it is never given out again.

    With ``trace`` a tombstone stays in its file; else the file goes, with the judgements about it, and
    book.yaml remembers the number. A number that has no record is remembered there too. The book may be as much
    of it as ``reach`` gives, with its ``lint``. Raises RefusedError
    when other records refer to it, or when it has a history and ``history`` does not allow to drop that, and
    WorseError when the book would have new findings.
    """
    plan = Plan(book, lint or Linting(book))
    if book.find("relation", number) is None:
        return Retirement(_remembered(plan, number).checked())
    record = living(book, number)
    places = list(_places(book, number, record))
    if places:
        raise ReferencedError(number, places)
    if not how.history and (kept := _history(record)):
        raise RefusedError(
            f"{number} has a history that would leave the book: {', '.join(kept)}.",
            "Write status: ended if it was a real relation; or add --with-history.",
        )
    if how.trace:
        stone = {
            "reason": "retired",
            "on": book.as_of.isoformat(),
            **({"by": how.by} if how.by else {}),
            **({"note": how.why} if how.why else {}),
        }
        after = plan.with_record(made("relation", record.file, {"number": number, "tombstone": stone}))
        return Retirement(after.checked())
    judged = [one for one in book.nodes("judgement") if number in (one.a, one.b)]
    gone = [record for record in book.records if record.fits and record.node in judged]
    for one in (record, *gone):
        plan = plan.without(one)
    return Retirement(_remembered(plan, number).checked(), tuple(one.file for one in gone))


def _places(book: Book, number: str, record: Record) -> Iterator[str]:
    for holder, path in pointing_at(book, number):
        if holder is not record and holder.kind != "judgement":
            place = holder.document.place(path)
            yield f"{from_here(book.root / place.file)}:{place.line} ({'.'.join(str(step) for step in path)})"


def _history(record: Record) -> list[str]:
    counts = [(name, len(record.document.value.get(name, ()))) for name in _HISTORY]
    return [f"{count} {name if count > 1 else name.removesuffix('s')}" for name, count in counts if count]


def _remembered(plan: Plan, number: str) -> Plan:
    """Write the number among those of book.yaml that are never given out again."""
    if not _NUMBER.fullmatch(number):
        raise RefusedError(
            f"{number!r} is no relation number.", "Write R- and five to nine digits, such as R-00042."
        )
    settings = next(record for record in plan.book.records if record.kind == "book")
    numbering = settings.document.value.get("numbering")
    retired = (numbering or {}).get("retired", [])
    if number in retired:
        raise RefusedError(f"{number} is retired already.", "There is nothing left to do.")
    if numbering is None:
        return plan.edited(settings, [Put(("numbering",), {"retired": [number]})])
    if not retired:
        return plan.edited(settings, [Put(("numbering", "retired"), [number])])
    return plan.edited(settings, [Insert(("numbering", "retired", len(retired)), number)])
