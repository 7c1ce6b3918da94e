"""Fixtures that several parts of the tests share."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from given import SHARED, Given, lay_out
from klantboek.book import Book, load

TODAY = date(2026, 11, 20)

# The same examples every time, so that a green tree stays green; `make fuzz` draws new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("new", deadline=None, print_blob=True)
settings.load_profile("new" if os.environ.get("KLANTBOEK_FUZZ") else "same")


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
        lay_out(root, {"book.yaml": {}, "relations/R-00001.yaml": {}, **given})
        return load(root, as_of)

    return make
