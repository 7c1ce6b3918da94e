"""A folder put in the place of another in one step, so that who looks sees the old one whole or the new one whole."""

import ctypes
import errno
import sys
from collections.abc import Callable
from pathlib import Path

# From the headers of Linux and macOS: swap the two names, neither of them ever gone.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_RENAME_SWAP = 2
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


def swap(one: Path, other: Path) -> bool:
    """Give two folders each other's names in one step; False where the system or the disk has no such step.

    Raises OSError when it has one and refuses.
    """
    exchange = _exchange()
    if exchange is None:
        return False
    if exchange(bytes(one), bytes(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNABLE:
        return False
    raise OSError(code, "the folders can't be swapped", str(other))


def _exchange() -> Callable[[bytes, bytes], int] | None:
    """Give the system's own call for it."""
    # As a text like any other, because mypy reads only the part for its own system.
    system: str = sys.platform
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if system.startswith("linux"):
            rename = library.renameat2
            return lambda one, other: int(rename(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))
        if system == "darwin":
            swapped = library.renamex_np
            return lambda one, other: int(swapped(one, other, _RENAME_SWAP))
    except (OSError, AttributeError, TypeError):
        return None
    return None
