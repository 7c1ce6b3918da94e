"""A build lets go of what it needs no more, and makes the same pages when it holds next to nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from klantboek.handbook import build
from klantboek.handbook import cells as of_cells
from klantboek.handbook.asking import Remembered
from klantboek.handbook.pages import behind
from klantboek.handbook.printing import Printer
from klantboek.handbook.stock import Stock

TODAY = date(2026, 11, 20)


def _pages(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_pages_are_the_same_when_next_to_nothing_is_held(
    own_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of relations on pages behind figures and links to records are made again when they were let go of."""
    usual = _pages(build(own_book, as_of=TODAY, folder=tmp_path / "usual").folder)
    held: list[int] = []
    really = behind._rows  # noqa: SLF001 -- what is watched

    def watched(cells: of_cells.Cells, records: Any) -> Any:
        found = really(cells, records)
        held.append(len(cells.once("behind", dict)))
        return found

    monkeypatch.setattr(behind, "_rows", watched)
    monkeypatch.setattr(behind, "_HELD", 1)
    monkeypatch.setattr(of_cells, "Remembered", lambda make, most: Remembered(make, min(most, 1)))
    assert _pages(build(own_book, as_of=TODAY, folder=tmp_path / "small").folder) == usual
    assert max(held) == 1


def test_what_single_pages_needed_is_let_go_of(own_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the pages of relations are written nothing of them is at hand."""
    left: list[tuple[int, int]] = []
    really = Printer.whole

    def watched(self: Printer, *given: Any) -> int:
        stock = self._edition.stock
        assert isinstance(stock, Stock)
        left.append((len(stock.shelf._near), len(stock.ahead._rows)))  # noqa: SLF001
        return really(self, *given)

    monkeypatch.setattr(Printer, "whole", watched)
    build(own_book, as_of=TODAY)
    assert left == [(0, 0)]
