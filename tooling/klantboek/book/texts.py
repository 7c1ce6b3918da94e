"""The texts of a record in which something is found, and where they stand: values, comments and what is no record yet."""

import re
from collections.abc import Collection, Iterator

from klantboek.book.parts import parts_of
from klantboek.book.record import Record
from klantboek.findings import Path
from klantboek.shapes import Shape
from klantboek.yaml.comments import comments

_LINE = re.compile(r"[^\r\n]+")
# All comments, and some values.
_BEHIND_HASH = re.compile(r"#[^\r\n]*")


def texts_with(
    record: Record, pattern: re.Pattern[str], hints: Collection[str] = ()
) -> Iterator[tuple[Path, Shape | None, str]]:
    """Give each text of a record that fits in which the pattern is found: path, shape (None in custom), text.

    Texts with a form of their own (an IBAN, a telephone number, a reference) are left out. The pattern
    must not need the start or the end of a text: most records are passed over by one look at all texts
    below each other. ``hints`` are pieces of words in small letters, one of which is in all that the
    pattern finds.
    """
    parts = parts_of(record)
    if hints:
        small = parts.small
        if not any(hint in small for hint in hints):
            return
    if pattern.search(parts.text):
        for path, shape, text in parts.texts:
            if pattern.search(text):
                yield path, shape, text


def loose_texts_with(record: Record, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Give each text that is no value in which the pattern is found, with where it starts in the file.

    Of a record that fits these are its comments; of one that doesn't, all its lines: nobody knows yet which
    of them are values.
    """
    text = record.document.text
    if not record.fits:
        for line in _LINE.finditer(text) if pattern.search(text) else ():
            if pattern.search(line[0]):
                yield line.start(), line[0]
    elif "#" in text and any(pattern.search(found) for found in _BEHIND_HASH.findall(text)):
        for comment in comments(record.document):
            if pattern.search(comment.text):
                yield comment.start, comment.text
