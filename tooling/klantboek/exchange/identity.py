"""What the records of an import are called: numbers that are remembered, numbers that are new, codes from cells."""

import re
from collections.abc import Iterator
from typing import Any

from klantboek.book import Book

# What can be a file name everywhere: no separators, no leading dot, no words that Windows keeps for itself.
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_NUMBER = re.compile(r"R-(\d{5,9})")


def is_file_name(name: str) -> bool:
    """Tell whether a record can be called this on every system."""
    return bool(_FILE_NAME.fullmatch(name)) and not _RESERVED.fullmatch(name) and not name.endswith(".")


class Numbers:
    """The relation numbers of a book: which row has one already, and which is the next free one."""

    def __init__(self, book: Book) -> None:
        self.unreadable = 0
        self._known: dict[tuple[str, str], str] = {}
        for record in book.records:
            if record.kind != "relation":
                continue
            self.unreadable += record.document.value is None
            for system, name in _external_ids(record.document.value):
                self._known.setdefault((system, name), record.id)
        self._next = first_free(book)

    def of(self, system: str, name: str) -> str:
        """Give the number of a row of that system: its own, or from now on the next free one."""
        key = (system, name)
        if key not in self._known:
            self._known[key] = f"R-{self._next:05}"
            self._next += 1
        return self._known[key]


def first_free(book: Book) -> int:
    """Give the first number above every relation, every retired number, and not below ``numbering.next``."""
    numbering = book.settings.numbering
    given = [*book.ids("relation"), *map(str, numbering.retired)]
    taken = [int(found[1]) for name in given if (found := _NUMBER.fullmatch(name))]
    return max(max(taken, default=0) + 1, numbering.next or 1)


def _external_ids(value: Any) -> Iterator[tuple[str, str]]:
    """Give the external ids of a relation, also when the rest of it does not fit its schema."""
    ids = value.get("external_ids") if isinstance(value, dict) else None
    for one in ids if isinstance(ids, list) else ():
        if isinstance(one, dict) and "system" in one and "id" in one:
            yield str(one["system"]), str(one["id"])
