"""What was known of a relation on an earlier day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.predictions.past import known_on, values_at

DAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    "case", data(Path(__file__).with_name("known.yaml")), ids=lambda case: str(case["name"])
)
def test_known_on(case: dict[str, Any]) -> None:
    """Only what was there by that day is known of it."""
    known = known_on(case["relation"], DAY)
    found = {
        field: value.isoformat() if isinstance(value, date) else value
        for field, value in known.values.items()
    }
    assert found == case["known"]
    assert sorted(known.undated) == case["undated"]


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("relation.emails.address", [("a@b.example", "2026-03-01"), ("c@d.example", "2025-01-01")]),
        ("relation.orders.lines.product", [("p", "2026-02-01")]),
        ("relation.classification.goal", [("grow", "")]),
        ("relation.roles", [("customer", ""), ("supplier", "")]),
        ("relation.custom.oven", [("gas", "")]),
        ("relation.custom.roof", []),
        ("relation.links", []),
    ],
)
def test_values_with_the_day_they_were_true(field: str, found: list[tuple[str, str]]) -> None:
    """A value has the day on which it, or the nearest group around it, was verified, collected or happened."""
    relation = {
        "roles": ["customer", "supplier"],
        "links": [],
        "emails": [
            {"address": "a@b.example", "verified": {"on": "2026-03-01"}, "collected": {"on": "2024-01-01"}},
            {"address": "c@d.example", "from": "2025-01-01"},
        ],
        "orders": [{"number": "a", "date": "2026-02-01", "lines": [{"product": "p"}]}],
        "classification": {"goal": "grow"},
        "custom": {"oven": "gas"},
    }
    assert list(values_at(relation, field)) == found
