"""A book opened for a check: its registers are read, its relations are known by their files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.book.files import BookFile, reading_order
from klantboek.book.load import day_of, read_all
from klantboek.book.reading import read_record
from klantboek.errors import KlantboekError
from klantboek.linting.relations import Relations
from klantboek.linting.sources import RevisionSource, Source, content_id
from klantboek.yaml import read

# So many contents are asked of git together.
_AT_ONCE = 500


class RestlessBookError(KlantboekError):
    """A file of the book went, or got another content, after it was examined."""

    exit_code = 28

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"The files in {root.name} change while they are checked.",
            "Wait until what writes them is done, and run it again.",
        )


class OpenBook:
    """A book of which relations are read when somebody asks for them, and then kept.

    ``registers`` are all other records, ``strays`` the findings about files that are not read.
    """

    def __init__(self, source: Source, as_of: date | None, today: date | None) -> None:
        """Choose the day as ``book.load`` does, and raise what it raises."""
        self.source = source
        others: list[BookFile] = []
        self.relations = Relations(str(source.root), _set_aside(source.files(), others))
        if isinstance(source, RevisionSource):
            source.read_ahead([file.below for file in others if not file.refused])
        records, self.strays = read_all(others, source.content)
        day = day_of(source.root, records, self.strays, as_of, today)
        self.registers = Book(
            source.root, day, tuple(records), standing=source.state_of, beside=source.beside
        )
        self.loaded: dict[str, Record] = {}
        # The numbers in relations whose files have another name, once these were looked through.
        self.stated: frozenset[str] = frozenset()
        # While it is set, a file that does not have the content of this id any more is an error.
        self.id_of: Callable[[str], bytes | None] | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are records: the registers and the relations."""
        return (*(record.file for record in self.registers.records), *self.relations.names)

    def load(self, name: str) -> Record:
        """Give a relation by its file. Raises RestlessBookError."""
        if name not in self.loaded:
            file = self.relations.file(name)
            self.loaded[name] = read_record(RELATION, file.stem, self._content(file), name)
        return self.loaded[name]

    def commented(self, name: str) -> Record:
        """Give a relation of which only the comments are wanted. Raises RestlessBookError."""
        file = self.relations.file(name)
        return Record(RELATION, file.stem, read(self._content(file), name), fits=False)

    def _content(self, file: BookFile) -> bytes:
        try:
            content = self.source.content(file)
        except OSError:
            raise RestlessBookError(self.source.root) from None
        if self.id_of is not None and self.id_of(file.name) != content_id(content):
            raise RestlessBookError(self.source.root)
        return content

    def contents(self, before: Mapping[str, bytes]) -> Iterator[tuple[BookFile, bytes, bytes | None]]:
        """Go through the files of relations that can be read: see ``book.Rest``."""
        known = self.source.known()
        names = self.relations.names
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            same = {name for name in some if name in known and before.get(name) == known[name]}
            if isinstance(self.source, RevisionSource):
                self.source.read_ahead([name for name in some if name not in same])
            for name in some:
                file = self.relations.file(name)
                if name in same:
                    yield file, known[name], None
                    continue
                with suppress(OSError):
                    content = self.source.content(file)
                    found = content_id(content)
                    yield file, found, content if found != before.get(name) else None

    def part(self, names: Iterable[str]) -> Book:
        """Give a book of all registers and the relations in these files. Raises RestlessBookError."""
        wanted = [name for name in dict.fromkeys(names) if name in self.relations]
        records = sorted(
            (*(self.load(name) for name in wanted), *self.registers.records),
            key=lambda record: reading_order(record.file),
        )
        return Book(
            self.source.root,
            self.registers.as_of,
            tuple(records),
            tuple(self.strays),
            standing=self.source.state_of,
            bulk=self.registers.bulk,
        )

    def judged(self, besides: Iterable[str] = ()) -> set[str]:
        """Give the files of relations that judgements are about, and of those in which they live on now.

        The numbers in ``besides`` count as if there were judgements about them. Raises RestlessBookError.
        """
        judgements = self.registers.nodes("judgement")
        waiting = {*besides, *(one[side] for one in judgements for side in ("a", "b"))}
        found: set[str] = set()
        while waiting:
            names = {name for number in waiting for name in self.relations.with_number(number)} - found
            found |= names
            records = [self.load(name) for name in names]
            waiting = {into for one in records if one.fits and (into := one.node.tombstone.into)}
        return found


def _set_aside(files: Iterable[BookFile], others: list[BookFile]) -> Iterator[BookFile]:
    """Give the files of relations that are read; the others are added to a list."""
    for file in files:
        if file.kind == RELATION and not file.refused:
            yield file
        else:
            others.append(file)
