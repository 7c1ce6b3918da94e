"""Two relations made one: the cases in ``cases/pairs.yaml``."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import data, laid_over_base
from klantboek.book import Record
from klantboek.merging.differences import Asked
from klantboek.merging.pair import united
from klantboek.merging.united import bare_value
from klantboek.yaml import write
from merging.laws import record

CASES = data(Path(__file__).parent / "cases" / "pairs.yaml")


def _record(number: str, values: dict[str, Any]) -> Record:
    found = record(number, write(laid_over_base(f"relations/{number}.yaml", values)))
    assert found.fits, found.findings
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_pair(case: dict[str, Any]) -> None:
    """The united record says what the case gives, and asks a person what the case leaves open."""
    taken = [one.rpartition("=") for one in case.get("take", ())]
    fields = {field: number for field, mark, number in taken if mark}
    others = next((number for _, mark, number in taken if not mark), "")
    ours, theirs = _record("R-00042", case["ours"]), _record("R-00917", case["theirs"])
    found = united(ours, theirs, Asked(fields, others), date(2026, 11, 20))
    value = bare_value(found.value)
    for key, expected in case["gives"].items():
        assert value.get(key) == expected, key
    assert [one.field for one in found.differences if one.open] == case.get("open", [])
