"""Every rule: its cases, the examples in its documentation, its name and its code."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import Book
from klantboek.rules import Rule, all_rules, run
from klantboek.yaml import read

CASES = Path(__file__).parent / "cases"
RULES = {one.check.__name__: one for one in all_rules()}


def _cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*.yaml"))
        for case in data(file)
    ]


def _findings(book: Book, rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "at": f"{finding.record.partition('/')[2]} {'.'.join(map(str, finding.path))}".strip(),
            "says": finding.message,
            **({"help": finding.help} if finding.help else {}),
            **(
                {"second": f"{finding.second.file}:{finding.second.line} {finding.second_label}"}
                if finding.second
                else {}
            ),
        }
        for finding in run(book, (rule,))
    ]


@pytest.mark.parametrize(("name", "case"), _cases())
def test_case(name: str, case: dict[str, Any], book_of: Callable[..., Book]) -> None:
    """A rule finds exactly what its case says, in records that fit their schema."""
    book = book_of(case["given"])
    assert [finding.message for finding in book.findings] == []
    found = _findings(book, RULES[name])
    expected = case["finds"]
    shown = [{key: item[key] for key in want} for item, want in zip(found, expected, strict=False)]
    assert shown == expected, found
    assert len(found) == len(expected), found


@pytest.mark.parametrize("one", all_rules(), ids=lambda one: one.code)
def test_examples_in_the_documentation(one: Rule, book_of: Callable[..., Book], tmp_path: Path) -> None:
    """What the documentation calls bad is found by the rule, and what it calls good is not."""
    for word, found in (("Bad", True), ("Good", False)):
        example = re.search(rf"^{word}: `(.*)`$", one.text, re.MULTILINE)
        assert example, f"{one.code} has no line that starts with {word}:"
        given = read(example[1].encode(), one.code).value
        if not all(key.endswith((".yaml", ".json")) for key in given):
            given = {"relations/R-00001.yaml": given}
        book = book_of(given)
        assert [finding.message for finding in book.findings] == []
        assert bool(run(book, (one,))) is found, f"{one.code} {word}: {run(book, (one,))}"
        for file in (tmp_path / "records").rglob("*.yaml"):
            file.unlink()


def test_every_rule_has_cases() -> None:
    """Each rule has a case file with something it finds and something it leaves alone, and no file is left over."""
    assert {file.stem for file in CASES.glob("*.yaml")} == set(RULES)
    for file in CASES.glob("*.yaml"):
        found = [bool(case["finds"]) for case in data(file)]
        assert True in found and False in found, f"{file.name} needs a case with and a case without findings"  # noqa: PT018 -- one statement about one file


def test_documentation_is_whole() -> None:
    """A rule's text has a summary, a reason, and names a requirement; codes are unique."""
    for one in all_rules():
        assert one.summary.endswith("."), one.code
        assert len(one.why) > 20, one.code
        assert re.fullmatch(r"M\d\d", one.requirement), one.code
    assert len({one.code for one in all_rules()}) == len(all_rules())
