"""Files of a book that are no records: the aggregates and the ledgers of its own."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from klantboek.yaml import FaultKind

# The folders in which they stand; what is in them is no record, also when it is YAML.
AGGREGATES, LEDGERS = "aggregates", "ledgers"
FOLDERS = (AGGREGATES, LEDGERS)

_KINDS = (
    FaultKind(
        "KB020",
        "ledger can be read",
        "A row that can't be read is missing from every figure, and nobody sees that it is.",
        "Write the file again from its source, with a first row of column names; klantboek query --schema shows what they mean.",
    ),
    FaultKind(
        "KB021",
        "aggregate of the book can be used",
        "A figure that can't be computed, or says something else than its comment, is missing or misleads.",
        "Mend the line; the aggregates of klantboek itself are examples.",
    ),
    FaultKind(
        "KB022",
        "aggregate gives what its cases expect",
        "The case says what somebody meant the figure to be: now it is something else.",
        "Mend the SELECT, or the case when it was wrong.",
    ),
    FaultKind(
        "KB023",
        "what a ledger refers to exists",
        "A row about a relation or product that the book does not have is in no figure, or in a group without a name.",
        "Correct the row at its source, or add what it refers to.",
    ),
    FaultKind(
        "KB024",
        "order of a ledger stands in the book once",
        "An order that stands in the ledgers twice counts twice in turnover, and in everything that follows from it; one that the record of its relation has too is left out of the ledger.",
        "Take one of the two out; rows of one order stand together.",
    ),
)
CODES: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}


@dataclass(frozen=True)
class SideFile:
    """A file by its path below the book's folder; ``path`` is where it is on disk, None when only git has it.

    ``refused`` says why it is not read; "" when it is. ``read`` raises OSError.
    """

    name: str
    read: Callable[[], bytes]
    path: Path | None = None
    refused: str = ""

    @property
    def stem(self) -> str:
        """Its name without folder and ending."""
        return self.name.rpartition("/")[2].rpartition(".")[0]

    @property
    def ending(self) -> str:
        """Its ending, without the dot, in small letters."""
        return self.name.rpartition(".")[2].lower()


Beside = Callable[[str], Iterable[SideFile]]


def is_beside(name: str) -> bool:
    """Tell whether a file stands in one of the folders, by its path below the book's folder."""
    return name.partition("/")[0] in FOLDERS


def files_beside(root: Path, folder: str) -> list[SideFile]:
    """Give the files in one of the folders of a book on disk, by name; hidden ones are left out."""
    try:
        with os.scandir(root / folder) as found:
            entries = sorted((one for one in found if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError:
        return []
    return [_side_file(root, folder, entry) for entry in entries]


def _side_file(root: Path, folder: str, entry: os.DirEntry[str]) -> SideFile:
    path = root / folder / entry.name
    refused = ""
    if entry.is_symlink():
        refused = "a link is not read: it can point outside the book"
    elif entry.is_dir():
        refused = "a folder in it is not read"
    elif not entry.is_file():
        refused = "this is a pipe or a device, not a file"
    elif any("\ud800" <= one <= "\udfff" for one in entry.name):
        refused = "its name is not UTF-8"
    name = f"{folder}/{os.fsencode(entry.name).decode('utf-8', 'backslashreplace')}"
    return SideFile(name, path.read_bytes, path, refused)
