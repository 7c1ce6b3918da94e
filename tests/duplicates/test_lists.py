"""Lists from elsewhere: how they are written, and what is compared of them."""

from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.duplicates.lists import ListError, read_list

CASES = data(Path(__file__).with_name("lists.yaml"))
_TEXT = "voornaam;achternaam;plaats\nZoë;Müller;Genève\n"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_list(case: dict[str, Any]) -> None:
    """Each row says what the case gives; what is left out is told."""
    found = read_list(case["text"].encode(), "list.csv", "NL")
    for features, row in zip(found.features, case["rows"], strict=True):
        for field, expected in row.items():
            value = getattr(features, field)
            assert value == (expected if isinstance(expected, str) else _tuples(expected)), field
    assert (list(found.silent), list(found.long)) == (case.get("silent", []), case.get("long", []))


def _tuples(values: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(one) if isinstance(one, list) else one for one in values)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    """A list is read in the encodings in which spreadsheets save."""
    (row,) = read_list(_TEXT.encode(encoding), "list.csv").features
    assert (row.surnames, row.givens, row.addresses[0].city) == (("muller",), ("zoe",), "geneve")


@pytest.mark.parametrize("content", [_TEXT.encode("utf-16-le"), b"naam\nHa\0lm\n", b"\xff\xfen\n"])
def test_what_is_no_text(content: bytes) -> None:
    """A file in an encoding that nothing tells is refused, not read as something else."""
    with pytest.raises(ListError, match=r"list\.csv"):
        read_list(content, "list.csv")
