"""Pages written to disk: only what changed, nothing left over."""

import shutil
from collections.abc import Iterable
from pathlib import Path

# MkDocs empties the folder before it builds, except for names that start with a dot.
_KEPT = ".keep"


def keep(site: Path, folders: Iterable[str]) -> None:
    """Set the generated folders aside, so that MkDocs does not empty them."""
    kept = site / _KEPT
    for name in sorted(folders):
        if (site / name).is_dir():
            kept.mkdir(exist_ok=True)
            shutil.rmtree(kept / name, ignore_errors=True)
            (site / name).rename(kept / name)


def restore(site: Path) -> None:
    """Put back what was set aside; also after a build that was interrupted."""
    kept = site / _KEPT
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
