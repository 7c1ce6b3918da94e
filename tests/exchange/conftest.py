"""What the tests of imports share: a small book, and the Northwind files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from klantboek import yaml

BOOK = {
    "name": "Testbedrijf",
    "languages": ["nl"],
    "currency": "EUR",
    "country": "NL",
    "as_of": "2026-11-20",
    "privacy": {"contact": "Test", "email": "privacy@test.example"},
    "staff": [{"id": "jk", "name": "J. Kramer"}],
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an empty book, and stand in the folder around it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "book.yaml").write_text(yaml.write(BOOK), encoding="utf-8")
    return folder


@pytest.fixture
def put(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    """Give a function that writes files into a folder of sources and gives that folder."""

    def write(files: dict[str, Any]) -> Path:
        folder = tmp_path / "sources"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture(scope="session")
def northwind_files(shared: Path) -> Path:
    """Give the folder with the Northwind files."""
    return shared / "northwind"
