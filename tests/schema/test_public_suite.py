"""The public JSON Schema test suite, through the validator that records go through."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from referencing import Registry
from referencing.jsonschema import DRAFT202012

from klantboek.schema.gate import gate
from klantboek.schema.patterns import PatternError
from klantboek.schema.validator import validator

# What our validator answers otherwise than the suite, and why. A line that is no longer true fails.
_FORMAT = "our formats are asserted; the suite takes `format` as a remark unless a dialect asks otherwise"
_DIALECT = "records never name a dialect of their own, so a schema that leaves validation out is validated"
_RE2 = "RE2 knows \\p{L}, not the long name \\p{Letter}"
_LETTERS = "pattern with Unicode property escape requires unicode mode"
_LETTER_KEYS = "patternProperties with Unicode property escape"
DIFFERENCES = {
    "format: email format: invalid email string is only an annotation by default": _FORMAT,
    "format: date format: invalid date string is only an annotation by default": _FORMAT,
    f"pattern: {_LETTERS}: ASCII letters match": _RE2,
    f"pattern: {_LETTERS}: Non-ASCII letters match": _RE2,
    f"pattern: {_LETTERS}: Digits do not match": _RE2,
    f"patternProperties: {_LETTER_KEYS}: Unicode letter property name matches": _RE2,
    f"patternProperties: {_LETTER_KEYS}: Non-letter property name does not match pattern": _RE2,
    "vocabulary: schema that uses custom metaschema with with no validation vocabulary: "
    "no validation: invalid number, but it still validates": _DIALECT,
}


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)


def _without_dialect(value: Any) -> Any:
    """Leave out ``$schema``: a validator of the library would take over where one is named."""
    if isinstance(value, dict):
        return {
            key: _without_dialect(item)
            for key, item in value.items()
            if key != "$schema" or not isinstance(item, str)
        }
    return [_without_dialect(item) for item in value] if isinstance(value, list) else value


def _registry(remotes: Path) -> Any:
    files = ((file.relative_to(remotes).as_posix(), _read(file)) for file in sorted(remotes.rglob("*.json")))
    return Registry().with_resources(
        (f"http://localhost:1234/{name}", DRAFT202012.create_resource(_without_dialect(schema)))
        for name, schema in files
    )


def _answers(suite: Path) -> Iterator[tuple[str, bool]]:
    """Give each test's name and whether we answer as the suite does."""
    registry = _registry(suite / "remotes")
    for file in sorted((suite / "tests" / "draft2020-12").glob("*.json")):
        for group in _read(file):
            checker = validator(_without_dialect(group["schema"]), registry)
            for test in group["tests"]:
                name = f"{file.stem}: {group['description']}: {test['description']}"
                try:
                    yield name, checker.is_valid(test["data"]) == test["valid"]
                except PatternError:
                    yield name, False


def test_public_suite(shared: Path) -> None:
    """Every required test of the suite is answered as it asks, but for the differences listed with their reason."""
    answers = dict(_answers(shared / "suites" / "json-schema-test-suite"))
    wrong = {name for name, agrees in answers.items() if not agrees}
    print(f"{len(answers)} tests, {len(answers) - len(wrong)} as the suite asks, {len(wrong)} otherwise")  # noqa: T201 -- the counts
    assert wrong == set(DIFFERENCES), sorted(wrong ^ set(DIFFERENCES))
    assert len(answers) > 1000


def test_quick_way_in(shared: Path) -> None:
    """The quick way in lets nothing through that the suite calls invalid, and answers for hundreds of its tests."""
    let_in = 0
    for file in sorted(
        (shared / "suites" / "json-schema-test-suite" / "tests" / "draft2020-12").glob("*.json")
    ):
        for group in _read(file):
            try:
                opens = gate(_without_dialect(group["schema"]))
            except PatternError:
                continue
            for test in group["tests"]:
                if opens(test["data"]):
                    assert test["valid"], f"{file.stem}: {group['description']}: {test['description']}"
                    let_in += 1
    assert let_in > 250
