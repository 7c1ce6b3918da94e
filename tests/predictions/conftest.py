"""The public CDNOW sample as purchases, and the figures known for it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdnow_book import cdnow
from klantboek.predictions.purchases import Histories, Purchase, histories


@pytest.fixture(scope="session")
def bought_at_cdnow(shared: Path) -> list[Purchase]:
    """Give each order of the sample, its amount in cents."""
    return cdnow(shared)


@pytest.fixture(scope="session")
def calibration(bought_at_cdnow: list[Purchase]) -> Histories:
    """Give the histories as they were on the day that the paper fits on."""
    return histories(bought_at_cdnow, date(1997, 9, 30))


@pytest.fixture(scope="session")
def known_of_cdnow(shared: Path) -> dict[str, Any]:
    """Give the published and measured figures."""
    found: dict[str, Any] = json.loads((shared / "cdnow_expected.json").read_text(encoding="utf-8"))
    return found
