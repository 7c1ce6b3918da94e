"""The index that a whole search keeps: the same pairs for what changed, and no index that can't be trusted."""

import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import Book
from klantboek.duplicates import Duplicates, organisation_features
from klantboek.duplicates.findings import duplicates_of, features_in
from klantboek.duplicates.judgements import judged
from klantboek.duplicates.since import Moved, search_all, search_since
from klantboek.duplicates.storing import load

_Maker = Callable[[dict[str, Any]], Book]


def _firm(name: str, number: int) -> dict[str, Any]:
    return {
        "organisation": {"name": name},
        "emails": [{"address": f"info{number}@firm{number}.example"}],
        "phones": [{"number": f"+3157000{number:04d}", "kind": "landline"}],
    }


def _files(changed: dict[int, dict[str, Any]] | None = None) -> dict[str, Any]:
    """Give thirty firms of which each third stands twice."""
    names = ("Halm", "Zemel", "Tarwe", "Gerst", "Haver")
    firms = {at: _firm(f"{names[at % 5]} {at - (at % 3 == 2)}", at - (at % 3 == 2)) for at in range(1, 31)}
    return {f"relations/R-{at:05d}.yaml": firm for at, firm in (firms | (changed or {})).items()}


def _pairs(found: Duplicates, *numbers: str) -> set[tuple[str, str]]:
    return {(one.a, one.b) for one in found.pairs if not numbers or {one.a, one.b} & set(numbers)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a place for an index that isn't there yet."""
    return tmp_path / "kept" / "duplicates"


def _keep(book: Book, folder: Path, contents: Mapping[str, bytes] | None = None) -> Duplicates:
    """Search a whole book, and keep the index."""
    return search_all(list(features_in(book)), judged(book), folder, contents=contents)


def test_keeping_changes_nothing(book_of: _Maker, folder: Path) -> None:
    """A search that keeps its index finds what a search finds; the index is for its owner only."""
    book = book_of(_files())
    assert _keep(book, folder) == duplicates_of(book)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def _since(book: Book, folder: Path, moved: Iterable[str], asked: Iterable[str]) -> Duplicates:
    """Compare some relations as they are now with an index; those that moved and are no more are gone."""
    index = load(folder)
    assert index is not None
    numbers = frozenset(moved)
    fresh = [one for one in features_in(book) if one.id in numbers]
    gone = numbers - {one.id for one in fresh}
    found = search_since(index, Moved(fresh, gone), judged(book), asked)
    assert found is not None
    return found


def test_what_changed_since_the_index(book_of: _Maker, folder: Path) -> None:
    """Changed, new and removed relations are seen as the whole search sees them, asked for or not."""
    _keep(book_of(_files()), folder)
    now = book_of(_files({2: _firm("Rogge 4", 4), 31: _firm("Rogge 7", 7)}))
    now = replace(now, records=tuple(one for one in now.records if one.id != "R-00010"))
    asked = ("R-00002", "R-00031", "R-00004")
    found = _since(now, folder, ["R-00002", "R-00031", "R-00010"], asked)
    assert _pairs(found) == _pairs(duplicates_of(now), *asked)
    assert ("R-00002", "R-00004") in _pairs(found)
    assert ("R-00007", "R-00031") in _pairs(found)
    assert not any("R-00010" in pair for pair in _pairs(found))


def test_frozen_weights(book_of: _Maker, folder: Path) -> None:
    """The weights of the index hold until the next whole search; the same pair has them to the tenth."""
    before = _keep(book_of(_files()), folder)
    now = book_of(_files({at: _firm("Rogge", at) for at in range(31, 60)}))
    pair = next(one for one in before.pairs if one.a == "R-00001")
    found = _since(now, folder, [f"R-{at:05d}" for at in range(31, 60)], ["R-00001"])
    assert pair in found.pairs


def test_much_at_once(book_of: _Maker, folder: Path) -> None:
    """Where as much is asked as a whole search gives as quickly, that is said."""
    _keep(book_of(_files()), folder)
    index = load(folder)
    assert index is not None
    many = [organisation_features(f"R-{at:05d}", names=["Rogge"]) for at in range(2_000)]
    assert search_since(index, Moved(many), (), ()) is None


def test_much_asked(book_of: _Maker, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relations that did not change count as well, each once."""
    _keep(book_of(_files()), folder)
    index = load(folder)
    assert index is not None
    monkeypatch.setattr("klantboek.duplicates.since._MOST_CHANGED", 20)
    asked = [f"R-{at:05d}" for at in range(1, 22)]
    assert search_since(index, Moved(()), (), asked) is None
    assert search_since(index, Moved(()), (), asked[:20]) is not None


def test_contents_are_kept(book_of: _Maker, folder: Path) -> None:
    """What the files of relations held comes back as it was, and features by the number of their relation."""
    book = book_of(_files())
    contents = {f"R-{at:05d}": bytes([at] * 20) for at in range(1, 31)}
    _keep(book, folder, contents=contents)
    index = load(folder)
    assert index is not None
    assert index.names.contents == contents
    (one,) = (one for one in features_in(book) if one.id == "R-00007")
    assert index.features_of("R-00007") == one


def test_a_place_that_takes_nothing(book_of: _Maker, tmp_path: Path) -> None:
    """Where nothing can be kept the answer is the same."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    book = book_of(_files())
    assert _keep(book, tmp_path / "file" / "duplicates") == duplicates_of(book)
