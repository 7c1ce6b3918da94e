"""Files that need not be made again, because what they are made of is what it was."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import klantboek
from klantboek.edits.journal import write_through
from klantboek.linting.kept import kept_file

_KIND = "made.json"


def make(root: Path | None, digest: str, files: Sequence[Path], maker: Callable[[], object]) -> bool:
    """Let ``maker`` make files, unless they stand as they did when it made them of the same; tell whether it did.

    ``digest`` names what they are made of, of the book in ``root``; the program itself counts as well. Without a
    ``root`` they are always made.
    """
    if root is None:
        maker()
        return True
    said = {str(file): _digest_of(file) for file in files}
    wanted = hashlib.sha256(f"{digest} {program()}".encode()).hexdigest()
    note = kept_file(root, _KIND)
    known = _read(note)
    if all(found and known.get(file) == [wanted, found] for file, found in said.items()):
        return False
    maker()
    if note is not None:
        with suppress(OSError):
            made = {str(file): [wanted, _digest_of(file)] for file in files}
            write_through(note, json.dumps({**known, **made}, indent=1, sort_keys=True).encode())
    return True


def _read(note: Path | None) -> dict[str, list[str]]:
    if note is None:
        return {}
    try:
        found = json.loads(note.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest_of(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def program() -> str:
    """Name the program as it is."""
    found = hashlib.sha256()
    for module in sorted(Path(klantboek.__file__).parent.rglob("*")):
        if module.suffix in {".py", ".sql", ".json", ".yaml", ".csv"}:
            found.update(module.read_bytes())
    return found.hexdigest()
