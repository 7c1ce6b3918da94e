"""Where a book is read from: a folder on disk, or a revision in git."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha1
from pathlib import Path, PurePosixPath
from typing import Protocol

from klantboek.book.attachments import FILE, FOLDER, LINK, MISSING, state_of
from klantboek.book.beside import SideFile, files_beside, is_beside
from klantboek.book.files import FOLDERS, BookFile, book_file, content_of, files_of, reading_order
from klantboek.git import contents, git, known_contents, listed

# How git marks links, and what of a commit stands on disk as a file.
_LINKED = "120000"
_SHOWN = ("100644", "100755", _LINKED)


def content_id(content: bytes) -> bytes:
    """Give the id by which git knows a content: SHA-1 of a heading and the bytes."""
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).digest()


class Source(Protocol):
    """Files with their contents; ``known`` gives the content ids that are known without reading."""

    @property
    def root(self) -> Path:
        """The folder that findings about attachments and folders are about."""

    def files(self) -> Sequence[BookFile]:
        """Give the files in the order of the book."""

    def known(self) -> Mapping[str, bytes]:
        """Give the content ids that are known without reading, by name."""

    def content(self, file: BookFile) -> bytes:
        """Give the bytes of a file. Raises OSError."""

    def state_of(self, file: str) -> str:
        """Give how a file that is no record stands: see ``book.attachments``."""

    def beside(self, folder: str) -> Sequence[SideFile]:
        """Give the files of a folder that holds no records: see ``book.beside``."""


class FolderSource:
    """A book on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self) -> Sequence[BookFile]:
        """Give the files in the order of the book."""
        return list(files_of(self.root))

    def known(self) -> Mapping[str, bytes]:
        """Give the ids of the files that git's index knows to be unchanged."""
        return known_contents(self.root)

    def content(self, file: BookFile) -> bytes:
        """Give the bytes of a file. Raises OSError."""
        return content_of(file.place)

    def state_of(self, file: str) -> str:
        """Give how a file that is no record stands on disk."""
        return state_of(self.root, file)

    def beside(self, folder: str) -> Sequence[SideFile]:
        """Give the files of a folder that holds no records."""
        return files_beside(self.root, folder)


class RevisionSource:
    """A book as git had it at a commit; ``folder`` is the book's path below the top of the repository."""

    def __init__(self, root: Path, top: Path, commit: str, folder: PurePosixPath) -> None:
        """List the files of the commit. Raises GitError."""
        self.root = root
        self._top = top
        self._folder = folder
        self._modes = self._listed(commit)
        self._ahead: dict[str, bytes] = {}

    def _listed(self, commit: str) -> dict[str, tuple[str, str]]:
        """Give mode and id of every file below the folder."""
        names = listed(git(self._top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{self._folder}"))
        above = len(f"{self._folder}/") if self._folder.parts else 0
        found = {}
        for entry in names:
            facts, _, name = entry.partition("\t")
            mode, _, blob = facts.split(" ")
            found[name[above:]] = (mode, blob)
        return found

    def files(self) -> Sequence[BookFile]:
        """Give the files in the order of the book; what is no YAML is left out."""
        names = [
            name for name in self._modes if _is_shown(name) and self._is_yaml(name) and not is_beside(name)
        ]
        return [
            book_file(str(self.root), name, is_link=self._modes[name][0] == _LINKED)
            for name in sorted(names, key=reading_order)
        ]

    def _is_yaml(self, name: str) -> bool:
        mode = self._modes[name][0]
        if mode == _LINKED and name.partition("/")[0] in FOLDERS:
            return True  # where it points to, perhaps a folder, git doesn't say
        return mode in _SHOWN and name.lower().endswith((".yaml", ".yml"))

    def known(self) -> Mapping[str, bytes]:
        """Give the ids of all files: git has them."""
        return {name: bytes.fromhex(blob) for name, (_, blob) in self._modes.items()}

    def content(self, file: BookFile) -> bytes:
        """Give the bytes of a file."""
        if file.below not in self._ahead:
            self.read_ahead([file.below])
        return self._ahead.pop(file.below)

    def read_ahead(self, names: Sequence[str]) -> None:
        """Ask git for several contents at once."""
        found = contents(self._top, [self._modes[name][1] for name in names])
        self._ahead.update(zip(names, found, strict=True))

    def state_of(self, file: str) -> str:
        """Give how a file that is no record stood in git, which holds no empty folders."""
        steps = file.split("/")
        for number in range(1, len(steps) + 1):
            at = "/".join(steps[:number])
            if at in self._modes:
                if self._modes[at][0] == _LINKED:
                    return f"{LINK} {at}"
                return FILE if number == len(steps) else MISSING
        return FOLDER if file in self._folders else MISSING

    def beside(self, folder: str) -> Sequence[SideFile]:
        """Give the files of a folder that holds no records."""
        names = sorted(name for name in self._modes if name.rpartition("/")[0] == folder and _is_shown(name))
        return [self._side_file(name) for name in names]

    def _side_file(self, name: str) -> SideFile:
        mode, blob = self._modes[name]
        refused = "a link is not read: it can point outside the book" if mode == _LINKED else ""
        return SideFile(name, lambda: contents(self._top, [blob])[0], None, refused)

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(str(folder) for name in self._modes for folder in PurePosixPath(name).parents)


def _is_shown(name: str) -> bool:
    return not any(step.startswith(".") for step in name.split("/"))
