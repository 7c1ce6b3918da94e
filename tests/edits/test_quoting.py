"""Plain words that another YAML reader makes something else of: as one really does."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from klantboek.edits import edited
from klantboek.edits.quoting import is_otherwise, unquoted
from klantboek.yaml import read
from klantboek.yaml.scalars import AmbiguousError, is_retyped, resolve

_WORDS = st.one_of(
    st.text("0123456789.:+-_eExXoObBaf ", min_size=1, max_size=12),
    st.sampled_from(["NO", "yes", "On", "y", "12:30", "2026-02-30", "2026-11-20 10:00", ".inf", "=", "0570", "1016dw", "3500ba"]),
)  # fmt: skip


def _otherwise(word: str) -> bool:
    """Tell what PyYAML, a reader of YAML 1.1, makes of a plain word."""
    try:
        value = yaml.safe_load(word)
    except (ValueError, yaml.YAMLError):
        return re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", word) is not None
    return not isinstance(value, str) and not isinstance(value, dict | list)


@given(_WORDS)
def test_what_another_reader_retypes_is_told(word: str) -> None:
    """Every word that PyYAML reads as a number, a yes or no, a day or nothing is told, unless it is a real day."""
    bare = word.strip()
    if bare and _otherwise(bare) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|-|~", bare):
        assert is_otherwise(bare)


@given(_WORDS)
def test_layout_quotes_all_that_lint_tells(word: str) -> None:
    """What lint reports `fmt` quotes as well, so that the two never disagree."""
    try:
        is_text = isinstance(resolve(word), str)
    except AmbiguousError:
        return
    assert is_retyped(word) or not is_text or not is_otherwise(word)


@pytest.mark.parametrize(
    "word",
    ["1016dw", "3500ba", "06.12.34", "12a", "Norway", "yes please", "2026-11-20", "R-00001", "+31 570"],
)
def test_text_to_everybody_is_left_alone(word: str) -> None:
    """A word that every reader takes as text needs no quotes."""
    assert not is_otherwise(word)


def test_keys_and_values_get_quotes_and_nothing_else() -> None:
    """The changes put quotes around what needs them, wherever it stands; `on` is a key of the house."""
    text = 'on: 2026-01-01\nno: [NO, "NO", 10:30, {y: 0570}]\ntext: |\n  NO\n'
    document = read(text.encode(), "x")
    after = edited(document, unquoted(document))
    assert after.text == 'on: 2026-01-01\n"no": ["NO", "NO", "10:30", {"y": "0570"}]\ntext: |\n  NO\n'
    assert list(unquoted(after)) == []


@pytest.mark.parametrize("text", ["", "a: [", "NO", "- NO\n"])
def test_files_that_are_no_group(text: str) -> None:
    """A file that can't be read, or holds no group, has nothing to quote."""
    assert len(list(unquoted(read(text.encode(), "x")))) <= 1
