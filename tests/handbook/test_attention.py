"""What the first page says needs attention is taken over from the last build while nothing of it changed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from klantboek.handbook import attention, build
from klantboek.handbook.edition import Edition

TODAY = date(2026, 11, 20)
_MADE = ("_near", "_open_complaints", "_unpaid", "_about_to_go")


def test_another_finding_counts_nothing_else_again(own_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more finding leaves tasks, complaints and debts as they were: none is read; on another day all are."""
    page = build(own_book, as_of=TODAY).folder / "index.html"
    before = page.read_bytes()
    read: list[str] = []
    for name in _MADE:
        really = getattr(attention, name)

        def watched(edition: Edition, name: str = name, really: object = really) -> object:
            read.append(name)
            assert callable(really)
            return really(edition)

        monkeypatch.setattr(attention, name, watched)
    file = own_book / "relations" / "R-00003.yaml"
    text = file.read_text(encoding="utf-8")
    # What looks like a number of a card is an error, of which the page tells.
    changed = text + "notes:\n  - {on: 2026-01-05, by: jk, text: Betaalt met 4111 1111 1111 1111.}\n"
    assert "\nnotes:" not in text
    file.write_text(changed, encoding="utf-8")
    build(own_book, as_of=TODAY)
    assert page.read_bytes() != before
    assert read == []
    build(own_book, as_of=TODAY + timedelta(days=1))
    assert sorted(read) == sorted(_MADE)
