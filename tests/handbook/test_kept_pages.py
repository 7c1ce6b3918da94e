"""Pages that are not rendered again: whatever was kept, a build gives what a fresh one gives."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from klantboek.handbook import build
from klantboek.handbook.page import Page
from klantboek.handbook.reading import read_for_pages
from klantboek.handbook.site import Site
from klantboek.linting.sources import content_id

if TYPE_CHECKING:
    from jinja2 import Environment

TODAY = date(2026, 11, 20)


def _pages(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _change(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return change


def _other_number(root: Path) -> None:
    text = (root / "relations/R-00003.yaml").read_text(encoding="utf-8")
    (root / "relations/R-00005.yaml").write_text(text.replace("R-00003", "R-00005"), encoding="utf-8")


CHANGES = {
    "its own text": _change("relations/R-00003.yaml", "Hoekje", "Plein"),
    "the name of a product": _change("products/oven.yaml", "Steenoven", "Houtoven"),
    "the name of one of our people": _change("book.yaml", "Joris Kramer", "Joris de Boer"),
    "a relation that it names is gone": lambda root: (root / "relations/R-00003.yaml").unlink(),
    "a record that stops fitting": _change("relations/R-00003.yaml", "kind: organisation", "kind: 3"),
    "one more relation, so other ranks": _other_number,
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_kept_pages_are_what_a_fresh_build_gives(
    own_book: Path, tmp_path_factory: pytest.TempPathFactory, change: Callable[[Path], None]
) -> None:
    """After any change a second build has the bytes of one that kept nothing."""
    folder = build(own_book, as_of=TODAY).folder
    change(own_book)
    build(own_book, as_of=TODAY)
    fresh = build(own_book, as_of=TODAY, folder=tmp_path_factory.mktemp("fresh") / "built").folder
    assert _pages(folder) == _pages(fresh)


def test_another_day_is_a_change(own_book: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What was kept for one day says nothing of another."""
    folder, day = build(own_book, as_of=TODAY).folder, date(2027, 2, 1)
    build(own_book, as_of=day)
    fresh = build(own_book, as_of=day, folder=tmp_path_factory.mktemp("fresh") / "built").folder
    assert _pages(folder) == _pages(fresh)


def test_unchanged_pages_are_not_rendered_again(own_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build makes no page of a relation; a change of one record makes its page, and those that show it."""
    made: list[str] = []
    build(own_book, as_of=TODAY)
    render = Site.render

    def watched(self: Site, env: "Environment", page: Page) -> Iterator[str]:
        made.append(page.file)
        return render(self, env, page)

    monkeypatch.setattr(Site, "render", watched)
    build(own_book, as_of=TODAY)
    assert [file for file in made if file.startswith("relations/") and file < "relations/R-00098"] == []
    _change("relations/R-00003.yaml", "Hoekje", "Plein")(own_book)
    build(own_book, as_of=TODAY)
    assert "relations/R-00003.html" in made
    assert "relations/R-00001.html" in made


def test_tables_read_no_file_that_lint_just_read(own_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git lint reads each relation to know that it is as it was; the tables take its word."""
    build(own_book, as_of=TODAY)
    read: list[bytes] = []

    def watched(content: bytes) -> bytes:
        read.append(content)
        return content_id(content)

    monkeypatch.setattr("klantboek.tables.update.content_id", watched)
    build(own_book, as_of=TODAY)
    assert read == []
    _change("relations/R-00003.yaml", "Hoekje", "Plein")(own_book)
    build(own_book, as_of=TODAY)
    assert len(read) == 1


@pytest.mark.parametrize("kept", ["handbook-*.sqlite", "*-handbook.sqlite"])
@pytest.mark.parametrize("damage", [b"[]", b"SQLite format 3\0 and no more"])
def test_damaged_files_are_ignored(own_book: Path, kept: str, damage: bytes) -> None:
    """A file that somebody else wrote to costs a rendering, and never a wrong page."""
    folder = build(own_book, as_of=TODAY).folder
    fresh = _pages(folder)
    (file,) = (own_book.parent / ".klantboek").glob(kept)
    file.write_bytes(damage)
    (folder / "relations" / "R-00003.html").write_text("written over", encoding="utf-8")
    build(own_book, as_of=TODAY)
    assert _pages(folder) == fresh


def test_book_that_is_held_gives_the_same_pages(
    own_book: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Relations that come as a stream, with what is kept of them, have the pages of a book that is read whole."""
    folder = tmp_path_factory.mktemp("held") / "built"
    held = build(own_book, book=read_for_pages(own_book, TODAY), folder=folder).folder
    assert _pages(build(own_book, as_of=TODAY).folder) == _pages(held)


def test_page_that_somebody_changed_is_written_again(own_book: Path) -> None:
    """The digests speak of what was written; another text on disk is no page of ours."""
    folder = build(own_book, as_of=TODAY).folder
    page = folder / "relations" / "R-00003.html"
    before = page.read_bytes()
    page.write_text("changed by hand", encoding="utf-8")
    build(own_book, as_of=TODAY)
    assert page.read_bytes() == before


def test_digests_hold_no_word_of_a_record(own_book: Path) -> None:
    """Of pages nothing but names, numbers and digests is kept, in a folder that is closed to others and to git."""
    build(own_book, as_of=TODAY)
    folder = own_book.parent / ".klantboek"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    (kept,) = folder.glob("handbook-*.sqlite")
    with closing(sqlite3.connect(kept)) as base:
        rows = base.execute("SELECT file, made, about, written FROM pages").fetchall()
    assert rows
    for file, made, _, written in rows:
        assert file.startswith("relations/")
        assert len(made) == 32
        assert set(made) <= set("0123456789abcdef")
        assert all(line.split(" ")[2].startswith("relations/") for line in written.splitlines())
