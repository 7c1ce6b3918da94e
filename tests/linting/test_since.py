"""Duplicates of what changed: the whole search's answer, though files that git knows are not read again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import COVERED, as_file, git
from klantboek.book import Book, load
from klantboek.book.files import BookFile
from klantboek.book.identity import fingerprint
from klantboek.duplicates.findings import duplicates_of
from klantboek.duplicates.judgements import judged
from klantboek.duplicates.since import search_all
from klantboek.linting.comparing import comparable
from klantboek.linting.since import Compared, compared_since
from klantboek.linting.sources import FolderSource

TODAY = date(2026, 11, 20)
Pairs = set[tuple[str, str]]


def _firm(name: str, number: int) -> dict[str, Any]:
    return {
        "organisation": {"name": name},
        "emails": [{"address": f"info{number}@firm{number}.example"}],
        "phones": [{"number": f"+3157000{number:04d}", "kind": "landline"}],
    }


@pytest.fixture
def root(book_of: Callable[..., Book]) -> Path:
    """Give the folder of a committed book of thirty firms of which each third stands twice, with its index."""
    names = ("Halm", "Zemel", "Tarwe", "Gerst", "Haver")
    firms = {at: _firm(f"{names[at % 5]} {at - (at % 3 == 2)}", at - (at % 3 == 2)) for at in range(1, 31)}
    files = {f"relations/R-{at:05d}.yaml": firm for at, firm in firms.items()}
    root = book_of({**COVERED, **files}).root
    (root.parent / ".gitignore").write_text(".klantboek/\nkept/\n", encoding="utf-8")
    git(root.parent, "init", "-q")
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-q", "-m", "one")
    with comparable(root, TODAY, None) as there:
        search_all(there.features, judged(there.part()), _kept(root), contents=there.contents)
    return root


def _kept(root: Path) -> Path:
    return root.parent / "kept"


def _since(root: Path, *asked: str) -> Compared:
    found = compared_since(root, TODAY, None, _kept(root), asked, 0.5)
    assert found is not None
    return found


def _pairs(root: Path, *asked: str) -> Pairs:
    return {(pair.a, pair.b) for pair in _since(root, *asked).found.pairs}


def _whole(root: Path, *asked: str) -> Pairs:
    found = duplicates_of(load(root, TODAY))
    return {(pair.a, pair.b) for pair in found.pairs if {pair.a, pair.b} & set(asked)}


def _write(root: Path, number: str, **values: object) -> None:
    (root / "relations" / f"{number}.yaml").write_text(
        as_file(f"relations/{number}.yaml", values), encoding="utf-8"
    )


def test_nothing_is_read_that_git_knows(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an unchanged book only the relations of the pairs are read; the pairs are those of the whole search."""
    read: list[str] = []
    plain = FolderSource.content

    def listening(source: FolderSource, file: BookFile) -> bytes:
        read.append(file.name)
        return plain(source, file)

    monkeypatch.setattr(FolderSource, "content", listening)
    found = _since(root, "R-00002")
    assert (
        {(pair.a, pair.b) for pair in found.found.pairs}
        == _whole(root, "R-00002")
        == {("R-00001", "R-00002")}
    )
    assert [name for name in read if name.startswith("relations/")] == [
        "relations/R-00001.yaml",
        "relations/R-00002.yaml",
    ]
    assert {node.number for node in found.book.relations} == {"R-00001", "R-00002"}
    assert (found.relations, found.misfits) == (30, 0)


def test_what_changed(root: Path) -> None:
    """Changed, new, removed and unfit relations are seen as they are now, committed or not, with git or without."""
    _write(root, "R-00003", **_firm("Rogge 4", 4))
    _write(root, "R-00031", **_firm("Rogge 7", 7))
    (root / "relations" / "R-00010.yaml").unlink()
    _write(root, "R-00013", nonsense=1)
    asked = ("R-00003", "R-00004", "R-00011", "R-00014", "R-00031")
    for _ in range(3):
        assert (
            _pairs(root, *asked) == _whole(root, *asked) >= {("R-00003", "R-00004"), ("R-00007", "R-00031")}
        )
        found = _since(root, *asked)
        assert (found.relations, found.misfits) == (29, 1)
        if (root.parent / ".git").is_dir():
            git(root.parent, "add", "-A")
            git(root.parent, "commit", "-q", "-m", "two", "--allow-empty")
            (root.parent / ".git").rename(root.parent / "away")


def test_two_files_of_one_number(root: Path) -> None:
    """Two files of one number can't be told apart: neither is compared, as in the whole search."""
    (root / "relations" / "old").mkdir()
    file = root / "relations" / "R-00002.yaml"
    (root / "relations" / "old" / "R-00002.yaml").write_text(file.read_text("utf-8"), encoding="utf-8")
    assert _pairs(root, "R-00001", "R-00002") == _whole(root, "R-00001", "R-00002") == set()


def test_judgements_count(root: Path) -> None:
    """What was judged distinct is left out as long as the two are as they were; afterwards it is asked again."""
    book = load(root, TODAY)
    contents = {}
    for side, number in (("a", "R-00001"), ("b", "R-00002")):
        record = book.find("relation", number)
        assert record is not None
        contents[f"content_{side}"] = fingerprint(record.document.value)
    name = "judgements/R-00001_R-00002.yaml"
    told = {"a": "R-00001", "b": "R-00002", "verdict": "distinct", **contents}
    (root / "judgements").mkdir(exist_ok=True)
    (root / name).write_text(as_file(name, told), encoding="utf-8")
    assert _pairs(root, "R-00001") == _whole(root, "R-00001") == set()
    _write(root, "R-00002", **_firm("Zemel 1", 1), websites=[{"url": "https://zemel.example"}])
    assert _pairs(root, "R-00001") == _whole(root, "R-00001") == {("R-00001", "R-00002")}


def test_a_merged_relation(root: Path) -> None:
    """A tombstone is no relation any more; who is asked for it hears nothing."""
    _write(root, "R-00002", tombstone={"into": "R-00001", "on": "2026-11-01"})
    assert _pairs(root, "R-00001", "R-00002") == _whole(root, "R-00001", "R-00002") == set()
    assert _since(root).relations == 29


def test_without_an_index(root: Path) -> None:
    """Where nothing was kept, there is nothing to go by."""
    assert compared_since(root, TODAY, None, None, ["R-00001"], 0.5) is None
    assert compared_since(root, TODAY, None, root.parent / "nowhere", ["R-00001"], 0.5) is None
