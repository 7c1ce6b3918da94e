"""What the first page says needs attention, and that it is taken over from the last build while nothing of it changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from given import COVERED
from klantboek.book import Book, load
from klantboek.findings import Severity
from klantboek.handbook import attention, build
from klantboek.handbook.edition import Edition
from klantboek.handbook.reading import findings_of

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


def test_findings_lead_only_to_pages_that_are_there(book_of: Callable[..., Book]) -> None:
    """A file that is no record and a relation that is gone are named without a link; errors stand first, advice stays away."""
    root = book_of(COVERED).root
    (root / "odd").mkdir()
    (root / "odd" / "x.yaml").write_text("a: 1\n", encoding="utf-8")
    (root / "relations" / "R-00002.yaml").symlink_to("nowhere.yaml")
    (root / "relations" / "R-00003.yaml").write_text("number: R-00003\nkind: [\n", encoding="utf-8")
    book = load(root, TODAY)
    (error, *strays) = sorted(findings_of(book), key=lambda one: one.severity)
    gone = replace(strays[-1], record="relation/R-00004")
    advice = replace(error, severity=Severity.ADVICE)
    edition = Edition(book, "en", (advice, *strays, gone, error), {})
    (panel,) = attention.panels(edition, edition.cells(""))
    assert [str(who) for who, _, _ in panel.lines] == [
        "<a href=relations/R-00003.html>R-00003</a>",
        "odd/x.yaml",
        "relations/R-00002.yaml",
        '<span class="missing">R-00004</span>',
    ]
    assert panel.size == len(panel.lines)
