"""The public YAML test suite: every case is read as its JSON says, or refused by one of our codes."""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from klantboek.yaml import read

DIFFERENCES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "suite_differences.yaml").read_text(encoding="utf-8")
)
# Codes for what YAML allows and this house does not.
OURS = {f"KB{number:03}" for number in range(2, 14)}
EXPECTED = {"read as their JSON", "refused for what this house refuses", "broken and refused"}


def cases(suite: Path) -> Iterator[tuple[str, Path]]:
    """Give the name and folder of every case; some have several parts."""
    for file in sorted(suite.rglob("in.yaml")):
        yield file.parent.relative_to(suite).as_posix(), file.parent


def documents(text: str) -> list[Any]:
    """Give the JSON values that stand one after the other in a text."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    values, start = [], 0
    while rest := text[start:].lstrip():
        start = len(text) - len(rest)
        value, start = decoder.raw_decode(text, start)
        values.append(value)
    return values


def outcome(folder: Path) -> str:
    """Tell how a case is read."""
    document = read((folder / "in.yaml").read_bytes(), "in.yaml")
    codes = {fault.kind.code for fault in document.faults}
    if (folder / "error").exists():
        return "broken and refused" if codes else "read though broken"
    if codes:
        return "refused for what this house refuses" if codes & OURS else "refused"
    if not (folder / "in.json").exists():
        return "read without JSON"
    values = documents((folder / "in.json").read_text(encoding="utf-8"))
    return "read as their JSON" if [document.value] == (values or [None]) else "read differently"


def test_suite(shared: Path) -> None:
    """No case is read as another value than its JSON; what else differs is listed with its reason."""
    found = {name: outcome(folder) for name, folder in cases(shared / "suites" / "yaml-test-suite")}
    counts = Counter(how if how in EXPECTED else "neither" for how in found.values())
    print(*(f"{count} {how}" for how, count in sorted(counts.items())), sep=", ")  # noqa: T201 -- shown by pytest -s
    different = {name: how for name, how in found.items() if how not in EXPECTED}
    listed = {
        name: how for how, reasons in DIFFERENCES.items() for names in reasons.values() for name in names
    }
    assert different == listed
