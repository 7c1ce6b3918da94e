"""A book linted before and after changes that are not on disk yet."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from klantboek.book import Book
from klantboek.book.beside import SideFile
from klantboek.book.files import BookFile, reading_order
from klantboek.findings import Finding
from klantboek.linting import check_book
from klantboek.linting.sources import FolderSource


class PlannedSource:
    """A book on disk with other contents for some files, by name; None for a file that goes.

    ``kinds`` are the kinds of new ones.
    """

    def __init__(self, root: Path, contents: Mapping[str, bytes | None], kinds: Mapping[str, str]) -> None:
        self.root = root
        self._disk = FolderSource(root)
        self._contents = contents
        self._kinds = kinds

    def files(self) -> Sequence[BookFile]:
        """Give the files in the order of the book."""
        kept = [
            file
            for file in self._disk.files()
            if file.name not in self._contents or self._contents[file.name] is not None
        ]
        known = {file.name for file in kept}
        new = [
            BookFile(str(self.root), name, name, kind, "")
            for name, kind in self._kinds.items()
            if name not in known and self._contents.get(name) is not None
        ]
        return sorted((*kept, *new), key=lambda file: reading_order(file.name)) if new else kept

    def known(self) -> Mapping[str, bytes]:
        """Give the ids of the files that git's index knows and that do not change."""
        return {name: one for name, one in self._disk.known().items() if name not in self._contents}

    def content(self, file: BookFile) -> bytes:
        """Give the bytes of a file. Raises OSError."""
        planned = self._contents.get(file.name)
        return self._disk.content(file) if planned is None else planned

    def state_of(self, file: str) -> str:
        """Give how a file that is no record stands on disk."""
        return self._disk.state_of(file)

    def beside(self, folder: str) -> Sequence[SideFile]:
        """Give the files of a folder that holds no records."""
        return self._disk.beside(folder)


class Linting:
    """What is found in a book on disk, found once for a row of plans; and what would be found after one.

    ``before`` are the findings of the book as it is, when they are known.
    """

    def __init__(self, book: Book, before: Sequence[Finding] | None = None) -> None:
        self._book = book
        self._before = before

    @cached_property
    def before(self) -> Sequence[Finding]:
        """The findings of the book as it is."""
        if self._before is not None:
            return self._before
        return check_book(self._book.root, self._book.as_of, None).findings

    def after(self, source: PlannedSource) -> Sequence[Finding]:
        """Give the findings of the book as it would be."""
        return check_book(source, self._book.as_of, None).findings
