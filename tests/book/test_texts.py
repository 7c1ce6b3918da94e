"""Texts in which something is looked for: where they stand, and that the quick look misses none."""

import re
from typing import Any

import pytest

from given import laid_over_base
from klantboek.book.reading import read_record
from klantboek.book.texts import texts_with
from klantboek.yaml import write

CARD = re.compile(r"4111 1111")


def _places(text: str, pattern: re.Pattern[str] = CARD, hints: tuple[str, ...] = ()) -> list[str]:
    record = read_record("relation", "R-00001", text.encode(), "relations/R-00001.yaml")
    assert record.fits, record.findings
    return [".".join(map(str, path)) for path, _, _ in texts_with(record, pattern, hints)]


def _relation(**values: Any) -> str:
    return write(laid_over_base("relations/R-00001.yaml", values))


@pytest.mark.parametrize(
    "written",
    [
        "4111 1111",
        "'4111 1111'",
        '"4111\\x201111"',
        '"4111 \\\n    1111"',
        "4111\n    1111",
        ">-\n    4111\n    1111",
        "|\n    4111 1111",
    ],
)
def test_however_it_is_written(written: str) -> None:
    """A text is found by what it says, whatever quotes, escapes and lines it is written with."""
    assert _places(f"{_relation()}roles_explanation: {written}\n") == ["roles_explanation"]


def test_where_it_stands() -> None:
    """Lists and fields of the book's own are looked into; values with a form and comments are not."""
    text = _relation(
        notes=[{"on": "2026-01-01", "by": "hdv", "text": "4111 1111"}],
        custom={"card": "4111 1111", "number": 4111},
        status="active",
        phones=[{"number": "4111 1111", "kind": "mobile"}],
    )
    assert _places(f"{text}# 4111 1111\n") == ["notes.0.text", "custom.card"]


def test_hints_only_save_time() -> None:
    """With hints the same texts are found, in capitals too."""
    pattern = re.compile(r"\bgeheim\b", re.IGNORECASE)
    text = _relation(roles_explanation="GEHEIM", custom={"a": "geheim", "b": "geheimzinnig", "c": "open"})
    assert _places(text, pattern) == _places(text, pattern, ("geh",)) == ["roles_explanation", "custom.a"]
    assert _places(_relation(), pattern, ("geh",)) == []
