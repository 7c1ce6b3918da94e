"""Patterns of schemas, matched in linear time whatever the text."""

from functools import cache
from typing import Any

from klantboek.errors import KlantboekError


class PatternError(KlantboekError):
    """A pattern that can't be matched in linear time, or is no pattern at all."""

    exit_code = 6

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(
            f"The pattern {pattern!r} can't be used: {reason}.",
            "Write it in RE2's syntax: no look-ahead, look-behind or back-references, and no repeat over 1000.",
        )


def matches(pattern: str, text: str) -> bool:
    """Tell whether the pattern occurs in the text.

    Raises PatternError for what RE2 can't do; a pattern can come from a book's dictionary.
    """
    return compiled(pattern).search(text) is not None


@cache
def compiled(pattern: str) -> Any:
    """Give the compiled pattern; raises PatternError."""
    import re2  # noqa: PLC0415 -- loads a C++ library

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        raise PatternError(
            pattern, reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        ) from None
    except UnicodeEncodeError:
        raise PatternError(pattern, "it holds half a character") from None
