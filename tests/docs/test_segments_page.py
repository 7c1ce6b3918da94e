"""The page about segments says what conditions can be."""

import json
import re

from given import HERE
from klantboek.book.condition_parser import condition_of
from klantboek.book.conditions import names

PAGE = HERE.parent / "site" / "pages" / "conditions.md"
FACTS = HERE.parent / "tooling" / "klantboek" / "book" / "facts.json"


def test_every_example_can_be_worked_out() -> None:
    """What the table and the file show are conditions."""
    text = PAGE.read_text(encoding="utf-8")
    table = "\n".join(line for line in text.splitlines() if line.startswith("| "))
    shown = [*re.findall(r"`([^`]+)`", table), *re.findall(r"^condition: (.*)$", text, re.MULTILINE)]
    assert len(shown) > 12
    assert all(condition_of(one).sql for one in shown)


def test_every_figure_is_named() -> None:
    """The page names the figures that there are, and no field that does not exist."""
    text = PAGE.read_text(encoding="utf-8").partition("## What it can ask for")[2]
    figures = re.findall(r"`([a-z_0-9]+)`", text.split("\n\n")[2])
    assert figures == list(json.loads(FACTS.read_text(encoding="utf-8")))
    assert {"preferences_best_time", "person_profile_children"} <= set(names())
