"""The journal of a write: what is being replaced, so that a stop half-way can be mended at the next start."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from klantboek.edits.unwritten import UnfinishedWriteError, UnusableJournalError, UnwrittenError

FOLDER = ".klantboek"
_JOURNAL = "writing.json"
_BESIDE = ".klantboek-new"


@dataclass(frozen=True)
class Step:
    """One file of a write: its path below the project, the new content beside it, and both contents by hash.

    ``old`` is empty for a file that is made, ``new`` and ``beside`` for one that is removed.
    """

    file: str
    beside: str
    old: str
    new: str


def digest(content: bytes | None) -> str:
    """Give the hash that names a content, empty for none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def state_folder(project: Path) -> Path:
    """Make the folder for the program's own state, closed to others and invisible to git.

    Raises UnwrittenError when it is a link: it may have come with somebody else's folder.
    """
    folder = project / FOLDER
    if folder.is_symlink():
        raise UnwrittenError(FOLDER, "is a link", "Remove it; the program makes a folder of its own.")
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.is_symlink() and not ignore.exists():
        write_through(ignore, b"*\n")
    return folder


def note(folder: Path, steps: list[Step], *, ready: bool) -> None:
    """Write the journal: not ``ready`` means undo what was begun, ``ready`` means finish it."""
    text = json.dumps({"ready": ready, "steps": [asdict(step) for step in steps]}, indent=1)
    beside = folder / f"{_JOURNAL}.new"
    write_through(beside, text.encode())
    beside.replace(folder / _JOURNAL)
    settle(folder)


def forget(folder: Path) -> None:
    """Take the journal away: the write is whole, or nothing of it is left."""
    (folder / _JOURNAL).unlink(missing_ok=True)
    settle(folder)


def recover(project: Path) -> list[str]:
    """Finish or undo a write that was stopped half-way; give the files that it was about.

    Raises UnfinishedWriteError when such a file was changed by hand since then.
    """
    folder = project / FOLDER
    journal = folder / _JOURNAL
    if not journal.is_file():
        return []
    ready, steps = _read(project, journal)
    if ready:
        carry_out(project, steps)
    for step in steps:
        if step.beside:
            (project / step.beside).unlink(missing_ok=True)
    forget(folder)
    return [step.file for step in steps]


def pending(project: Path) -> list[str]:
    """Give the files of a write that was stopped half-way; nothing is changed. Raises UnusableJournalError."""
    journal = project / FOLDER / _JOURNAL
    return [step.file for step in _read(project, journal)[1]] if journal.is_file() else []


def _read(project: Path, journal: Path) -> tuple[bool, list[Step]]:
    """Read the journal as untrusted: it may have come with somebody else's folder, to reach outside it."""
    try:
        noted = json.loads(journal.read_bytes())
        steps = [Step(**{name: str(text) for name, text in step.items()}) for step in noted["steps"]]
        ready = noted["ready"] is True
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise UnusableJournalError(journal) from None
    if not all(_is_ours(project, step) for step in steps):
        raise UnusableJournalError(journal)
    return ready, steps


def _is_ours(project: Path, step: Step) -> bool:
    beside = beside_of(step.file) if step.new else ""
    return _inside(project, project / step.file) and step.beside == beside


def _inside(project: Path, file: Path) -> bool:
    """Tell whether a file is named below the project, in a folder that is really there."""
    return file.is_relative_to(project) and ".." not in file.parts and file.parent.resolve() == file.parent


def beside_of(file: str) -> str:
    """Give where the new content of a file waits: hidden, in the same folder."""
    return Path(file).with_name(f".{Path(file).name}{_BESIDE}").as_posix()


def carry_out(project: Path, steps: list[Step]) -> None:
    """Put every new content in its place; may be begun again wherever it was stopped."""
    for step in steps:
        file = project / step.file
        found = digest(file.read_bytes() if file.is_file() else None)
        if found == step.new:
            continue
        if found != step.old:
            raise UnfinishedWriteError(step.file, step.beside, project / FOLDER / _JOURNAL)
        if step.beside:
            (project / step.beside).replace(file)
        else:
            file.unlink()
        settle(file.parent)


def write_through(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file of our own and wait until it is on the disk."""
    handle = open_own(file, os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(handle, "wb") as stream:
        if os.name == "posix":
            os.fchmod(handle, mode)
        stream.write(content)
        stream.flush()
        os.fsync(handle)


def open_own(file: Path, flags: int) -> int:
    """Open a file of the program's own, made when it is not there; a link in its place is refused (OSError)."""
    return os.open(file, flags | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


def settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
