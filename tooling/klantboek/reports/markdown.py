"""Text that somebody else wrote, as Markdown that shows it and does nothing else."""

import re
from collections.abc import Sequence
from typing import Any

from klantboek.plain import plain
from klantboek.tables.printed import are_numbers, as_text

# A word joiner keeps a name from being called, and a number from becoming a link.
_NOT_CALLED = {"@": "&#64;&#8288;", "#": "&#35;&#8288;"}
_MARKUP = re.compile(r"(?<=www)\.|[\\`*_{}\[\]<>#|~&:@$^=!]", re.IGNORECASE)
_QUOTED = re.compile(r"""(?<!\w)'([^']+)'(?!\w)|(?<!\w)"([^"]+)"(?!\w)|`([^`]+)`""")
_FENCES = re.compile("`+")


def prose(text: str) -> str:
    """Give a sentence on one line: what stands in quotes as code, the rest without any markup."""
    text, end = plain(text), 0
    parts: list[str] = []
    for found in _QUOTED.finditer(text):
        # Two fences that touch would be one longer fence.
        between = words(text[end : found.start()]) or (" " if parts else "")
        parts += [between, code(found[1] or found[2] or found[3])]
        end = found.end()
    return "".join((*parts, words(text[end:])))


def as_markdown(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Give rows as a table that shows what the cells hold and does nothing else: no link, no name that is called."""
    right = [are_numbers(column) for column in zip(*rows, strict=True)] or [False] * len(names)
    head = [words(plain(name)) for name in names]
    lines = [head, ["--:" if one else "---" for one in right]]
    lines += [[words(as_text(value)) for value in row] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def code(text: str) -> str:
    """Give a text as code; its fence is longer than any row of backticks in it.

    A bar stands between pieces of code, because inside one it would end the cell of a table.
    """
    return "&#124;".join(_span(part) for part in plain(text).split("|") if part) or "&#124;"


def _span(text: str) -> str:
    fence = "`" * (max((len(row) for row in _FENCES.findall(text)), default=0) + 1)
    edge = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def words(text: str) -> str:
    """Give a text of one line without any markup."""
    return _MARKUP.sub(lambda sign: _NOT_CALLED.get(sign[0], f"&#{ord(sign[0])};"), text)
