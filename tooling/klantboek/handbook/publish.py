"""A handbook put where others read it, in one step: a reader sees the old one whole or the new one whole."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klantboek.edits.swap import swap
from klantboek.errors import KlantboekError
from klantboek.handbook.output import KEPT, MARK, ForeignFolderError, mark_published, refuse_others


class UnpublishedError(KlantboekError):
    """A handbook that could not be put in its place; what stood there still does."""

    exit_code = 30


def publish(built: Path, target: Path, audience: str = "") -> Path:
    """Put a copy of a built handbook at ``target``, in place of the one there; give the folder that it went to.

    The copy is made beside ``target`` and takes its name at the end, so the folder around it must be writable.
    Stopped at any moment, the old handbook stands as it was, and the next run cleans up. Raises ForeignFolderError
    for a folder that holds anything but a handbook, OtherAudienceError for one with another handbook.
    """
    target, built = target.resolve(), built.resolve()
    if not target.name:
        raise ForeignFolderError(target)
    if target == built or built in target.parents or target in built.parents:
        raise UnpublishedError(
            f"{target} is where handbooks are built, or around it: the next build would replace it.",
            "Name a folder elsewhere: klantboek publish --to /srv/www/handbook",
        )
    beside, old = (target.with_name(f".{target.name}.{end}") for end in ("new", "old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(target.parent):
            _recover(target, old)
            _refuse(target, audience)
            shutil.rmtree(beside, ignore_errors=True)
            _copy(built, beside)
            mark_published(beside, audience)
            # Names must not reach the disk before what they stand for.
            os.sync()
            _put(beside, target, old)
    except OSError as error:
        raise _unpublished(target, error) from error
    return target


def _copy(built: Path, beside: Path) -> None:
    """Copy a handbook; one that does not fit on the disk leaves nothing there."""
    try:
        shutil.copytree(built, beside, ignore=shutil.ignore_patterns(MARK, KEPT))
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        raise


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
    if not (target / MARK).is_file():
        raise ForeignFolderError(target)
    refuse_others(target, audience)


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


def _reason(error: OSError) -> str:
    """Say what the system refused; of a folder of which several files were refused, the first."""
    if error.strerror:
        return error.strerror
    (first, *_), *_ = error.args
    return str(first[2])


def _unpublished(target: Path, error: OSError) -> UnpublishedError:
    if error.errno in {errno.EBUSY, errno.EXDEV}:
        return UnpublishedError(
            f"{target} is a disk or a volume by itself, which can't take another folder's name.",
            f"Name a folder inside it: klantboek publish --to {target / 'site'}",
        )
    return UnpublishedError(
        f"The handbook could not be put in {target}: {_reason(error)}.",
        f"The folder around it ({target.parent}) must be writable; what stood there before still does.",
    )
