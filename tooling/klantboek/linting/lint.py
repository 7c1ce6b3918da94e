"""A whole book checked: what changed is examined, what is known is taken over, and all is put together."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from klantboek.book import Book, Record
from klantboek.book.book import RELATION, Rest
from klantboek.book.files import BookFile
from klantboek.book.load import day_of, read_all
from klantboek.book.reading import read_record
from klantboek.duplicates.findings import TOLD_BY, untold
from klantboek.errors import KlantboekError
from klantboek.findings import Finding
from klantboek.linting.across import Whole
from klantboek.linting.checked import Checked
from klantboek.linting.examine import REFERENCES, Examiner
from klantboek.linting.kept import kept_file, version
from klantboek.linting.more import More, nothing_more
from klantboek.linting.result import kept_claim
from klantboek.linting.sources import FolderSource, RevisionSource, Source, content_id
from klantboek.linting.store import Store
from klantboek.linting.workers import Task, outcomes
from klantboek.rules.catalogue import DUPLICATE
from klantboek.rules.registry import Rule, Side, all_rules
from klantboek.rules.selection import Choice, chosen, identified
from klantboek.yaml import read

Progress = Callable[[int, int], None]
_DANGLING = "KB110"
# Rules that bring together relations with one number, and those that judgements are about.
_NUMBERED, _JUDGED = "KB201", "KB304"
_TRIES = 3


@dataclass(frozen=True)
class Way:
    """How a check is done, which changes nothing about what it finds in records.

    ``jobs`` is the number of processes, None for what suits the machine; ``keeps`` tells whether what is
    found is kept in .klantboek/ for the next time; ``beside`` tells what is wrong with the files that are no
    records, given all registers.
    """

    jobs: int | None = None
    keeps: bool = True
    progress: Progress | None = None
    beside: More = nothing_more


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
            return _Check(found, as_of, today, choice or Choice(), way).checked()
        except RestlessBookError:
            if not tries:
                raise


class RestlessBookError(KlantboekError):
    """A file of the book went, or got another content, after it was examined."""

    exit_code = 28

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"The files in {root.name} change while they are checked.",
            "Wait until what writes them is done, and run it again.",
        )


class _Check:
    """One check of one book."""

    def __init__(
        self, source: Source, as_of: date | None, today: date | None, choice: Choice, way: Way
    ) -> None:
        self.source = source
        self.choice = choice
        self.way = way
        files = source.files()
        self.relations = [file for file in files if file.kind == RELATION and not file.refused]
        others = [file for file in files if file.kind != RELATION or file.refused]
        if isinstance(source, RevisionSource):
            source.read_ahead([file.below for file in others if not file.refused])
        records, self.strays = read_all(others, source.content)
        day = day_of(records, self.strays, as_of, today)
        self.registers = Book(
            source.root, day, tuple(records), standing=source.state_of, beside=source.beside
        )
        self.numbers = frozenset(file.stem for file in self.relations)
        self.rules, self.compares = _needed(choice)
        self.order = {file.name: number for number, file in enumerate(files)}
        self._by_name = {file.name: file for file in self.relations}
        self._loaded: dict[str, Record] = {}
        self._id_of: Callable[[str], bytes | None] | None = None

    def checked(self) -> Checked:
        """Do the check, with what was kept; and without it, if that turns out to be unusable."""
        rest = Rest(self.registers, self.numbers)
        self.strays = [*self.strays, *self.way.beside(replace(self.registers, records=(), rest=rest))]
        file = kept_file(self.source.root) if self._may_keep else None
        try:
            findings = self._findings(file)
        except (sqlite3.Error, ValueError, LookupError, TypeError):
            if file is None:
                raise
            with suppress(OSError):
                file.unlink()
            findings = self._findings(None)
        names = (*(record.file for record in self.registers.records), *self._by_name)
        return Checked(self.source.root, self.registers.as_of, tuple(findings), tuple(names), self._part)

    @property
    def _may_keep(self) -> bool:
        return self.way.keeps and self.compares and len(self.rules) == len(all_rules())

    def _findings(self, file: Path | None) -> list[Finding]:
        # What git had at another moment is looked up among what is known, and is not kept.
        borrowed = file is not None and not isinstance(self.source, FolderSource)
        with _opened(file, self._context, self.order, borrowed=borrowed) as store:
            self._bring_up_to_date(store)
            self._id_of = store.content
            found = [one for _, result in store.results() for one in result.findings]
            whole = Whole(store, self.registers, self.numbers, self.rules, self._load, self.order)
            said = list(whole.findings()) if self.rules else []
            if self.compares:
                probable = whole.duplicates(self._files_by_number())
                said += untold(probable, said)
            commented = [self._commented(name) for name, result in store.results() if result.speaks]
            self._id_of = None
            if not borrowed:
                store.keep()
        registers = self.registers.records
        of_registers = [one for record in registers for one in record.findings]
        found += identified([*self.strays, *of_registers, *said], [*registers, *self._loaded.values()])
        return chosen(found, [*registers, *commented], self.registers, self.choice)

    def _files_by_number(self) -> dict[str, str]:
        """Give the files of the relations that have a number of their own."""
        names = {file.stem: file.name for file in self.relations}
        if len(names) < len(self.relations):
            files = Counter(file.stem for file in self.relations)
            return {number: name for number, name in names.items() if files[number] == 1}
        return names

    @cached_property
    def _context(self) -> str:
        """Name all that the result of a relation depends on, besides the relation itself."""
        registers = [
            (record.file, content_id(record.document.text.encode("utf-8", "surrogatepass")).hex())
            for record in self.registers.records
            if record.kind != "judgement"
        ]
        told = (
            version(),
            self.registers.as_of.isoformat(),
            [rule.code for rule in self.rules],
            self.compares,
            registers,
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _bring_up_to_date(self, store: Store) -> None:
        before = store.contents()
        gone = before.keys() - self._by_name.keys()
        dirty = self._dirty(store, before) if before else set()
        known = self.source.known() if before else {}
        tasks = [
            Task(file, None if file.name in dirty else before.get(file.name))
            for file in self.relations
            if file.name in dirty or file.name not in before or known.get(file.name) != before[file.name]
        ]
        store.forget(gone)
        examiner = Examiner(self.registers, self.numbers, self.rules, self.compares)
        for number, one in enumerate(outcomes(self.source, examiner, tasks, self.way.jobs), 1):
            if one.result is not None:
                if one.name in before:
                    store.forget((one.name,))
                store.add(one.name, one.content, one.result)
            if self.way.progress is not None:
                self.way.progress(number, len(tasks))
        store.set_registers(
            claim for record in self.registers.records if record.fits for claim in examiner.claims(record)
        )

    def _dirty(self, store: Store, before: Iterable[str]) -> set[str]:
        """Give the files that must be examined again though they did not change."""
        numbers = {name.rpartition("/")[2].rpartition(".")[0] for name in before}
        changed = numbers ^ self.numbers
        keys = (kept_claim(REFERENCES, Side.ASKS, number)[1] for number in changed)
        found = {name for key in keys for name in store.claiming(key)}
        for name, result in store.results():
            # What is meant by a number that doesn't exist may be one that came.
            dangles = bool(changed) and any(one.code == _DANGLING for one in result.findings)
            if dangles or any(self.source.state_of(file) != state for file, state in result.files):
                found.add(name)
        return found & self._by_name.keys()

    def _load(self, name: str) -> Record:
        if name not in self._loaded:
            self._loaded[name] = self._read(self._by_name[name])
        return self._loaded[name]

    def _read(self, file: BookFile) -> Record:
        return read_record(RELATION, file.stem, self._content(file), file.name)

    def _commented(self, name: str) -> Record:
        """Give a relation of which only the comments are wanted."""
        file = self._by_name[name]
        return Record(RELATION, file.stem, read(self._content(file), name), fits=False)

    def _content(self, file: BookFile) -> bytes:
        try:
            content = self.source.content(file)
        except OSError:
            raise RestlessBookError(self.source.root) from None
        if self._id_of is not None and self._id_of(file.name) != content_id(content):
            raise RestlessBookError(self.source.root)
        return content

    def _part(self, names: Iterable[str]) -> Book:
        wanted = [name for name in dict.fromkeys(names) if name in self._by_name]
        records = sorted(
            (*(self._load(name) for name in wanted), *self.registers.records),
            key=lambda record: self.order[record.file],
        )
        return Book(
            self.source.root,
            self.registers.as_of,
            tuple(records),
            tuple(self.strays),
            standing=self.source.state_of,
        )


def _needed(choice: Choice) -> tuple[tuple[Rule, ...], bool]:
    """Give the rules that must run for what is asked, and whether duplicates must be searched for.

    Some rules count although nobody asks for them: a duplicate is not told again, and relations that have one
    number are always seen together.
    """
    compares = choice.may_take(DUPLICATE.code)
    rules = [rule for rule in all_rules() if choice.may_take(rule.code)]
    wanted = {rule.code for rule in rules}
    if compares:
        wanted |= {*TOLD_BY, _JUDGED}
    if compares or any(rule.across is not None for rule in rules):
        wanted.add(_NUMBERED)
    return tuple(rule for rule in all_rules() if rule.code in wanted), compares


@contextmanager
def _opened(file: Path | None, context: str, order: Mapping[str, int], *, borrowed: bool) -> Iterator[Store]:
    try:
        store = Store(file, context, order, borrowed=borrowed)
    except sqlite3.OperationalError:
        if file is None:
            raise
        # Another check is at it, the disk is full or closed, or there is nothing to borrow: this one does without.
        store = Store(None, context, order)
    try:
        yield store
    finally:
        store.close()
