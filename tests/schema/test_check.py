"""A document against its schema: what is found, where, in which words, and whether the record still fits."""

import os
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.findings import Finding
from klantboek.schema import CODES, check
from klantboek.yaml import read, write

CASES = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    return [
        pytest.param(file, name, id=f"{file.stem}: {name}")
        for file in sorted(CASES.glob("*.yaml"))
        for name in data(file)
    ]


def _checked(kind: str, text: str) -> tuple[list[Finding], bool]:
    document = read(text.encode(), "given.yaml")
    assert not document.faults, [fault.message for fault in document.faults]
    return check(kind, f"{kind}/given", document)


def _line(finding: Finding) -> str:
    second = finding.second
    also = f" ({finding.second_label}: {second.line}:{second.column})" if second else ""
    return f"{finding.place.line}:{finding.place.column} {finding.code} {finding.message}{also}"


@pytest.mark.parametrize(("file", "name"), _cases())
def test_case(file: Path, name: str) -> None:
    """A case finds exactly what it says, at that line and column; only KB105 leaves the record fitting."""
    cases = data(file)
    case = cases[name]
    findings, fits = _checked(case.get("kind", "relation"), case["given"])
    found = {"finds": list(map(_line, findings)), "help": [one.help for one in findings], "fits": fits}
    if os.environ.get("KLANTBOEK_GOLDENS") == "write":
        case.update({key: value for key, value in found.items() if key != "help" or "help" in case})
        file.write_text(write(cases), encoding="utf-8")
    assert {key: found[key] for key in ("finds", "help", "fits") if key in case} == {
        key: case[key] for key in ("finds", "help", "fits") if key in case
    }
    assert "finds" in case
    assert fits is all(finding.code == "KB105" for finding in findings)
    assert all(finding.why == CODES[finding.code].why and finding.help for finding in findings)


def test_every_code_has_a_case() -> None:
    """Each code that is documented is found by some case."""
    found = {
        line.split()[1]
        for file in CASES.glob("*.yaml")
        for case in data(file).values()
        for line in case["finds"]
    }
    assert found == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_documentation(code: str) -> None:
    """Every code says why in a whole sentence and what to do in another."""
    kind = CODES[code]
    assert kind.code == code
    assert kind.name.islower() or kind.name[0].islower()
    assert kind.why.endswith(".")
    assert kind.help.endswith(".")
