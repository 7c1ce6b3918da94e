"""A whole book checked: what changed is examined, what is known is taken over, and all is put together."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from klantboek.book import Book, Record
from klantboek.book.book import Rest
from klantboek.book.files import reading_order
from klantboek.duplicates.findings import TOLD_BY, untold
from klantboek.findings import Finding
from klantboek.linting.across import NUMBERED, Whole
from klantboek.linting.bringing import DANGLING, Progress, bring_up_to_date, opened, stated_of
from klantboek.linting.checked import Checked, Known
from klantboek.linting.examine import REFERENCES, WORDS, Examiner
from klantboek.linting.kept import kept_file
from klantboek.linting.more import InBulk, More, no_bulk, nothing_more
from klantboek.linting.open_book import OpenBook, RestlessBookError
from klantboek.linting.result import Result, kept_claim
from klantboek.linting.sources import FolderSource, Source
from klantboek.linting.store import Store
from klantboek.rules.catalogue import DUPLICATE
from klantboek.rules.registry import Rule, Side, all_rules
from klantboek.rules.selection import Choice, chosen, identified

# The rule that brings together relations that judgements are about.
_JUDGED = "KB304"
_TRIES = 3


@dataclass(frozen=True)
class Way:
    """How a check is done, which changes nothing about what it finds in records.

    ``jobs`` is the number of processes, None for what suits the machine; ``keeps`` tells whether what is
    found is kept in .klantboek/ for the next time; ``beside`` tells what is wrong with the files that are no
    records, given all registers, and ``bulk`` what ledgers say of relations. With ``knows`` it also gives what is
    known of the relations, and with ``about`` the files of relations in which one of these numbers stands.
    """

    jobs: int | None = None
    keeps: bool = True
    progress: Progress | None = None
    beside: More = nothing_more
    bulk: InBulk = no_bulk
    knows: bool = False
    about: tuple[str, ...] = ()


_USUAL = Way()


def check_book(
    source: Path | Source,
    as_of: date | None,
    today: date | None,
    choice: Choice | None = None,
    way: Way = _USUAL,
) -> Checked:
    """Check a book; the day that counts is chosen as ``book.load`` chooses it, and raises what it raises."""
    found = source if not isinstance(source, Path) else FolderSource(source)
    tries = _TRIES
    while True:
        tries -= 1
        try:
            return _Check(OpenBook(found, as_of, today), choice or Choice(), way).checked()
        except RestlessBookError:
            if not tries:
                raise


def checked_again(checked: Checked, changed: Iterable[Record], choice: Choice) -> list[Finding]:
    """Give what there is to say about relations each by itself, when they are as these."""
    book, records = checked.book, list(changed)
    rules = tuple(rule for rule in all_rules() if choice.may_take(rule.code))
    examiner = Examiner(book.registers, book.relations.numbers, rules, compares=False, stated=book.stated)
    found = [finding for result in _examined(examiner, book, records) for finding in result.findings]
    return chosen(found, records, book.registers, choice)


def _examined(examiner: Examiner, book: OpenBook, records: Iterable[Record]) -> list[Result]:
    return examiner.examine([(book.relations.file(one.file), one.document.text.encode()) for one in records])


class _Check:
    """One check of one book."""

    def __init__(self, book: OpenBook, choice: Choice, way: Way) -> None:
        self.book = book
        self.choice = choice
        self.way = way
        self.rules, self.compares = _needed(choice)
        book.registers = replace(book.registers, bulk=way.bulk(self._part()))
        self.examiner = Examiner(book.registers, book.relations.numbers, self.rules, self.compares)

    def checked(self) -> Checked:
        """Do the check, with what was kept; and without it, if that turns out to be unusable."""
        book = self.book
        book.strays = [*book.strays, *self.way.beside(self._part())]
        file = kept_file(book.source.root) if self._may_keep else None
        try:
            return self._checked(file)
        except (sqlite3.Error, ValueError, LookupError, TypeError):
            if file is None:
                raise
            with suppress(OSError):
                file.unlink()
            return self._checked(None)

    def _part(self) -> Book:
        """Give the book without relations, for who looks at its other files."""
        book = self.book
        rest = Rest(book.registers, book.relations.numbers, contents=book.contents)
        return replace(book.registers, records=(), rest=rest)

    @property
    def _may_keep(self) -> bool:
        return self.way.keeps and self.compares and len(self.rules) == len(all_rules())

    def _checked(self, file: Path | None) -> Checked:
        book = self.book
        # What git had at another moment is looked up among what is known, and is not kept.
        borrowed = file is not None and not isinstance(book.source, FolderSource)
        stated = stated_of(book, self.examiner)
        with opened(file, stated, book.relations.names, borrowed=borrowed) as store:
            bring_up_to_date(store, book, self.examiner, self.way.jobs, self.way.progress)
            book.id_of = store.content
            whole = Whole(store, book.registers, book.relations, self.rules, book.load)
            findings = self._findings(store, whole)
            book.id_of = None
            known = self._known(store, whole)
            if not borrowed:
                store.keep()
        return Checked(book, tuple(findings), known)

    def _findings(self, store: Store, whole: Whole) -> list[Finding]:
        book = self.book
        results = list(self._results(store, whole))
        found = [one for _, result in results for one in result.findings]
        said = list(whole.findings()) if self.rules else []
        if self.compares:
            said += untold(whole.duplicates(), said)
        commented = [book.commented(name) for name, result in results if result.speaks]
        registers = book.registers.records
        of_registers = [one for record in registers for one in record.findings]
        found += identified([*book.strays, *of_registers, *said], [*registers, *book.loaded.values()])
        return chosen(found, [*registers, *commented], book.registers, self.choice)

    def _results(self, store: Store, whole: Whole) -> Iterator[tuple[str, Result]]:
        """Give what was found in each relation.

        A file with a wrong name is told once. What is known of relations that refer to the number in it was found
        without knowing that number, so these are examined again, each time.
        """
        self.book.stated = whole.stated
        naming = whole.naming(whole.stated)
        examiner = replace(self.examiner, stated=whole.stated)
        again = dict(zip((one.file for one in naming), _examined(examiner, self.book, naming), strict=True))
        yield from ((name, again.get(name, result)) for name, result in store.results())

    def _known(self, store: Store, whole: Whole) -> Known:
        """Give what was asked about besides findings."""
        about = self.way.about
        keys = [kept_claim(code, Side.ASKS, one)[1] for code in (REFERENCES, WORDS) for one in about]
        naming = {name for key in keys for name in store.claiming(key)}
        misfits = [name for name, result in store.results() if result.misfit] if about else []
        known = Known(tuple(misfits), tuple(sorted(naming, key=reading_order)))
        if not self.way.knows:
            return known
        duplicates = whole.probable() if self.compares else None
        return replace(
            known, contents=store.contents(), noted=store.noted(), uses=whole.uses(), duplicates=duplicates
        )


def _needed(choice: Choice) -> tuple[tuple[Rule, ...], bool]:
    """Give the rules that must run for what is asked, and whether duplicates must be searched for.

    Some rules count although nobody asks for them: a duplicate is not told again, relations that have one number
    are always seen together, and a number in a file with a wrong name is known.
    """
    compares = choice.may_take(DUPLICATE.code)
    rules = [rule for rule in all_rules() if choice.may_take(rule.code)]
    wanted = {rule.code for rule in rules}
    if compares:
        wanted |= {*TOLD_BY, _JUDGED}
    if compares or any(rule.across is not None or rule.code == DANGLING for rule in rules):
        wanted.add(NUMBERED)
    return tuple(rule for rule in all_rules() if rule.code in wanted), compares
