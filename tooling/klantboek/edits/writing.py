"""Files written so that a stop at any moment leaves all of them old or all of them new."""

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from klantboek.edits.damaged import not_again
from klantboek.edits.dirty import dirty
from klantboek.edits.journal import (
    FOLDER,
    Step,
    beside_of,
    carry_out,
    digest,
    forget,
    note,
    open_own,
    pending,
    recover,
    settle,
    state_folder,
    write_through,
)
from klantboek.edits.unwritten import DirtyError, UnwrittenError

_DISK = "Check the disk and your rights; the next write finishes or undoes this one."
_AGAIN = "Run the command again: it reads the file anew."
# Hears how much is done, and how much there is.
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Rewrite:
    """A file with the content that was read and the one to write; None is a file that is not there."""

    file: Path
    old: bytes | None
    new: bytes | None


def write_files(
    project: Path, rewrites: Sequence[Rewrite], *, allow_dirty: bool = False, told: Told | None = None
) -> None:
    """Write files below the project's folder, all or none; ``told`` hears how many wait on the disk.

    A write that was stopped earlier is finished first. Raises UnwrittenError for a link, a file outside
    the project or one that changed since it was read, and DirtyError for one with changes that are not
    committed; then nothing is written.
    """
    project = project.resolve()
    if not rewrites:
        return
    with _alone(state_folder(project)) as folder:
        recover(project)
        for one in rewrites:
            _check(project, one)
        _check_dirty(project, rewrites, allow_dirty=allow_dirty)
        not_again()
        try:
            _write(project, folder, rewrites, told)
        except OSError as error:
            file = Path(error.filename or project).name
            raise UnwrittenError(file, f"can't be written ({error.strerror})", _DISK) from None


def recover_writing(project: Path) -> list[str]:
    """Finish or undo a write that was stopped half-way, before a command reads what it will change."""
    if not (project / ".klantboek").is_dir():
        return []
    with _alone(state_folder(project.resolve())):
        return recover(project.resolve())


def stopped_writing(project: Path) -> list[str]:
    """Give the files of a write that was stopped half-way; none while a write is going on. Nothing is changed.

    Raises UnusableJournalError.
    """
    project = project.resolve()
    found = pending(project)
    # A write that ended between the two looks has taken its journal away.
    return pending(project) if found and not _is_going_on(project / FOLDER / "lock") else []


def _is_going_on(lock: Path) -> bool:
    if sys.platform == "win32":
        return False
    import fcntl  # noqa: PLC0415 -- other systems don't have it

    try:
        handle = os.open(lock, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _write(project: Path, folder: Path, rewrites: Sequence[Rewrite], told: Told | None) -> None:
    steps = [_step(project, one) for one in rewrites]
    note(folder, steps, ready=False)
    try:
        for parent in sorted({one.file.parent for one in rewrites if one.new is not None}):
            _folder(parent)
        for number, (one, step) in enumerate(zip(rewrites, steps, strict=True), start=1):
            if one.new is not None:
                _beside(project / step.beside, one.new, one.file)
            if told:
                told(number, len(rewrites))
        for parent in sorted({one.file.parent for one in rewrites}):
            settle(parent)
        for one in rewrites:
            _check(project, one)
    except (OSError, UnwrittenError):
        recover(project)
        raise
    note(folder, steps, ready=True)
    carry_out(project, steps)
    for one in rewrites:
        if (one.file.read_bytes() if one.file.exists() else None) != one.new:
            raise UnwrittenError(one.file.name, "does not hold what was written to it", _DISK)
    forget(folder)


def _step(project: Path, one: Rewrite) -> Step:
    file = one.file.relative_to(project).as_posix()
    return Step(file, "" if one.new is None else beside_of(file), digest(one.old), digest(one.new))


def _folder(folder: Path) -> None:
    """Make a folder for new files, and wait until its name is on the disk; an empty one that is left does no harm."""
    if not folder.is_dir():
        _folder(folder.parent)
        folder.mkdir(exist_ok=True)
        settle(folder.parent)


def _beside(beside: Path, content: bytes, file: Path) -> None:
    """Write the new content beside its file, with the file's own mode and owner."""
    found = file.stat() if file.exists() else None
    mode = stat.S_IMODE(found.st_mode) if found else 0o666 & ~_umask()
    write_through(beside, content, mode)
    if found and os.name == "posix" and (found.st_uid, found.st_gid) != (os.getuid(), os.getgid()):
        with suppress(PermissionError):
            os.chown(beside, found.st_uid, found.st_gid)
            beside.chmod(mode)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _check(project: Path, one: Rewrite) -> None:
    file = one.file
    name = file.name
    if file.is_symlink() or file.parent.resolve() != file.parent or not file.is_relative_to(project):
        raise UnwrittenError(name, "is a link, or lies outside the book", "Name the file itself.")
    if not file.exists():
        if one.old is not None:
            raise UnwrittenError(name, "was removed in the meantime", _AGAIN)
        return
    found = file.stat()
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        raise UnwrittenError(
            name, "has a second name on this disk (a hard link)", "Copy it, so that it stands alone."
        )
    if one.old is None:
        raise UnwrittenError(name, "exists by now", _AGAIN)
    if file.read_bytes() != one.old:
        raise UnwrittenError(name, "was changed in the meantime", _AGAIN)


def _check_dirty(project: Path, rewrites: Sequence[Rewrite], *, allow_dirty: bool) -> None:
    changed = [] if allow_dirty else dirty(project, [one.file for one in rewrites if one.old is not None])
    if changed:
        raise DirtyError(changed)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Hold the lock of writing; the system lets go of it when the process ends, however it ends."""
    if sys.platform == "win32":
        yield folder
        return
    import fcntl  # noqa: PLC0415 -- other systems don't have it

    try:
        lock = open_own(folder / "lock", os.O_RDWR)
    except OSError as error:
        raise UnwrittenError("lock", f"can't be opened ({error.strerror})", f"Look at {folder}.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(lock)
