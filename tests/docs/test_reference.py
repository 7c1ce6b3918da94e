"""The reference pages say what the program does: they are generated, and a test compares."""

import re
from pathlib import Path

import pytest

from docs.reference import commands_page, fields_page, figures_page
from given import golden
from klantboek.aggregates import all_aggregates
from klantboek.predictions.results import all_predictions
from klantboek.rules.catalogue import catalogue
from klantboek.rules.registry import all_rules
from klantboek.shapes import KINDS

PAGES = Path(__file__).parents[2] / "site" / "pages" / "reference"


def test_commands() -> None:
    """The page of commands has every command and option as `--help` shows it."""
    golden(PAGES / "commands.md", commands_page())


@pytest.mark.parametrize("kind", KINDS)
def test_fields(kind: str) -> None:
    """The page of fields has every property of the schema."""
    golden(PAGES / f"fields-{kind}.md", fields_page(kind))


def test_figures() -> None:
    """The page of figures has every figure of the program as its comment describes it."""
    golden(PAGES / "figures.md", figures_page())


def test_every_need_is_on_the_page() -> None:
    """The page of what is covered names each need once, and only rules and figures that exist."""
    text = (PAGES.parent / "covers.md").read_text(encoding="utf-8")
    named = re.findall(r"\bM(\d\d)\b", text)
    assert named == [f"{number:02}" for number in range(1, 67)]
    assert set(re.findall(r"\bKB\d{3}\b", text)) <= {entry.code for entry in catalogue()}
    figures = set(re.findall(r"`([a-z]+(?:_[a-z]+)+|agenda|complaints|rfm)`", text))
    assert figures == {one.name for one in (*all_aggregates(), *all_predictions())}
    spelled = re.sub(r"KB(\d{3}) to KB(\d{3})", _spelled, text)
    rows = [line for line in spelled.splitlines() if line.startswith("| M")]
    missing = [
        one.code
        for one in all_rules()
        if not any(one.requirement in row.split("|")[1] and one.code in row for row in rows)
    ]
    assert missing == [], "in the row of their need"


def _spelled(found: re.Match[str]) -> str:
    return " ".join(f"KB{number}" for number in range(int(found[1]), int(found[2]) + 1))
