"""The files and folders that a command names: where their book is, and which of its files they mean."""

import os
from collections.abc import Iterable
from pathlib import Path

from klantboek.errors import KlantboekError


def around(paths: tuple[Path, ...]) -> Path | None:
    """Look for the book where the paths are, so that `lint other/book` works from anywhere."""
    return None if not paths else paths[0] if paths[0].is_dir() else paths[0].parent


def files_within(files: Iterable[str], root: Path, paths: tuple[Path, ...]) -> set[str]:
    """Give those files of the book that are meant by the paths; all of them when none is named.

    Raises KlantboekError for a path outside the book.
    """
    if not paths:
        return set(files)
    named = [os.path.relpath(path.resolve(), root) for path in paths]
    outside = [path for path, name in zip(paths, named, strict=True) if name.startswith("..")]
    # A folder around the book means all of it.
    if any(path.is_dir() and root.is_relative_to(path.resolve()) for path in outside):
        return set(files)
    if outside:
        raise KlantboekError(
            f"{outside[0]} lies outside the book in {root}.", "Name files or folders inside the book."
        )
    return {
        file for file in files if any(name in (".", file) or file.startswith(f"{name}/") for name in named)
    }
