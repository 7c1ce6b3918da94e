"""JSON that is safe to print: what a text of it shows, key or value, at every depth."""

import json
from typing import Any

import pytest

from klantboek.reports.encoding import Exact, as_json

BELL, LINE = "a\x07b", "a\nb"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (BELL, "a\\u0007b"),
        ({BELL: 1}, {"a\\u0007b": 1}),
        ({"::group::": "::group::"}, {"\\u003a:group::": "\\u003a:group::"}),
        ({"a": {LINE: BELL}}, {"a": {"a\\u000ab": "a\\u0007b"}}),
        ([BELL, [LINE]], ["a\\u0007b", ["a\\u000ab"]]),
        ((BELL, (LINE,)), ["a\\u0007b", ["a\\u000ab"]]),
        ({"a": [{"b": (BELL,)}]}, {"a": [{"b": ["a\\u0007b"]}]}),
        ([1, 1.5, True, None, "é"], [1, 1.5, True, None, "é"]),
        (Exact(f"::group::\n{BELL}\t"), f"::group::\n{BELL}\t"),
        ({"a": [Exact(LINE), LINE]}, {"a": [LINE, "a\\u000ab"]}),
    ],
)
def test_what_a_program_reads(value: Any, told: Any) -> None:
    """A text has its control characters written out, in keys and in values; one that is exact is as it was."""
    assert json.loads(as_json(value)) == told


def test_what_a_log_shows() -> None:
    """It stands on lines of its own, in letters as they are, and also an exact text holds nothing that moves a log."""
    assert as_json({"é": [Exact("a\u202eb\x9b")]}) == '{\n  "é": [\n    "a\\u202eb\\u009b"\n  ]\n}'
