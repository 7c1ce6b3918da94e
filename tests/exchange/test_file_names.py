"""What a record can be called on every system."""

import pytest

from klantboek.exchange.identity import is_file_name


@pytest.mark.parametrize("name", ["P-1", "a.b", "x" * 80, "contact", "com10x"])
def test_a_name_for_a_file(name: str) -> None:
    """Letters, digits, points, lines and hyphens make a name."""
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name", ["", ".x", "a/b", "a\\b", "..", "a.", "con", "NUL", "Com1.x", "x" * 81, "é", "a b"]
)
def test_no_name_for_a_file(name: str) -> None:
    """A folder, a hidden file, a point at the end and what Windows keeps for itself do not."""
    assert not is_file_name(name)
