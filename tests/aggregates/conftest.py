"""What several tests of figures share."""

from typing import Any

import pytest

from klantboek.aggregates import kept as keeping


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list that gets the name of each figure that is computed from here on."""
    found: list[str] = []
    really = keeping._Keeping._compute  # noqa: SLF001 -- what is watched

    def watched(self: Any, one: Any, aggregates: Any) -> None:
        found.append(one.name)
        really(self, one, aggregates)

    monkeypatch.setattr(keeping._Keeping, "_compute", watched)  # noqa: SLF001
    return found
