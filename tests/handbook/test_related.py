"""Who refers to a record, on its page."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from given import lay_out
from klantboek.handbook import build
from klantboek.handbook.related import MOST


def test_many_names_are_cut(tmp_path: Path, parsed: Callable[[Path], Any]) -> None:
    """Of a purpose to which more relations said yes than anybody reads the first are named, and how many more there are."""
    consent = {
        "purpose": "marketing",
        "state": "given",
        "on": "2026-01-01",
        "how": "form",
        "channel": "email",
    }
    register = {
        "names": {"nl": "Nieuws", "en": "News"}, "purpose": {"nl": "Nieuws", "en": "News"}, "legal_basis": "consent",
        "data_subjects": ["customers"], "data_categories": ["names"], "security": ["access by role"],
    }  # fmt: skip
    relations = {
        f"relations/R-{number:05}.yaml": {
            "organisation": {"name": f"Molen {number}"},
            "consents": [consent, consent],
        }
        for number in range(1, MOST + 8)
    }
    lay_out(tmp_path / "records", {"book.yaml": {}, "processing/marketing.yaml": register, **relations})
    folder = build(tmp_path / "records", as_of=date(2026, 11, 20), language="nl").folder
    tree = parsed(folder / "processing" / "marketing.html")
    linked = [one["href"] for tag, one in tree.tags if tag == "a" and "/R-" in (one.get("href") or "")]
    assert linked == [f"../relations/R-{number:05}.html#consents-1" for number in range(1, MOST + 1)]
    assert "en nog 7; ze staan alle in build/tables (klantboek compile)" in tree.text
