"""New files put into place: whole or not at all, and never over one that exists."""

import errno
import os
from pathlib import Path

from klantboek.edits.journal import settle
from klantboek.errors import KlantboekError

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES}


class ExistsError(KlantboekError):
    """The file is there already; it was left as it is."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} exists now, and did not a moment ago: it was left as it is.", "Run the import again."
        )


class PlacementError(KlantboekError):
    """The disk did not take a file."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"{file} can't be written: {reason}.",
            "Files written before it are whole; run the import again to go on.",
        )


def place(file: Path, text: str) -> None:
    """Write a new file: to a hidden one beside it first, moved into place when all of it is on the disk.

    Being stopped at any moment leaves the file whole or absent. Raises ExistsError rather than replace a
    file, PlacementError when the disk refuses.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = _draft(file, text.encode())
        try:
            # A link fails when the name is taken; a rename would replace without a word.
            os.link(draft, file)
        finally:
            draft.unlink()
        settle(file.parent)
    except FileExistsError:
        raise ExistsError(file) from None
    except OSError as error:
        links = error.errno in _NO_LINKS and error.filename2 is not None
        reason = (
            "this disk knows no hard links, and without them a file could be overwritten"
            if links
            else str(error.strerror)
        )
        raise PlacementError(file, reason) from error


def _draft(file: Path, content: bytes) -> Path:
    """Write a hidden file of its own, with the permissions that new files get here, and wait for the disk."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.draft")
    # A draft of a process with this number that was stopped; nobody else writes it now.
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft
