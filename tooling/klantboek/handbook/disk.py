"""The folder of a handbook as it stood before a build: which pages are as they were left, and what is left over."""

import os
from collections.abc import Iterable
from pathlib import Path

from klantboek.handbook.kept import Written


class Disk:
    """The files in some folders of a site, and at its top; each is claimed by what it belongs to.

    Those named in ``own`` belong to people, or to MkDocs.
    """

    def __init__(self, site: Path, folders: Iterable[str], own: Iterable[str] = ()) -> None:
        self._site = site
        # What is at the top may be anybody's: it is known, and not cleared.
        self._top = _files(site, "", deep=False)
        self._found: dict[str, tuple[int, int]] = {}
        for folder in folders:
            self._found |= _files(site, f"{folder}/", deep=True)
        for file in own:
            self._found.pop(file, None)

    def claim(self, pages: Iterable[Written]) -> bool:
        """Tell whether pages stand as they were written; if they do they belong to somebody."""
        own = list(pages)
        if not own or any(self._of(one.page) != (one.size, one.time) for one in own):
            return False
        for one in own:
            self._found.pop(one.page, None)
        return True

    def written(self, pages: Iterable[Written]) -> None:
        """Note that files were written by now."""
        for one in pages:
            self._found.pop(one.page, None)

    def leave(self, pages: Iterable[Written]) -> None:
        """Note that files that stood as they were written belong to nobody any more."""
        self._found.update((one.page, (one.size, one.time)) for one in pages)

    def _of(self, page: str) -> tuple[int, int] | None:
        return self._found.get(page) if "/" in page else self._top.get(page)

    def clear(self) -> None:
        """Remove from the folders what belongs to nobody."""
        for file in sorted(self._found):
            (self._site / file).unlink(missing_ok=True)


def _files(site: Path, folder: str, *, deep: bool) -> dict[str, tuple[int, int]]:
    """Give size and time of the files in a folder, by their path below the site."""
    found: dict[str, tuple[int, int]] = {}
    try:
        with os.scandir(f"{site}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if deep:
                        found |= _files(site, f"{folder}{entry.name}/", deep=True)
                else:
                    state = entry.stat(follow_symlinks=False)
                    found[folder + entry.name] = state.st_size, state.st_mtime_ns
    except FileNotFoundError:
        return {}
    return found
