"""What is kept and turns out to be damaged while it is used: it is forgotten, and the work is done without it."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from klantboek.errors import KlantboekError, UnforeseenError

T = TypeVar("T")
# The files and folders of which this run may have read something.
_in_use: set[Path] = set()
# What changed the book can't be done once more.
_final: list[bool] = []


def in_use(kept: Path) -> Path:
    """Note that something kept is about to be used, and give it."""
    _in_use.add(kept)
    return kept


def not_again() -> None:
    """Note that the book is about to be changed: from here on nothing is done twice."""
    _final.append(True)


def unless_damaged(do: Callable[[], T]) -> T:
    """Do something; when that fails as nobody foresaw while something kept is in use, once more without that."""
    try:
        return do()
    except Exception as error:
        if not forget_damaged(error):
            raise
    try:
        return do()
    finally:
        # It was made anew: if this failed too, damage is not why.
        _in_use.clear()


def forget_damaged(error: Exception) -> bool:
    """Forget what is in use when it may be why something failed; tell whether anything was forgotten."""
    why = error.__cause__ if isinstance(error, UnforeseenError) else error
    if _final or isinstance(why, (KlantboekError, OSError)):
        return False
    found = [one for kept in _in_use for one in kept.parent.glob(f"{kept.name}*")]
    _in_use.clear()
    for one in found:
        with suppress(OSError):
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()
    return bool(found)
