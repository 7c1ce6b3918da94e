"""Pages written to disk: only what changed, nothing left over."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from klantboek.errors import KlantboekError

# MkDocs empties the folder before it builds, except for names that start with a dot.
KEPT = ".keep"
MARK = ".klantboek"


class ForeignFolderError(KlantboekError):
    """A folder that a build would empty, and that holds something else than a handbook."""

    exit_code = 15

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not empty and holds no handbook, and a build empties the folder it writes to.",
            "Choose an empty or a new folder (site_dir in mkdocs.yml, --output or --to).",
        )


def claim(site: Path) -> None:
    """Mark a folder as ours to empty; raises ForeignFolderError when somebody's files are in it."""
    mark = site / MARK
    if mark.is_file():
        return
    if site.is_dir() and any(site.iterdir()):
        raise ForeignFolderError(site)
    site.mkdir(parents=True, exist_ok=True)
    mark.write_text("klantboek writes the handbook here; a build replaces all of it.\n", encoding="utf-8")


def keep(site: Path, folders: Iterable[str], pages: Iterable[str] = ()) -> None:
    """Set the generated folders aside, and pages that stand beside them, so that MkDocs does not empty them."""
    kept = site / KEPT
    for name in sorted({*folders, *pages}):
        if (site / name).exists():
            kept.mkdir(exist_ok=True)
            shutil.rmtree(kept / name, ignore_errors=True)
            (site / name).rename(kept / name)


def restore(site: Path) -> None:
    """Put back what was set aside; also after a build that was interrupted."""
    kept = site / KEPT
    if not kept.is_dir():
        return
    for folder in sorted(kept.iterdir()):
        if not (site / folder.name).exists():
            folder.rename(site / folder.name)
    shutil.rmtree(kept)


class Output:
    """The folder that files are written to; what each folder in it holds is looked up once, before the first."""

    def __init__(self, site: Path) -> None:
        # As text, for there are very many files: a Path for each would take as long as writing it.
        self._site = str(site)
        self._there: dict[str, set[str]] = {}

    def write(self, file: str, content: str) -> os.stat_result:
        """Write a file when its content is another one than what stands there; give how it stands on disk."""
        folder, _, name = file.rpartition("/")
        if folder not in self._there:
            self._there[folder] = self._listed(folder)
        path, data = f"{self._site}/{file}", content.encode("utf-8")
        if name not in self._there[folder] or not _is(path, data):
            _write(path, data)
        return os.stat(path)  # noqa: PTH116 -- it has no Path

    def _listed(self, folder: str) -> set[str]:
        path = f"{self._site}/{folder}"
        os.makedirs(path, exist_ok=True)  # noqa: PTH103 -- it has no Path
        return set(os.listdir(path))  # noqa: PTH208 -- the same


def _is(path: str, data: bytes) -> bool:
    """Tell whether a file holds this."""
    with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123 -- it has no Path
        return file.read() == data
    return False


def _write(path: str, data: bytes) -> None:
    """Write a file with as few questions to the system as there can be."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
