"""Which files git holds an older state of than the disk, or none at all."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

_A_CALL = 500


def dirty(project: Path, files: Sequence[Path]) -> list[str]:
    """Give those of the files that have changes which are not committed; none outside git."""
    return [name for some in _some(files) for name in _listed(project, some)]


def _some(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for at in range(0, len(files), _A_CALL):
        yield files[at : at + _A_CALL]


def _listed(project: Path, files: Sequence[Path]) -> Iterator[str]:
    names = [file.relative_to(project).as_posix() for file in files]
    command = [
        "git",
        "--no-optional-locks",
        "status",
        "--porcelain",
        "-z",
        "--untracked-files=all",
        "--no-renames",
        "--",
    ]
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed command; names follow -- and are taken literally
            [*command, *names],
            cwd=project,
            env={**os.environ, "GIT_LITERAL_PATHSPECS": "1"},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return
    if done.returncode == 0:
        yield from (os.fsdecode(entry[3:]) for entry in done.stdout.split(b"\0") if entry)
