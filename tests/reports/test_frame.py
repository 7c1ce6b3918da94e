"""The marked line of a report: safe to print, within the width, carets under the right stretch."""

import json
from pathlib import Path
from unicodedata import category

from hypothesis import example, given
from hypothesis import strategies as st

from klantboek.findings import Place
from klantboek.plain import plain
from klantboek.reports.frame import cells, frame

LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def _place(text: str, column: int, length: int) -> Place:
    return Place("f.yaml", 1, column, 1, column + length, text)


@given(LINES, st.integers(1, 320), st.integers(1, 50), st.integers(40, 120))
@example("  - uses: [delivery]\x1b[31m\u202e", 9, 10, 40)
@example("naam: 東京 " * 20, 30, 4, 40)
def test_any_line_is_safe_and_fits(text: str, column: int, length: int, width: int) -> None:
    """Whatever stands in a file, what is printed has no control character and stays within the width."""
    shown, carets = frame(_place(text, min(column, len(text) + 1), length), width)
    assert not any(category(char) in {"Cc", "Zl", "Zp"} or char in "\u202a\u202e\u2066" for char in shown)
    assert cells(shown) <= width + 1
    assert set(carets) <= {" ", "^"}
    assert "^" in carets


def test_carets_stand_under_the_value() -> None:
    """The carets mark the value, with wide characters before it and a long line around it."""
    assert frame(_place("naam: 東京 b", 10, 1), 80) == ("naam: 東京 b", " " * 11 + "^")
    shown, carets = frame(_place("x" * 200 + "HERE" + "y" * 200, 201, 4), 60)
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "HERE"
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_naughty_strings_print_on_one_line(shared: Path) -> None:
    """No string of the public list moves the cursor, ends the line or turns text around."""
    for text in json.loads((shared / "suites" / "naughty-strings" / "blns.json").read_text(encoding="utf-8")):
        shown = plain(text)
        assert len(shown.splitlines()) <= 1
        assert not any(
            category(char) in {"Cc", "Zl", "Zp", "Cs"} or "\u202a" <= char <= "\u202e" for char in shown
        )
