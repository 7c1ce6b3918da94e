"""Values to the text of JSON that is safe to print anywhere."""

import json
import re
from typing import Any

from klantboek.plain import plain

# Job logs start a command at ##[name], ##vso[name or ##teamcity[name, wherever it stands in a line.
_COMMAND = re.compile(r"(?<=#)#(?=\w*\[)")


def as_json(value: Any) -> str:
    """Give JSON on several lines; every text in it is on one line and shows its control characters."""
    return _COMMAND.sub(r"\\u0023", json.dumps(_plain(value), indent=2, ensure_ascii=False))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {plain(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
