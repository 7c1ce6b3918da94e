"""A relation with another name: pages that say of it no more than that are told, and the others are made again."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from klantboek.handbook import build
from klantboek.handbook.page import Page
from klantboek.handbook.printing import Press

TODAY = date(2026, 11, 20)


def _pages(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _rename(root: Path, name: str) -> None:
    """Give an organisation another name, wherever it stands in its file."""
    file = next(
        file
        for file in sorted(root.glob("relations/*.yaml"))
        if "\norganisation:\n  name: " in file.read_text()
    )
    before, _, after = file.read_text().partition("\norganisation:\n  name: ")
    file.write_text(f"{before}\norganisation:\n  name: {name}\n{after.partition(chr(10))[2]}")


def test_new_names_are_put_into_pages_that_stand(
    small_records: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a new name with signs of HTML in it the files are those of a build from nothing, and long lists were not made."""
    made: list[str] = []
    told: list[str] = []
    page, again = Press.page, Press.again

    def watched(self: Press, one: Page) -> object:
        made.append(one.file)
        return page(self, one)

    def heard(self: Press, file: str, change: Callable[[str], str]) -> object:
        told.append(file)
        return again(self, file, change)

    root = tmp_path / "book" / "records"
    small_records(root)
    build(root, as_of=TODAY)
    monkeypatch.setattr(Press, "page", watched)
    monkeypatch.setattr(Press, "again", heard)
    _rename(root, "Old & <b>New</b>")
    build(root, as_of=TODAY)
    assert {"relations.html", "agenda.html"} <= {*told}
    assert not {"relations.html", "agenda.html"} & {*made}
    # The row of a relation that was told about is kept as it is by now.
    other = root / "relations" / "R-00003.yaml"
    other.write_text(other.read_text().replace("city: Zwolle", "city: Zutphen"))
    warm = _pages(build(root, as_of=TODAY).folder)
    assert "relations.html" in made
    copy = tmp_path / "copy"
    shutil.copytree(root.parent, copy, ignore=shutil.ignore_patterns(".klantboek", "build"))
    cold = _pages(build(copy / "records", as_of=TODAY).folder)
    assert [file for file in cold if warm.get(file) != cold[file]] == []
