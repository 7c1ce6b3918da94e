"""One relation checked, with nothing but itself, the registers and the numbers that other relations have."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.attachments import attached
from klantboek.book.book import RELATION, Rest
from klantboek.book.files import BookFile
from klantboek.book.node import record_of
from klantboek.book.parts import parts_of
from klantboek.book.reading import fine_record, read_record
from klantboek.duplicates.features import features_of
from klantboek.findings import Finding
from klantboek.linting.result import KeptClaim, Result, kept_claim
from klantboek.rules.registry import Problem, Rule, Side, finding_of
from klantboek.rules.selection import identified

# The code under which references to relations are kept: when a number comes or goes, who names it is read again.
REFERENCES = ""
# The code under which numbers are kept that stand in the text of a relation without being references.
WORDS = "words"
_NUMBER = re.compile(r"(?<![\w-])R-[0-9]{5,9}(?![\w-])")
_COMPACT: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


@dataclass(frozen=True)
class Examiner:
    """Checks relations one by one; ``registers`` is a book of all other records, ``rules`` those to run.

    ``compares`` tells whether duplicates will be searched for; ``stated`` are the numbers in relations whose files
    have another name, where they are known.
    """

    registers: Book
    numbers: Collection[str]
    rules: tuple[Rule, ...]
    compares: bool = True
    stated: frozenset[str] = frozenset()

    @cached_property
    def _rest(self) -> Rest:
        return Rest(self.registers, self.numbers, stated=self.stated)

    @cached_property
    def _each(self) -> tuple[Rule, ...]:
        return tuple(one for one in self.rules if one.across is None and not one.registers_only)

    @cached_property
    def _alone(self) -> tuple[Rule, ...]:
        return tuple(one for one in self.rules if one.across is not None and one.across.alone)

    @cached_property
    def _claiming(self) -> tuple[Rule, ...]:
        return tuple(one for one in self.rules if one.across is not None and one.across.claims is not None)

    @cached_property
    def _tallying(self) -> tuple[Rule, ...]:
        return tuple(one for one in self.rules if one.tally is not None)

    def examine(self, files: Sequence[tuple[BookFile, bytes]]) -> list[Result]:
        """Check relations, each by itself: the quick way, and the usual way where there is anything to say.

        A rule looks at all of them before the next one does, which is far quicker than turn by turn.
        """
        quick = [fine_record(RELATION, file.stem, content, file.name) for file, content in files]
        ready = [record for record in quick if record is not None]
        doubtful = {record_of(problem.node) for _, problem in self._problems(ready)}
        found = [
            self._result(record, ())
            if record is not None and record not in doubtful
            else self._said(file, content)
            for record, (file, content) in zip(quick, files, strict=True)
        ]
        for record in ready:
            record.let_go()
        return found

    def _said(self, file: BookFile, content: bytes) -> Result:
        """Check one relation the usual way."""
        record = read_record(RELATION, file.stem, content, file.name)
        found = [finding_of(rule, problem) for rule, problem in self._problems([record])]
        return self._result(record, tuple(identified([*record.findings, *found], [record])))

    def _problems(self, records: Sequence[Record]) -> Iterator[tuple[Rule, Problem]]:
        if not records:
            return
        book, asked = self._with(records), frozenset(records)
        for rule in self._each:
            for problem in rule.check(book):
                # What it says about a register is said once, not for each relation.
                if record_of(problem.node) in asked:
                    yield rule, problem

    def _with(self, records: Iterable[Record]) -> Book:
        registers = self.registers
        return Book(
            registers.root,
            registers.as_of,
            tuple(records),
            rest=self._rest,
            standing=registers.standing,
            bulk=registers.bulk,
        )

    def _result(self, record: Record, findings: tuple[Finding, ...]) -> Result:
        text = record.document.text
        speaks = "klantboek" in text.casefold()
        if not record.fits or not (self.rules or self.compares):
            return Result(findings, speaks=speaks, misfit=not record.fits)
        if not self.rules:
            return Result(findings, speaks=speaks, features=self._features(record))
        claims = tuple(sorted({*self.claims(record), *_references(record), *_in_words(record)}))
        book = self._with([record])
        suspected = tuple(one.code for one in self._alone if any(True for _ in one.check(book)))
        files = tuple((file, book.state_of(file)) for file in attached(record.document.value))
        relation = record.node
        if relation.tombstone:
            return Result(findings, claims=claims, suspected=suspected, files=files, speaks=speaks)
        tallies = tuple(
            (one.code, tuple(counts.items()))
            for one in self._tallying
            if one.tally is not None and (counts := one.tally(relation))
        )
        fields = tuple(parts_of(record).fields)
        features = self._features(record) if self.compares else ""
        return Result(findings, fields, claims, suspected, tallies, files, speaks, features)

    @staticmethod
    def _features(record: Record) -> str:
        if record.node.tombstone or record.node.number != record.id:
            return ""
        return json.dumps(features_of(record.document.value, record.id), **_COMPACT)

    def claims(self, record: Record) -> Iterator[KeptClaim]:
        """Give what a record that fits claims for the rules across relations."""
        for one in self._claiming:
            if one.across is not None and one.across.claims is not None:
                for side, key in one.across.claims(record):
                    yield kept_claim(one.code, side, key)


def _references(record: Record) -> Iterator[KeptClaim]:
    for name in parts_of(record).named.get(RELATION, ()):
        yield kept_claim(REFERENCES, Side.ASKS, name)


def _in_words(record: Record) -> Iterator[KeptClaim]:
    found = {record.id, *parts_of(record).named.get(RELATION, ())}
    for number in set(_NUMBER.findall(record.document.text)) - found:
        yield kept_claim(WORDS, Side.ASKS, number)


def is_usual(number: str) -> bool:
    """Tell whether a number is written as numbers are: only such ones are looked for in texts."""
    return _NUMBER.fullmatch(number) is not None
