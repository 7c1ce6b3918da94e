"""Plain words that this house reads as text, and other YAML programs as something else."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from klantboek.changes import Requote, Steps
from klantboek.yaml import Document
from klantboek.yaml.writer import PLAIN_KEYS

# What numbers, times, yes and no begin with; most texts are left alone at the first letter.
_FIRST = frozenset("+-.=0123456789nNtTfFyYoO")
# What YAML 1.1 (https://yaml.org/type/) or the core schema of 1.2 makes of a plain word: yes or no, nothing, a whole
# number in any base, one with a point or an exponent, one in sixties, a moment.
_OTHERWISE = re.compile(
    r"(?:y|n|yes|no|true|false|on|off|null|=)"
    r"|[-+]?(?:[0-9][0-9_]*|(?-i:0o[0-7]+|0x[0-9a-fA-F_]+|0b[01_]+)|\.inf|\.nan)"
    r"|[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:e[-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:t|[ \t]+)[0-9].*)?",
    re.IGNORECASE | re.ASCII,
)


def is_otherwise(word: str) -> bool:
    """Tell whether another YAML reader makes something other than text of a plain word; a day is left a day."""
    return _OTHERWISE.fullmatch(word) is not None and not _is_day(word)


def _is_day(word: str) -> bool:
    try:
        return len(word) == len("2026-11-20") and date.fromisoformat(word) is not None
    except ValueError:
        return False


def unquoted(document: Document) -> Iterator[Requote]:
    """Give what puts quotes around each key and text that needs them, in the order of the file."""
    if isinstance(document.value, dict | list) and not document.is_ordinary and document.marks:
        yield from _inside(_Reading(document), document.value, ())


class _Reading:
    """The stretches of text of the nodes of a document, one after the other as they were read."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.marks = document.marks
        self.node = 0

    def stands_bare(self, word: Any) -> bool:
        """Go to the next node; tell whether it is this word, without quotes, and read as something else."""
        self.node += 1
        if type(word) is not str or not word or word[0] not in _FIRST or not is_otherwise(word):
            return False
        start = self.marks[2 * self.node]
        return self.text[start : self.marks[2 * self.node + 1]] == word


def _inside(reading: _Reading, value: Any, path: Steps) -> Iterator[Requote]:
    """Give what is inside a group or list; its own node is the one that the reading stands at."""
    if isinstance(value, dict):
        for key, item in value.items():
            if reading.stands_bare(key) and key not in PLAIN_KEYS:
                yield Requote((*path, key), key=True)
            if reading.stands_bare(item):
                yield Requote((*path, key))
            if item.__class__ in (dict, list):
                yield from _inside(reading, item, (*path, key))
    else:
        for position, item in enumerate(value):
            if reading.stands_bare(item):
                yield Requote((*path, position))
            if item.__class__ in (dict, list):
                yield from _inside(reading, item, (*path, position))
