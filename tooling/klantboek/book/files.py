"""The files of a book: which of them are records, and why the others are not read."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from klantboek.shapes import KINDS
from klantboek.yaml import limits

SETTINGS = "book.yaml"
FOLDERS = {kind.folder: kind.name for kind in KINDS.values() if kind.folder}


@dataclass(frozen=True)
class BookFile:
    """A file below the book's folder; ``name`` has forward slashes, ``kind`` is None when no kind lives there.

    ``refused`` says why it is not read; "" when it is.
    """

    path: Path
    name: str
    kind: str | None
    refused: str


def files_of(root: Path) -> Iterator[BookFile]:
    """Give all YAML files below the folder, in the order of their names; hidden ones are left out.

    A link to a folder of records and a folder that can't be opened come along, as something that is not read.
    """
    closed: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            link = Path(folder, name)
            if link.is_symlink() and link.relative_to(root).parts[0] in FOLDERS:
                yield _file(root, link)
        for name in sorted(files):
            if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                yield _file(root, Path(folder, name))
    for error in closed:
        path = Path(error.filename)
        yield BookFile(path, _shown(path.relative_to(root).as_posix()), None, unreadable("folder", error))


def content_of(file: Path) -> bytes:
    """Give the bytes of a file, not more than one byte above what a record may have. Raises OSError."""
    with file.open("rb") as stream:
        return stream.read(limits.BYTES + 1)


def unreadable(what: str, error: OSError) -> str:
    """Say why a file or folder can't be read."""
    return f"this {what} can't be read: {error.strerror or error}"


def _file(root: Path, path: Path) -> BookFile:
    below = path.relative_to(root).as_posix()
    name = _shown(below)
    kind = "book" if name == SETTINGS else FOLDERS.get(name.partition("/")[0]) if "/" in name else None
    refused = _refused(path, kind)
    if not refused and name != below:
        refused = "this name is not UTF-8, so not every program can find the file"
    return BookFile(path, name, kind, refused)


def _shown(name: str) -> str:
    """Give a name that can be written anywhere: bytes that are no UTF-8 by their numbers."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _refused(path: Path, kind: str | None) -> str:
    if path.is_symlink():
        return "a link is not a record: it can point outside the book"
    if kind is None:
        return "no kind of record lives in this folder"
    if path.suffix != ".yaml":
        return "records end in .yaml, so this file is not read"
    return "" if path.is_file() else "this is a pipe or a device, not a file"
