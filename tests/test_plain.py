"""Text that somebody else wrote does nothing where it is printed, at the beginning of a line or inside one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.edits.differences import differences
from klantboek.plain import plain
from reports.handmade import ATTACKS, is_safe
from reports.job_log import commands

_TEXTS = st.one_of(
    st.sampled_from(ATTACKS), st.text(), st.text(st.sampled_from(":#[ \tabc\n\x1b\u202e"), max_size=12)
)


@given(_TEXTS, st.sampled_from(["", " ", "  "]))
def test_any_text_is_plain(text: str, before: str) -> None:
    """It stays on one line, moves nothing, and starts no command, with or without spaces before it."""
    safe = plain(before + text)
    assert is_safe(safe)
    assert commands(safe) == []
    assert plain(text) == text or not text.isprintable() or re.search(r"^\s*::|##|\S?\W", text)


@pytest.mark.parametrize("text", ["", "a", "a::b", ":a", "# a", "Één", "12:30", "a\N{MUSIC SHARP SIGN}"])
def test_ordinary_text_stays(text: str) -> None:
    """What does no harm is not changed."""
    assert plain(text) == text


def test_differences_start_no_command() -> None:
    """A line of a record that stands unchanged around a change begins with a space: a log would take it for a command."""
    before = "note: |\n  ::error::taken over\n  ##[error]x\nstatus: a\n"
    lines = list(differences("x", before, before.replace("status: a", "status: b")))
    assert any("error" in line for line in lines)
    assert commands("\n".join(lines)) == []
