"""What is known of the relations of a book, brought up to date: only what changed is examined."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from klantboek.book import Record
from klantboek.linting.examine import REFERENCES, Examiner
from klantboek.linting.kept import version
from klantboek.linting.open_book import OpenBook
from klantboek.linting.relations import number_of
from klantboek.linting.result import kept_claim
from klantboek.linting.sources import content_id
from klantboek.linting.store import Store
from klantboek.linting.workers import Work, outcomes
from klantboek.rules.registry import Side

Progress = Callable[[int, int], None]
# The rule on what a record refers to.
DANGLING = "KB110"
# What a book says of the numbers that it gives out: only rules about several relations look at it.
_NUMBERING = re.compile(r"^numbering:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)


@contextmanager
def opened(
    file: Path | None, stated: Mapping[str, str], names: Sequence[str], *, borrowed: bool
) -> Iterator[Store]:
    """Give the store in a file, or one for this time only where that can't be used. Raises sqlite3.Error."""
    try:
        store = Store(file, stated, names, borrowed=borrowed)
    except sqlite3.OperationalError:
        if file is None:
            raise
        # Another check is at it, the disk is full or closed, or there is nothing to borrow: this one does without.
        store = Store(None, stated, names)
    try:
        yield store
    finally:
        store.close()


def stated_of(book: OpenBook, examiner: Examiner) -> dict[str, str]:
    """Name all that the result of a relation depends on, besides the relation itself."""
    registers = [
        (record.file, content_id(_told_of(record).encode("utf-8", "surrogatepass")).hex())
        for record in book.registers.records
        if record.kind != "judgement"
    ]
    codes = [rule.code for rule in examiner.rules]
    told = (book.registers.as_of.isoformat(), codes, examiner.compares, registers, book.registers.bulk.digest)
    return {"version": version(), "context": hashlib.sha256(repr(told).encode()).hexdigest()}


def _told_of(register: Record) -> str:
    """Give the text of a register as far as what is said of one relation can depend on it, with its lines."""
    text = register.document.text
    found = list(_NUMBERING.finditer(text)) if register.kind == "book" else []
    if len(found) != 1 or "numbering" not in register.document.value:
        return text
    before, rest = text[: found[0].start()], text[found[0].end() :]
    lines = found[0][0].count("\n") if rest else 0
    return f"{before}\0{lines}\0{rest}"


def bring_up_to_date(
    store: Store, book: OpenBook, examiner: Examiner, jobs: int | None, progress: Progress | None
) -> None:
    """Examine what the store does not know, or knows no more, and let it forget what is gone."""
    before = dict(store.contents())
    names: Sequence[str] = book.relations.names
    dirty: set[str] = set()
    if before:
        now = set(book.relations.names)
        dirty = _dirty(store, book, before, now)
        known = book.source.known()
        # A file that could not be read has an empty id, and is looked at again.
        names = [name for name in names if before.get(name, b"") != known.get(name) or name in dirty]
        store.forget(before.keys() - now)
    asked = {name: before[name] for name in names if name in before and name not in dirty}
    work = Work(book.relations, names, asked)
    for number, one in enumerate(outcomes(book.source, examiner, work, jobs), 1):
        if one.result is not None:
            if one.name in before:
                store.forget((one.name,))
            store.add(one.name, one.content, one.result)
        if progress is not None:
            progress(number, len(work))
    store.set_registers(
        claim for record in book.registers.records if record.fits for claim in examiner.claims(record)
    )


def _dirty(store: Store, book: OpenBook, before: Mapping[str, bytes], now: set[str]) -> set[str]:
    """Give the files that must be examined again though they did not change."""
    changed = _come_or_gone(book, before, now)
    keys = (kept_claim(REFERENCES, Side.ASKS, number)[1] for number in changed)
    found = {name for key in keys for name in store.claiming(key)}
    for name, result in store.results():
        # What is meant by a number that doesn't exist may be one that came.
        dangles = bool(changed) and any(one.code == DANGLING for one in result.findings)
        if dangles or any(book.source.state_of(file) != state for file, state in result.files):
            found.add(name)
    return {name for name in found if name in book.relations}


def _come_or_gone(book: OpenBook, before: Mapping[str, bytes], now: set[str]) -> set[str]:
    """Give the numbers that have a file now and had none before, or the other way round."""
    gone = set(map(number_of, before.keys() - now))
    moved = gone.union(map(number_of, now - before.keys()))
    had = {
        one for one in moved if one in gone or any(name in before for name in book.relations.with_number(one))
    }
    return {one for one in moved if (one in book.relations.numbers) != (one in had)}
