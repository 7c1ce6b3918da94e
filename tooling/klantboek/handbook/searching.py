"""The search index written: small scripts that also load from a disk; where one was written before, only what changed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.handbook import finder
from klantboek.handbook.digests import digest
from klantboek.handbook.disk import Written
from klantboek.handbook.inputs import program
from klantboek.handbook.postings import Postings, Sorted
from klantboek.handbook.searched import Searched, stood
from klantboek.handbook.shards import (
    Cut,
    Naming,
    Part,
    listing,
    opening,
    part_of,
    parts,
    places,
    recut,
    rows_of,
    script,
    text_of,
)
from klantboek.handbook.terms import Entry, is_turned, terms_of

if TYPE_CHECKING:
    from klantboek.book.record import Record
    from klantboek.handbook.edition import Edition
    from klantboek.handbook.output import Output

FOLDER = "search"
# Words by how they begin, words by how they end, what is shown of rows.
_BEGINS, _ENDS, _SHOWN = "b", "e", "r"
# Rows in one part of what is shown of them.
_ROWS = 50
_Rows = dict[str, dict[int, tuple[bool, bool]]]


def print_search(edition: "Edition", output: "Output", folder: Path, searched: Searched) -> list[Written]:
    """Write the search index of an edition into a handbook's folder, and give how its files stand there."""
    try:
        found = _Index(edition, output, folder, searched)
        if not found.is_changed_only():
            found.write_all()
        found.write_opening()
        searched.save()
        return list(found.files.values())
    finally:
        searched.close()


