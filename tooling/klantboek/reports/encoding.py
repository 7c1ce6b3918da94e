"""Values to the text of JSON that is safe to print anywhere."""

import json
import re
from typing import Any

from klantboek.plain import UNSAFE, plain


class Exact(str):
    """A text that a program takes out again as it is, line ends and all."""

    __slots__ = ()


def as_json(value: Any) -> str:
    """Give JSON on several lines; a text in it is on one line and shows its control characters, unless it is exact."""
    written = json.dumps(_plain(value), indent=2, ensure_ascii=False)
    # Of an exact text nothing is changed; what could do harm in a log stands there as JSON writes it.
    return "\n".join(UNSAFE.sub(_escaped, line) for line in written.split("\n"))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _plain(value: Any) -> Any:
    if isinstance(value, Exact):
        return value
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
