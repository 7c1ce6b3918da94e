"""The folder of a handbook as it stood before a build: which pages are as they were left, and what is left over."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from klantboek.handbook.digests import digest


class Written(NamedTuple):
    """A page as it was written: its file below the handbook's folder, its size, and when it was changed last."""

    page: str
    size: int
    time: int

    @classmethod
    def of(cls, page: str, found: os.stat_result) -> "Written":
        """Note how a page stands on disk."""
        return cls(page, found.st_size, found.st_mtime_ns)

    @property
    def line(self) -> str:
        """How the page stands, as one line."""
        return f"{self.size} {self.time} {self.page}"


def page_in(line: str) -> str:
    """Give the page that a line is about; "" when it says nothing of one."""
    return line.partition(" ")[2].partition(" ")[2]


class Disk:
    """The files in some folders of a site, and at its top; each is claimed by what it belongs to.

    How a file stands is told by the line of ``Written``. Those named in ``own`` belong to people, or to MkDocs.
    """

    def __init__(self, site: Path, folders: Iterable[str], own: Iterable[str] = ()) -> None:
        self._site = site
        # What is at the top may be anybody's: it is known, and not cleared.
        self._top = _lines(site, "", deep=False)
        # By folder the lines of the files in it: what belongs to nobody as yet, and what does.
        self._found = {folder: _lines(site, f"{folder}/", deep=True) for folder in folders}
        self._claimed: dict[str, dict[str, str]] = {folder: {} for folder in self._found}
        for file in own:
            self._found.get(_folder(file), {}).pop(file, None)

    def claim(self, lines: Sequence[str]) -> bool:
        """Tell whether pages stand as they were written; if they do they belong to somebody."""
        pages = [*map(page_in, lines)]
        if not pages or any(self._of(page) != line for page, line in zip(pages, lines, strict=True)):
            return False
        for page, line in zip(pages, lines, strict=True):
            self._move(page, line, self._found, self._claimed)
        return True

    def claim_all(self, folder: str, named: str) -> bool:
        """Tell whether a whole folder stands as a digest names it; if it does all of it belongs to somebody."""
        if not named or _digest(self._found[folder]) != named:
            return False
        self._claimed[folder], self._found[folder] = self._found[folder], {}
        return True

    def claimed(self, folder: str) -> str:
        """Name how all that belongs to somebody in a folder stands."""
        return _digest(self._claimed[folder])

    def written(self, pages: Iterable[Written]) -> None:
        """Note that files were written by now."""
        for one in pages:
            self._move(one.page, one.line, self._found, self._claimed)

    def leave(self, lines: Iterable[str]) -> None:
        """Note that files that stood as they were written belong to nobody any more."""
        for line in lines:
            self._move(page_in(line), line, self._claimed, self._found)

    @staticmethod
    def _move(page: str, line: str, away: dict[str, dict[str, str]], to: dict[str, dict[str, str]]) -> None:
        folder = _folder(page)
        if folder in to:
            away[folder].pop(page, None)
            to[folder][page] = line

    def _of(self, page: str) -> str | None:
        return self._found.get(_folder(page), self._top).get(page)

    def clear(self) -> None:
        """Remove from the folders what belongs to nobody, and folders in which nothing is left."""
        for files in self._found.values():
            for file in sorted(files):
                (self._site / file).unlink(missing_ok=True)
            for folder in {(self._site / file).parent for file in files}:
                _remove_empty(folder, self._site)


def _remove_empty(folder: Path, site: Path) -> None:
    """Remove a folder of a site if it is empty, and those around it."""
    with suppress(OSError):
        while folder != site:
            folder.rmdir()
            folder = folder.parent


def _folder(page: str) -> str:
    return page.partition("/")[0] if "/" in page else ""


def _digest(lines: dict[str, str]) -> str:
    return digest(["\n".join(sorted(lines.values()))])


@contextmanager
def _listed(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """List a folder; where the system can, by a number for it: then it need not find its way there for each file."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as entries:
            yield entries
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(place) as entries:
            yield entries
    finally:
        os.close(place)


def _lines(site: Path, folder: str, *, deep: bool) -> dict[str, str]:
    """Give the lines of the files in a folder, by their path below the site."""
    found: dict[str, str] = {}
    try:
        with _listed(f"{site}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if deep:
                        found |= _lines(site, f"{folder}{entry.name}/", deep=True)
                else:
                    state, page = entry.stat(follow_symlinks=False), folder + entry.name
                    found[page] = f"{state.st_size} {state.st_mtime_ns} {page}"
    except FileNotFoundError:
        return {}
    return found
