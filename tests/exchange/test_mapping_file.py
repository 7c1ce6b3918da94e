"""A mapping that can't be used is refused with every reason, each at its place."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import load
from klantboek.exchange.mapping_file import MappingError, mapping_schema, read_mapping
from klantboek.exchange.plan import plan_import
from klantboek.findings import Finding

CASES = data(Path(__file__).with_name("mappings.yaml"))
BASE = Path(__file__).with_name("base.yaml")
Put = Callable[[dict[str, Any]], Path]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_refused(case: dict[str, Any]) -> None:
    """Everything wrong is told in one go: file, line, column, what, and what was probably meant."""
    with pytest.raises(MappingError) as caught:
        read_mapping(case["mapping"].encode(), "m.yaml")
    said = _said(caught.value.findings)
    assert len(said) == len(case["finds"]), said
    assert all(text.startswith(start) for text, start in zip(said, case["finds"], strict=True)), said


def test_columns_that_do_not_match_are_refused(root: Path, put: Put) -> None:
    """A column that goes nowhere, and one that is not there: nothing vanishes, nothing is guessed."""
    folder = put({"klanten.csv": "nr;naam;plats;land;fax\n"})
    with pytest.raises(MappingError) as caught:
        plan_import(load(root, None), read_mapping(BASE.read_bytes(), "base.yaml"), [folder], "base.yaml")
    assert _said(caught.value.findings) == [
        "base.yaml:6:3 the column 'fax' of klanten.csv goes nowhere | Map it to a field, or name it under leave with the reason.",
        "base.yaml:6:3 the column 'plats' of klanten.csv goes nowhere | Map it to a field, or name it under leave with the reason.",
        "base.yaml:19:13 klanten.csv has no column 'plaats' | Did you mean 'plats'?",
    ]


def test_wrong_delimiter_is_suspected(root: Path, put: Put) -> None:
    """A first row of one column asks whether the delimiter is right."""
    folder = put({"klanten.csv": "nr,naam,plaats,land\n"})
    with pytest.raises(MappingError) as caught:
        plan_import(load(root, None), read_mapping(BASE.read_bytes(), "base.yaml"), [folder], "base.yaml")
    assert any("look whether the delimiter is right" in finding.help for finding in caught.value.findings)


def test_every_word_of_a_mapping_is_documented() -> None:
    """Each property of the mapping's schema has a title and a description, and every group is closed."""
    for schema in _schemas(mapping_schema()):
        for name, inner in schema.get("properties", {}).items():
            assert inner.get("title"), name
            assert inner.get("description", "").endswith("."), name
        if "properties" in schema:
            assert schema["additionalProperties"] is False


def _schemas(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "type" in value or "properties" in value:
            yield value
        for inner in value.values():
            yield from _schemas(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _schemas(inner)


def _said(findings: list[Finding]) -> list[str]:
    return [f"{f.place.file}:{f.place.line}:{f.place.column} {f.message} | {f.help}" for f in findings]