@dataclass
class _Index:
    edition: "Edition"
    output: "Output"
    folder: Path
    searched: Searched
    files: dict[str, Written] = field(default_factory=dict)

    @cached_property
    def _others(self) -> "list[Record]":
        return finder.registers(self.edition)

    def _each(self) -> Iterator[tuple[str, bytes]]:
        """Give the file and the content of each row: first the records that are few, then the relations in the book's order.

        What is said in the few is in the context.
        """
        yield from ((record.file, b"") for record in self._others)
        yield from self.edition.contents().items()

    @cached_property
    def _contents(self) -> list[tuple[str, bytes]]:
        return [*self._each()]

    @cached_property
    def _context(self) -> str:
        registers = (f"{one.file} {one.fits} {digest([one.document.text])}" for one in self.edition.registers)
        return digest([program(), self.edition.language, self.edition.audience, *registers])

    def write_all(self) -> None:
        """Write everything; of the rows little is held at a time."""
        self.searched.begin(self._context)
        with closing(Postings()) as postings, closing(Sorted()) as turned:
            self.searched.note_parts(_SHOWN, self._all_rows(postings))
            begins = parts(_noting_turned(postings.words(), turned))
            self._write_parts(_BEGINS, (Cut(next(iter(part)), -1, part) for part in begins))
            ends = parts((word, "") for word in turned.words())
            self._write_parts(_ENDS, (Cut(next(iter(part)), -1, part) for part in ends))

    def _all_rows(self, postings: Postings) -> Iterator[tuple[str, Written]]:
        few = (finder.register_entry(self.edition, record) for record in self._others)
        entries = chain(few, finder.relation_entries(self.edition, self.edition.relations))
        some, last = list[Entry](), len(self._others) + len(self.edition.relations) - 1
        for row, (entry, (file, content)) in enumerate(zip(entries, self._each(), strict=True)):
            postings.add(row, *terms_of(entry))
            self.searched.note(row, file, content, entry)
            some.append(entry)
            if len(some) == _ROWS or row == last:
                yield self._write_rows(row // _ROWS, some)
                some = []

    def _write_rows(self, number: int, entries: Sequence[Entry]) -> tuple[str, Written]:
        name = f"{_SHOWN}{number}"
        return "", self._write(name, listing(name, (one[:4] for one in entries)))

    def _write(self, name: str, text: str) -> Written:
        page = f"{FOLDER}/{name}.js"
        return self._stays(Written.of(page, self.output.write(page, [text])))

    def _stays(self, one: Written) -> Written:
        self.files[one.page] = one
        return one

    def _write_parts(
        self, sort: str, cuts: Iterable[Cut], before: Sequence[tuple[str, Written]] = ()
    ) -> None:
        naming = Naming(sort)
        found = []
        for cut in cuts:
            name = naming.name(cut.first)
            stands = before[cut.place][1] if cut.part is None else None
            if stands is not None and stands.page == f"{FOLDER}/{name}.js":
                self._stays(stands)
            else:
                part = cut.part if cut.part is not None else self._read(before[cut.place][1].page)
                stands = self._write(name, script(name, part))
            found.append((cut.first, stands))
        self.searched.note_parts(sort, found)

    def _read(self, page: str) -> Part:
        return part_of((self.folder / page).read_text(encoding="utf-8"))

    def is_changed_only(self) -> bool:
        """Write the scripts of rows that changed when all others stand as they were written; tell whether they did."""
        # What an audience may see can be another while every file says the same.
        if self.edition.audience or self.searched.context() != self._context:
            return False
        rows = stood(list(self.searched.rows()), self._contents)
        before = {sort: self.searched.parts(sort) for sort in (_BEGINS, _ENDS, _SHOWN)}
        if rows is None or not all(self._stands(one) for _, one in chain(*before.values())):
            return False
        if rows:
            changes = self._note(rows)
            self._write_shown(rows, before[_SHOWN])
            self._write_words(changes, before)
        else:
            self.files.update((one.page, one) for _, one in chain(*before.values()))
        return True

    def _stands(self, one: Written) -> bool:
        try:
            return Written.of(one.page, os.stat(f"{self.folder}/{one.page}")) == one  # noqa: PTH116 -- a Path for each is dear
        except OSError:
            return False

    def _note(self, rows: Sequence[int]) -> _Rows:
        """Keep the rows anew, and give for each word of theirs where it stands now: in their names, elsewhere."""
        records = [self.edition.files[self._contents[row][0]] for row in rows]
        found: _Rows = {}
        for row, entry in zip(rows, finder.relation_entries(self.edition, records), strict=True):
            old = next(self.searched.entries(row, row), None)
            before = terms_of(old) if old is not None else (set[str](), set[str]())
            now = terms_of(entry)
            for word in set().union(*before, *now):
                if any((word in was) != (word in is_) for was, is_ in zip(before, now, strict=True)):
                    found.setdefault(word, {})[row] = word in now[0], word in now[1]
            self.searched.note(row, *self._contents[row], entry)
        return found

    def _write_shown(self, rows: Iterable[int], before: Sequence[tuple[str, Written]]) -> None:
        found = dict(enumerate(before))
        for number in sorted({row // _ROWS for row in rows}):
            entries = list(self.searched.entries(number * _ROWS, number * _ROWS + _ROWS - 1))
            found[number] = self._write_rows(number, entries)
        self.files.update((one.page, one) for _, one in found.values())
        self.searched.note_parts(_SHOWN, found.values())

    def _write_words(self, changes: _Rows, before: Mapping[str, Sequence[tuple[str, Written]]]) -> None:
        """Write the parts in which words stand elsewhere now, and those of words that came or went."""
        begins, ends = before[_BEGINS], before[_ENDS]
        firsts = [first for first, _ in begins]
        read = self._reading(begins)
        texts: dict[str, str | None] = {}
        turned: dict[str, str | None] = {}
        for word, rows in changes.items():
            old = text_of(firsts, read, word)
            texts[word] = text = _edited(old, rows)
            if is_turned(word) and bool(old) != bool(text):
                turned[word[::-1]] = "" if text else None
        self._write_parts(_BEGINS, recut(firsts, read, texts), begins)
        self._write_parts(_ENDS, recut([first for first, _ in ends], self._reading(ends), turned), ends)

    def _reading(self, found: Sequence[tuple[str, Written]]) -> Callable[[int], Part]:
        """Give what reads a part by its place, each once."""
        return cache(lambda place: self._read(found[place][1].page))

    def write_opening(self) -> None:
        """Write the script that names all others."""
        told = {
            "kinds": finder.kinds(self.edition),
            "shown": _ROWS,
            "relations": len(self._others),
            "begins": self._named(_BEGINS),
            "ends": self._named(_ENDS),
        }
        self._write("index", opening(told))

    def _named(self, sort: str) -> Mapping[str, list[str]]:
        found = self.searched.parts(sort)
        names = [one.page.removeprefix(f"{FOLDER}/").removesuffix(".js") for _, one in found]
        return {"firsts": [first for first, _ in found], "names": names}


def _noting_turned(words: Iterable[tuple[str, str]], turned: Sorted) -> Iterator[tuple[str, str]]:
    for word, text in words:
        if is_turned(word):
            turned.add(word[::-1])
        yield word, text


def _edited(text: str, rows: Mapping[int, tuple[bool, bool]]) -> str | None:
    """Give where a word stands after some rows changed; None when it stands nowhere."""
    found = rows_of(text)
    for row, stands in rows.items():
        for numbers, is_there in zip(found, stands, strict=True):
            numbers.discard(row)
            if is_there:
                numbers.add(row)
    return places(*found) if any(found) else None
