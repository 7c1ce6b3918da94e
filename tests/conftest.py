"""Fixtures that several parts of the tests share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from given import SHARED, Given, laid_over_base
from klantboek.book import Book, load
from klantboek.yaml import write

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of public test data; skip where it is not."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"the public test data is not in {SHARED} (set KLANTBOEK_SHARED)")
    return SHARED / "data"


@pytest.fixture
def book_of(tmp_path: Path) -> Callable[..., Book]:
    """Give a maker of books: from a few keys of a few records to a book that was read from files."""

    def make(given: Given, as_of: date = TODAY) -> Book:
        root = tmp_path / "records"
        for file, record in {"book.yaml": {}, "relations/R-00001.yaml": {}, **given}.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write(laid_over_base(file, record)), encoding="utf-8")
        return load(root, as_of)

    return make
