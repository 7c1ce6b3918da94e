"""The reasons for and against a pair in the language of the handbook."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from klantboek.yaml import read

_FILE = Path(__file__).parent / "messages" / "reasons.yaml"
_GAP = re.compile(r"\\\{(\w+)\\\}")


def reason_text(text: str, language: str) -> str:
    """Give the text of a reason, which is written in English, in a language; as it is when it has no other words."""
    return text if language == "en" else dutch(text) or text


@cache
def dutch(text: str) -> str:
    """Give the Dutch words for an English text; "" when there are none."""
    known = _known()
    if text in known:
        return known[text]
    for pattern, words in _templates():
        found = pattern.fullmatch(text)
        if found:
            return words.format(**{name: _inside(inner) for name, inner in found.groupdict().items()})
    return ""


def _inside(text: str) -> str:
    """Give what stands in a gap: a text that is known, or else the name of a register."""
    return _known().get(text) or f"{text}-nummer"


@cache
def _known() -> Mapping[str, str]:
    document = read(_FILE.read_bytes(), _FILE.name)
    if document.faults:
        raise ValueError(f"messages/{_FILE.name}: {document.faults[0].message}")
    found: Mapping[str, str] = document.value
    return found


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_GAP.sub(r"(?P<\1>.+)", re.escape(english))), words)
        for english, words in _known().items()
        if "{" in english
    )
