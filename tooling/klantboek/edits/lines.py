"""Lines of a text by offset: where they start and end, and what stands between two values."""

import re

_END = re.compile(r"\r\n|\r|\n")
_BLANK = " \t\r\n"


def newline(text: str) -> str:
    """Give the line end of the text: that of its first line."""
    found = _END.search(text)
    return found[0] if found else "\n"


def line_start(text: str, at: int) -> int:
    """Give where the line that holds the offset starts."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """Give where the line that holds the offset ends, before its line end."""
    found = _END.search(text, at)
    return found.start() if found else len(text)


def next_line(text: str, at: int) -> int:
    """Give where the line after the one that holds the offset starts, or the end of the text."""
    found = _END.search(text, at)
    return found.end() if found else len(text)


def significant(text: str, at: int) -> int:
    """Give the offset of the first character that is neither blank nor in a comment."""
    while at < len(text):
        if text[at] in _BLANK:
            at += 1
        elif text[at] == "#":
            at = line_end(text, at)
        else:
            break
    return at


def column(text: str, at: int) -> int:
    """Give how many characters stand before the offset on its line."""
    return at - line_start(text, at)


def stands_alone(text: str, at: int) -> bool:
    """Tell whether nothing but spaces stands before the offset on its line."""
    return not text[line_start(text, at) : at].strip(" ")


def comment_column(text: str, start: int) -> int | None:
    """Give the column of the comment on the line that starts here, or None when the line holds something else."""
    line = text[start : line_end(text, start)]
    bare = line.lstrip(" \t")
    return len(line) - len(bare) if bare.startswith("#") else None


def is_blank(text: str, start: int) -> bool:
    """Tell whether the line that starts here is empty."""
    return not text[start : line_end(text, start)].strip()
