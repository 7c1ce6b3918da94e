"""A folder that is replaced as a whole: whoever looks sees the old one or the new one, also after a stop half-way."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from klantboek.edits.swap import swap
from klantboek.errors import KlantboekError
from klantboek.tables.database import can_name

_NEW, _OLD, _WHOLE, _BUSY = "new", "old", "whole", "busy"


class UnwritableError(KlantboekError):
    """The files of the tables can't be written."""

    exit_code = 10

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The tables can't be written to {folder}: {reason.splitlines()[0]}",
            "Check that the folder may be written and the disk has room; the old files are as they were.",
        )


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``folder`` when the block ends well, and only then.

    What a run that was stopped left behind is put right first. Raises UnwritableError.
    """
    if not can_name(folder):
        raise UnwritableError(folder, "the name of the folder is not UTF-8")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        put_right(folder)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise UnwritableError(folder, error.strerror or str(error)) from error
    try:
        with _busy(beside):
            new = beside / _NEW
            new.mkdir()
            yield new
            (beside / _WHOLE).touch()
            _swap(new, folder, beside / _OLD)
    except OSError as error:
        raise UnwritableError(folder, error.strerror or str(error)) from error
    finally:
        rmtree(beside, ignore_errors=True)


def put_right(folder: Path) -> None:
    """Finish or undo what runs that were stopped left beside a folder; those still at work are left alone."""
    for beside in sorted(folder.parent.glob(f".{folder.name}-*")):
        # One without the file of its lock was made just now.
        if beside.is_symlink() or not (beside / _BUSY).is_file() or _is_busy(beside):
            continue
        if not folder.exists():
            # It was stopped between the two renames of a system that can't exchange folders.
            if (beside / _WHOLE).exists() and (beside / _NEW).is_dir():
                (beside / _NEW).rename(folder)
            elif (beside / _OLD).is_dir():
                (beside / _OLD).rename(folder)
        rmtree(beside, ignore_errors=True)


def _swap(new: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not swap(new, folder):
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise


@contextmanager
def _busy(beside: Path) -> Iterator[None]:
    """Hold a lock that the system lets go when this process ends, however it ends."""
    with (beside / _BUSY).open("wb") as stream:
        with suppress(ImportError):
            from fcntl import LOCK_EX, flock  # noqa: PLC0415 -- not on every system

            flock(stream, LOCK_EX)
        yield


def _is_busy(beside: Path) -> bool:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 -- not on every system

        with (beside / _BUSY).open("rb") as stream:
            flock(stream, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError):
        return False
    return False
