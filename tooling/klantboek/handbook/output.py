"""Pages written to disk: only what changed, nothing left over."""

import shutil
from collections.abc import Iterable
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


def keep(site: Path, folders: Iterable[str]) -> None:
    """Set the generated folders aside, so that MkDocs does not empty them."""
    kept = site / KEPT
    for name in sorted(folders):
        if (site / name).is_dir():
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


def write(file: Path, content: str) -> None:
    """Write a file when its content is another one than what stands there."""
    data = content.encode("utf-8")
    try:
        if file.read_bytes() == data:
            return
    except OSError:
        file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def clear(site: Path, folders: Iterable[str], files: set[str]) -> None:
    """Remove from the generated folders what this edition did not write."""
    for name in folders:
        for file in sorted((site / name).rglob("*")):
            if file.is_file() and file.relative_to(site).as_posix() not in files:
                file.unlink()
