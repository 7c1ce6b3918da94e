"""The duplicates of relations that changed: what git knows to be unchanged is not read again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.book.files import BookFile
from klantboek.book.load import day_of, read_all
from klantboek.book.reading import quickest_record, read_record
from klantboek.duplicates.findings import features_in
from klantboek.duplicates.index import Index
from klantboek.duplicates.judgements import judged
from klantboek.duplicates.pairs import Duplicates
from klantboek.duplicates.since import Moved, search_since
from klantboek.duplicates.storing import load
from klantboek.linting.sources import FolderSource, content_id


@dataclass(frozen=True)
class Compared:
    """The duplicates of some relations; the book has all registers and the relations that the pairs are of.

    ``relations`` counts those that are compared, ``misfits`` those that are not because they don't fit.
    """

    found: Duplicates
    book: Book
    relations: int
    misfits: int


def compared_since(  # noqa: PLR0913, PLR0917 -- a book, its index, and what is asked
    root: Path,
    as_of: date | None,
    today: date | None,
    kept: Path | None,
    wanted: Iterable[str],
    minimum: float,
) -> Compared | None:
    """Give the pairs that one of the wanted relations is in, by the index that was kept in a folder.

    None when there is no index to go by, or when much has changed: the whole book is searched then. Raises
    what ``book.load`` raises.
    """
    index = load(kept) if kept is not None else None
    return None if index is None else _Comparing(root, as_of, today, index).compared(wanted, minimum)


class _Comparing:
    """A book on disk beside its index."""

    def __init__(self, root: Path, as_of: date | None, today: date | None, index: Index) -> None:
        self._index = index
        self._source = FolderSource(root)
        files = list(self._source.files())
        self._files = [file for file in files if file.kind == RELATION and not file.refused]
        others = [file for file in files if file.kind != RELATION or file.refused]
        records, strays = read_all(others, self._source.content)
        self._registers = Book(root, day_of(root, records, strays, as_of, today), tuple(records))

    def compared(self, wanted: Iterable[str], minimum: float) -> Compared | None:
        """Compare what changed, and the relations that are wanted."""
        changed = list(self._changed())
        fresh = tuple(features_in(self._with(record for record in changed if record.fits)))
        there = self._by_number.keys() - {record.id for record in changed}
        moved = Moved(fresh, frozenset(self._index.names.numbers.keys() - there - {one.id for one in fresh}))
        found = search_since(self._index, moved, judged(self._judged_book), wanted, minimum)
        if found is None:
            return None
        numbers = {number for pair in found.pairs for number in (pair.a, pair.b)}
        return Compared(
            found,
            self._with(self._read(number) for number in sorted(numbers)),
            len(self._index.names.numbers.keys() & there) + len(fresh),
            sum(not record.fits for record in changed),
        )

    @cached_property
    def _by_number(self) -> dict[str, BookFile]:
        """Give the files of the relations that have a number of their own."""
        files = Counter(file.stem for file in self._files)
        return {file.stem: file for file in self._files if files[file.stem] == 1}

    def _changed(self) -> Iterator[Record]:
        """Read the relations whose files hold something else than when the index was made."""
        unchanged, contents = self._source.known(), self._index.names.contents
        for number, file in self._by_number.items():
            before = contents.get(number)
            if before is not None and unchanged.get(file.name) == before:
                continue
            try:
                content = self._source.content(file)
            except OSError:
                content = b""
            if before is None or content_id(content) != before:
                yield quickest_record(RELATION, file.stem, content, file.name)

    @property
    def _judged_book(self) -> Book:
        """Give the registers with the relations that judgements are about, under whatever number they live now."""
        waiting = [one[side] for one in self._registers.nodes("judgement") for side in ("a", "b")]
        found: dict[str, Record] = {}
        while waiting:
            number = waiting.pop()
            if number in self._by_number and number not in found:
                found[number] = self._read(number)
                if found[number].fits and (into := found[number].node.tombstone.into):
                    waiting.append(into)
        return self._with(found[number] for number in sorted(found))

    def _read(self, number: str) -> Record:
        file = self._by_number[number]
        return read_record(RELATION, file.stem, self._source.content(file), file.name)

    def _with(self, relations: Iterable[Record]) -> Book:
        return replace(self._registers, records=(*self._registers.records, *relations))
