"""What a format is: how one kind of text must be written."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A way of writing that schemas name; ``check`` gives what is wrong with a text, or None.

    What it says holds no more of the text than is needed to mend it: messages end up in logs.
    """

    name: str
    why: str
    example: str
    check: Callable[[str], str | None]


def form(name: str, *, why: str, example: str) -> Callable[[Callable[[str], str | None]], Format]:
    """Declare the decorated function to be the check of the format ``name``."""

    def declare(check: Callable[[str], str | None]) -> Format:
        return Format(name, why, example, check)

    return declare


_FOR_READING = dict.fromkeys(map(ord, " .-/\u00a0\u2009\u2010\u2011\u202f"))


def compact(text: str) -> str:
    """Give the text in capitals without the spaces, dots, hyphens and slashes that people write for reading."""
    return text.upper().translate(_FOR_READING)
