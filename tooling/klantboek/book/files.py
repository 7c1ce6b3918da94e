"""The files of a book: which of them are records, and why the others are not read."""

import os
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from klantboek.book.beside import is_beside
from klantboek.shapes import KINDS
from klantboek.yaml import limits

SETTINGS = "book.yaml"
_name = attrgetter("name")
FOLDERS = {kind.folder: kind.name for kind in KINDS.values() if kind.folder}


class BookFile(NamedTuple):
    """A file below the book's folder; ``name`` has forward slashes, ``kind`` is None when no kind lives there.

    ``refused`` says why it is not read; "" when it is.
    """

    root: str
    below: str
    name: str
    kind: str | None
    refused: str

    @property
    def path(self) -> Path:
        """Where it is on disk."""
        return Path(self.root, self.below)

    @property
    def place(self) -> str:
        """Where it is on disk, as text."""
        return f"{self.root}/{self.below}"

    @property
    def stem(self) -> str:
        """Its name without folders and ending: the id of the record in it."""
        return self.name.rpartition("/")[2].rpartition(".")[0]


def files_of(root: Path) -> Iterator[BookFile]:
    """Give all YAML files below the folder, in the order of their names; hidden ones are left out.

    A link to a folder of records and a folder that can't be opened come along, as something that is not read.
    """
    closed: list[tuple[str, OSError]] = []
    yield from _files_below(str(root), "", closed)
    for below, error in closed:
        yield BookFile(str(root), below, _shown(below) or ".", None, unreadable("folder", error))


def _files_below(root: str, folder: str, closed: list[tuple[str, OSError]]) -> Iterator[BookFile]:
    """Give the files of a folder, then those of the folders in it; ``folder`` is "" or ends in a slash."""
    try:
        with os.scandir(os.path.join(root, folder)) as found:  # noqa: PTH118 -- a Path for each file is dear
            entries = sorted((entry for entry in found if entry.name[0] != "."), key=_name)
    except OSError as error:
        closed.append((folder.rstrip("/"), error))
        return
    folders, files = [], []
    for entry in entries:
        if not entry.is_dir():
            files.append(entry)
        elif not entry.is_symlink():
            folders.append(f"{folder}{entry.name}/")
        elif f"{folder}{entry.name}".partition("/")[0] in FOLDERS:
            yield _file(root, f"{folder}{entry.name}", entry)
    yield from _files_in(root, folder, files)
    for below in folders:
        if not is_beside(below):
            yield from _files_below(root, below, closed)


def _files_in(root: str, folder: str, entries: Iterable[os.DirEntry[str]]) -> Iterator[BookFile]:
    """Give the YAML files among the entries of a folder; nearly all of them are read, and need no closer look."""
    kind = FOLDERS.get(folder.partition("/")[0]) if folder.isascii() else None
    for entry in entries:
        name = entry.name
        if kind and name.endswith(".yaml") and name.isascii() and entry.is_file(follow_symlinks=False):
            below = folder + name
            yield BookFile(root, below, below, kind, "")
        elif name.lower().endswith((".yaml", ".yml")):
            yield _file(root, folder + name, entry)


def reading_order(name: str) -> tuple[tuple[int, str], ...]:
    """Order names as a book is read: the files of a folder before its folders, each by name."""
    *folders, file = name.split("/")
    return (*((1, folder) for folder in folders), (0, file))


def content_of(file: Path | str) -> bytes:
    """Give the bytes of a file, not more than one byte above what a record may have. Raises OSError."""
    most = limits.BYTES + 1
    with open(file, "rb", buffering=0) as stream:  # noqa: PTH123 -- a Path for each file is dear
        # Asking for far more than there is costs more than the reading.
        asked = min(os.fstat(stream.fileno()).st_size + 1, most)
        content: bytes = stream.read(asked)
        # It may have grown since it was measured.
        while len(content) == asked < most:
            asked = min(2 * asked, most)
            content += stream.read(asked - len(content))
    return content


def unreadable(what: str, error: OSError) -> str:
    """Say why a file or folder can't be read."""
    return f"this {what} can't be read: {error.strerror or error}"


def _file(root: str, below: str, entry: os.DirEntry[str]) -> BookFile:
    return book_file(root, below, is_link=entry.is_symlink(), is_file=entry.is_file())


def book_file(root: str, below: str, *, is_link: bool, is_file: bool = True) -> BookFile:
    """Give a file by its path below the book's folder, with why it is not read."""
    name = below if below.isascii() else _shown(below)
    kind = "book" if name == SETTINGS else FOLDERS.get(name.partition("/")[0]) if "/" in name else None
    refused = ""
    if is_link:
        refused = "a link is not a record: it can point outside the book"
    elif kind is None:
        refused = "no kind of record lives in this folder"
    elif not name.endswith(".yaml"):
        refused = "records end in .yaml, so this file is not read"
    elif not is_file:
        refused = "this is a pipe or a device, not a file"
    elif name != below:
        refused = "this name is not UTF-8, so not every program can find the file"
    return BookFile(root, below, name, kind, refused)


def _shown(name: str) -> str:
    """Give a name that can be written anywhere: bytes that are no UTF-8 by their numbers."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
