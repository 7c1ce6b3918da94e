"""A handbook put where others read it, in one step: a reader sees the old one whole or the new one whole."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klantboek.edits.swap import swap
from klantboek.errors import KlantboekError
from klantboek.handbook.output import KEPT, MARK, ForeignFolderError

_WHOLE = "everything"


class OtherAudienceError(KlantboekError):
    """A folder that holds the handbook for other readers."""

    exit_code = 29

    def __init__(self, folder: Path, there: str, ours: str) -> None:
        super().__init__(
            f"{folder} holds a handbook for {_named(there)}, and this one is for {_named(ours)}.",
            "Whoever reads there may not be meant to read this. Name another folder, or remove that one first.",
        )


class UnpublishedError(KlantboekError):
    """A handbook that could not be put in its place; what stood there still does."""

    exit_code = 30


def publish(built: Path, target: Path, audience: str = "") -> Path:
    """Put a copy of a built handbook at ``target``, in place of the one there; give the folder that it went to.

    The copy is made beside ``target`` and takes its name at the end, so the folder around it must be writable.
    Stopped at any moment, the old handbook stands as it was, and the next run cleans up. Raises ForeignFolderError
    for a folder that holds anything but a handbook, OtherAudienceError for one with another handbook.
    """
    target = target.resolve()
    beside, old = (target.with_name(f".{target.name}.{end}") for end in ("new", "old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target.parent):
            _recover(target, old)
            _refuse(target, audience or _WHOLE)
            shutil.rmtree(beside, ignore_errors=True)
            shutil.copytree(built, beside, ignore=shutil.ignore_patterns(MARK, KEPT))
            mark = f"A handbook that klantboek published for: {audience or _WHOLE}\n"
            (beside / MARK).write_text(mark, encoding="utf-8")
            # Names must not reach the disk before what they stand for.
            os.sync()
            _put(beside, target, old)
    except OSError as error:
        raise _unpublished(target, error) from error
    return target


def _put(beside: Path, target: Path, old: Path) -> None:
    if not target.exists():
        beside.rename(target)
    elif swap(beside, target):
        shutil.rmtree(beside)
    else:
        # Without a step for both names there is a moment without a handbook, never one with half of it.
        target.rename(old)
        beside.rename(target)
        shutil.rmtree(old)


def _recover(target: Path, old: Path) -> None:
    """Put back what a run that was stopped between two names had set aside."""
    if not old.is_dir():
        return
    if target.exists():
        shutil.rmtree(old)
    else:
        old.rename(target)


def _refuse(target: Path, audience: str) -> None:
    """Refuse a folder that holds something else."""
    if target.exists() and not target.is_dir():
        raise ForeignFolderError(target)
    if not target.is_dir() or not any(target.iterdir()):
        return
    mark = target / MARK
    if not mark.is_file():
        raise ForeignFolderError(target)
    _, colon, there = mark.read_text(encoding="utf-8").strip().partition("published for: ")
    if colon and there != audience:
        raise OtherAudienceError(target, there, audience)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one publish at a time work in a folder."""
    try:
        import fcntl  # noqa: PLC0415 -- other systems don't have it
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _unpublished(target: Path, error: OSError) -> UnpublishedError:
    if error.errno in {errno.EBUSY, errno.EXDEV}:
        return UnpublishedError(
            f"{target} is a disk or a volume by itself, which can't take another folder's name.",
            f"Name a folder inside it: klantboek publish --to {target / 'site'}",
        )
    return UnpublishedError(
        f"The handbook could not be put in {target}: {error.strerror}.",
        f"The folder around it ({target.parent}) must be writable; what stood there before still does.",
    )


def _named(audience: str) -> str:
    return "readers of the whole book" if audience == _WHOLE else f"the audience {audience}"
