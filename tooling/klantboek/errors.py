"""Named errors: each builds its own message and owns its exit code."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from traceback import extract_tb

from klantboek.house import HERE


class KlantboekError(Exception):
    """Something that ends a command: what happened, and what to do about it; ``details`` are lines in between."""

    exit_code = 2

    def __init__(self, message: str, help: str = "", details: Sequence[str] = ()) -> None:  # noqa: A002 -- the word findings use too
        super().__init__(message)
        self.message = message
        self.help = help
        self.details = details


def from_here(file: Path) -> str:
    """Give a file as one would type it in the current folder: who is told of it stands there."""
    return os.path.relpath(file)


class BookNotFoundError(KlantboekError):
    """There is no book here."""

    exit_code = 3

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"No book found in {start} or a folder above it: there is no records/book.yaml.",
            "Go to the folder of your book, name it with --book, or start one: klantboek init my-book",
        )


class UnforeseenError(KlantboekError):
    """Something that no part of the program foresaw: the system refused, or we made a mistake.

    The message names only the place in our own code: what Python says can hold text from a record.
    """

    exit_code = 70

    def __init__(self, error: Exception) -> None:
        again = "KLANTBOEK_DEBUG=1 shows the traceback"
        if isinstance(error, OSError) and error.strerror:
            file = f": {error.filename}" if error.filename else ""
            super().__init__(f"The system refused: {error.strerror}{file}", f"{again}.")
            return
        ours = [
            frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(HERE)
        ]
        where = f" ({Path(ours[-1].filename).relative_to(HERE).as_posix()}:{ours[-1].lineno})" if ours else ""
        super().__init__(
            f"klantboek itself failed: {type(error).__name__}{where}. This is a fault of the program, not of your book.",
            f"Please report it. {again}; take out what is private before you send it.",
        )


class UnknownNameError(KlantboekError):
    """A name on the command line that does not exist, with the nearest one that does."""

    def __init__(self, what: str, name: str, known: Iterable[str], listed_by: str = "") -> None:
        names = sorted(known)
        near = nearest(name, names)
        helps = [f"Did you mean {near!r}?"] if near else []
        if listed_by:
            helps.append(f"`{listed_by}` lists them all.")
        elif names and not near:
            helps.append(f"There {'are' if len(names) > 1 else 'is'} {', '.join(names)}.")
        super().__init__(f"There is no {what} {name!r}.", " ".join(helps))


# Below this likeness a suggestion misleads more than it helps.
_NEAR = 0.6


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that ``name`` was most likely meant to be, or None when nothing is near."""
    from rapidfuzz import process  # noqa: PLC0415 -- only when something is wrong
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    similar = OSA.normalized_similarity
    best = process.extractOne(name, sorted(known), scorer=similar, processor=str.casefold, score_cutoff=_NEAR)
    return best[0] if best else None
