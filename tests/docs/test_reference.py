"""The reference pages say what the program does: they are generated, and a test compares."""

from pathlib import Path

import pytest

from docs.reference import commands_page, fields_page
from given import golden
from klantboek.shapes import KINDS

PAGES = Path(__file__).parents[2] / "site" / "pages" / "reference"


def test_commands() -> None:
    """The page of commands has every command and option as `--help` shows it."""
    golden(PAGES / "commands.md", commands_page())


@pytest.mark.parametrize("kind", KINDS)
def test_fields(kind: str) -> None:
    """The page of fields has every property of the schema."""
    golden(PAGES / f"fields-{kind}.md", fields_page(kind))
