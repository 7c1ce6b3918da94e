"""The files of a book that are no records: how they stand on disk."""

import os
import stat
from pathlib import Path
from typing import Any

MISSING, FILE, FOLDER, OTHER, LINK, ERROR = "missing", "file", "folder", "other", "link", "error"


def state_of(root: Path, file: str) -> str:
    """Give how a file below the root stands: missing, file, folder, other, or ``link`` and the link in its path.

    A path that can't be looked at gives ``error`` and the system's reason.
    """
    path = str(root)
    at = ""
    mode = 0
    for step in file.split("/"):
        path = os.path.join(path, step)  # noqa: PTH118 -- a Path for each step is dear
        at = f"{at}/{step}" if at else step
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return MISSING
        except (OSError, ValueError) as error:
            return f"{ERROR} {getattr(error, 'strerror', None) or error}"
        if stat.S_ISLNK(mode):
            return f"{LINK} {at}"
    return FILE if stat.S_ISREG(mode) else FOLDER if stat.S_ISDIR(mode) else OTHER


def attached(value: dict[str, Any]) -> list[str]:
    """Give the files that a relation's value names, each once."""
    named = (document.get("file") for document in value.get("documents", ()))
    return list(dict.fromkeys(file for file in named if file))
