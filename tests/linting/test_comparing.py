"""What a search for duplicates takes of a book: the same, whatever lint kept before."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from given import Given
from klantboek.book import Book, load
from klantboek.duplicates.findings import duplicates_of, features_in
from klantboek.linting import Way, check_book
from klantboek.linting.comparing import comparable
from klantboek.linting.sources import content_id

TODAY = date(2026, 11, 20)
STONE = {"reason": "merged", "on": "2026-01-01", "into": "R-00001"}
GIVEN: Given = {
    "relations/R-00002.yaml": {"emails": [{"address": "info@halm.example"}]},
    "relations/R-00003.yaml": {"kind": "person", "person": {"name": {"surname": "Vos"}}},
    "relations/R-00004.yaml": {"tombstone": STONE},
    "relations/R-00005.yaml": {"unheard_of": 1},
    "relations/R-00006.yaml": {},
    "relations/more/R-00006.yaml": {},
    "judgements/R-00002_R-00004.yaml": {"a": "R-00002", "b": "R-00004"},
}


@pytest.fixture
def root(book_of: Callable[..., Book]) -> Path:
    """Give a book with one of everything that is not compared."""
    return book_of(GIVEN).root


def _is_as_read_whole(root: Path) -> None:
    book = load(root, TODAY)
    twins = {"R-00006"}
    with comparable(root, TODAY, None) as found:
        assert sorted(found.features) == sorted(features_in(book))
        assert found.compared == len(book.relations)
        assert found.misfits == sum(not one.fits for one in book.records)
        assert found.contents == {
            one.id: content_id(one.document.text.encode())
            for one in book.records
            if one.kind == "relation" and one.fits and one.id not in twins
        }
        part = found.part(["R-00003"])
    assert part.ids("relation") == {"R-00001", "R-00002", "R-00003", "R-00004"}
    assert part.ids("judgement") == book.ids("judgement")


def test_nothing_kept(root: Path) -> None:
    """Everything is read, and nothing is left behind."""
    _is_as_read_whole(root)
    assert list((root.parent / ".klantboek").glob("*.sqlite")) == []


def test_what_lint_kept(root: Path) -> None:
    """What was kept counts, also on another day; what changed since is read, and lint's file stays as it was."""
    check_book(root, date(2026, 1, 1), None)
    (kept,) = (root.parent / ".klantboek").glob("*-lint.sqlite")
    before = kept.read_bytes()
    _is_as_read_whole(root)
    (root / "relations/R-00002.yaml").unlink()
    (root / "relations/more/R-00006.yaml").rename(root / "relations/R-00007.yaml")
    file = root / "relations/R-00003.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Vos", "Wolf"), encoding="utf-8")
    book = load(root, TODAY)
    with comparable(root, TODAY, None) as found:
        assert sorted(found.features) == sorted(features_in(book))
    assert kept.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_damage(root: Path, damage: bytes) -> None:
    """What can't be read is as if it were not there."""
    check_book(root, TODAY, None)
    (kept,) = (root.parent / ".klantboek").glob("*-lint.sqlite")
    kept.write_bytes(damage)
    _is_as_read_whole(root)


def test_pairs_that_lint_keeps(root: Path) -> None:
    """A check that is asked for it tells what a search gives, clusters and all: found anew, or from what it kept."""
    twice = root / "relations/R-00007.yaml"
    twice.write_text(
        (root / "relations/R-00002.yaml").read_text(encoding="utf-8").replace("2", "7"), encoding="utf-8"
    )
    found = [check_book(root, TODAY, None, way=Way(knows=True)).known.duplicates for _ in range(2)]
    assert found == [duplicates_of(load(root, TODAY))] * 2
    assert found[0] is not None
    assert found[0].pairs != ()
    assert check_book(root, TODAY, None).known.duplicates is None
