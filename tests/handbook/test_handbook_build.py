import shutil
from datetime import date
from pathlib import Path

import pytest
from mkdocs.config.base import load_config

from klantboek.book import Book, load
from klantboek.errors import KlantboekError
from klantboek.handbook import HandbookError, build

TODAY = date(2026, 11, 20)
REPOSITORY = Path(__file__).parents[2]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_folders_are_pinned() -> None:
    """Pages come from site/pages and go to build/handbook: MkDocs empties the latter, and its default is site/."""
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    assert Path(config.docs_dir) == REPOSITORY / "site" / "pages"
    assert Path(config.site_dir) == REPOSITORY / "build" / "handbook"
    assert config.theme.name == "klantboek"
    assert list(config.plugins) == ["klantboek"]


def test_same_book_gives_same_bytes(small_book: Book, handbooks: dict[str, Path], tmp_path: Path) -> None:
    """Two builds of a book on one day have the same files with the same bytes."""
    again = build(
        small_book.root, book=load(small_book.root, TODAY), language="nl", folder=tmp_path / "again"
    )
    assert _bytes(again.folder) == _bytes(handbooks["nl"])


def test_handbook_holds_nothing_of_its_own_day(handbooks: dict[str, Path]) -> None:
    """There is no site map (it would state when it was built): nothing but pages, theme, search index and our mark."""
    kinds = {
        file.suffix for file in handbooks["nl"].rglob("*") if file.is_file() and file.name != ".klantboek"
    }
    assert kinds == {".html", ".css", ".js", ".svg"}


def test_second_build_writes_what_changed(own_book: Path, tmp_path: Path) -> None:
    """A page that stays the same is not written again, and the page of a deleted record goes."""
    folder = build(own_book, as_of=TODAY).folder
    assert folder == tmp_path / "build" / "handbook"
    kept, gone = folder / "rules" / "KB001.html", folder / "relations" / "R-00098.html"
    before = kept.stat().st_mtime_ns
    (own_book / "relations" / "R-00098.yaml").unlink()
    build(own_book, as_of=TODAY)
    assert kept.stat().st_mtime_ns == before
    assert not gone.exists()
    assert not (folder / ".keep").exists()


def test_interrupted_build_leaves_no_trace(own_book: Path) -> None:
    """Pages that an interrupted build had set aside come back, and the next build equals a fresh one."""
    folder = build(own_book, as_of=TODAY).folder
    fresh = _bytes(folder)
    (folder / ".keep").mkdir()
    shutil.move(folder / "relations", folder / ".keep" / "relations")
    build(own_book, as_of=TODAY)
    assert _bytes(folder) == fresh


def test_pages_of_people_may_link_to_generated_ones(own_book: Path, tmp_path: Path) -> None:
    """Own pages join the menu; a link to a relation is fine, one to nowhere is a warning.

    Columns are aligned without a style, and a page may be in a language of its own.
    """
    own = tmp_path / "site" / "pages"
    own.mkdir(parents=True)
    table = "| Of | Number |\n|---|---:|\n| orders | 12 |\n"
    (own / "about.md").write_text(
        f"---\nlang: en\n---\n# About us\n\n[The mill](relations/R-00003.html#orders)\n\n{table}",
        encoding="utf-8",
    )
    built = build(own_book, as_of=TODAY)
    assert built.warnings == ()
    page = (built.folder / "about.html").read_text(encoding="utf-8")
    assert '<a href="relations/R-00003.html#orders">The mill</a>' in page
    assert '<td align="right">12</td>' in page
    assert '<main id=content class="prose" lang="en">' in page
    assert "About us" in (built.folder / "relations.html").read_text(encoding="utf-8")
    assert '<a href="../about.html">Uitleg</a>' in (built.folder / "relations" / "R-00003.html").read_text(
        "utf-8"
    )
    (own / "about.md").write_text("[Nowhere](relations/R-77777.html)\n", encoding="utf-8")
    assert "R-77777" in build(own_book, as_of=TODAY).warnings[0]


def test_every_page_has_the_pages_of_people_in_its_menu(own_book: Path, tmp_path: Path) -> None:
    """A page of one's own that comes, gets another title or goes does so in each menu, as in a build from nothing."""
    own = tmp_path / "site" / "pages"
    own.mkdir(parents=True)
    (own / "about.md").write_text("# About us\n", encoding="utf-8")
    folder = build(own_book, as_of=TODAY).folder
    for text in ("# Second\n", "# Another title\n", None):
        if text is None:
            (own / "second.md").unlink()
        else:
            (own / "second.md").write_text(text, encoding="utf-8")
        build(own_book, as_of=TODAY)
        fresh = build(own_book, as_of=TODAY, folder=tmp_path / "fresh").folder
        assert _bytes(folder) == _bytes(fresh)
        shutil.rmtree(fresh)


def test_folder_in_which_nothing_is_left_goes(own_book: Path) -> None:
    """What a handbook for few readers lacks doesn't stand there by its name either."""
    folder = build(own_book, as_of=TODAY).folder
    (folder / "figures" / "old" / "older").mkdir(parents=True)
    (folder / "figures" / "old" / "older" / "page.html").write_text("left over", encoding="utf-8")
    build(own_book, as_of=TODAY)
    assert (folder / "figures").is_dir()
    assert not (folder / "figures" / "old").exists()


def test_own_page_does_not_hide_a_generated_one(own_book: Path, tmp_path: Path) -> None:
    """Two pages of one name are refused by name, never one silently lost."""
    (tmp_path / "site" / "pages").mkdir(parents=True)
    (tmp_path / "site" / "pages" / "agenda.md").write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(HandbookError, match=r"agenda\.html"):
        build(own_book, as_of=TODAY)


def test_settings_without_the_plugin_are_refused(own_book: Path, tmp_path: Path) -> None:
    """An mkdocs.yml that doesn't name the plugin would build a handbook without a book in it."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: klantboek}\n", encoding="utf-8")
    with pytest.raises(HandbookError, match="does not name the plugin"):
        build(own_book, as_of=TODAY)


def test_unknown_language_is_named(small_book: Book, tmp_path: Path) -> None:
    """A language without words is an error that says which there are."""
    with pytest.raises(KlantboekError, match="'fr'"):
        build(small_book.root, book=small_book, language="fr", folder=tmp_path / "x")
