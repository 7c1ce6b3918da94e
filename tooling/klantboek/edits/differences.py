"""What an edit changes, line by line, for people to read."""

from collections.abc import Iterator
from difflib import unified_diff

from klantboek.plain import plain


def differences(name: str, before: str, after: str) -> Iterator[str]:
    """Give a unified diff of two texts of one file, safe to print."""
    lines = unified_diff(before.splitlines(), after.splitlines(), f"a/{name}", f"b/{name}", lineterm="")
    return (plain(line) for line in lines)
