"""A book on disk and the same book in git are one book; and what is new since a revision, with what was kept."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from given import COVERED, as_file, git
from klantboek.book import Book
from klantboek.book.files import BookFile
from klantboek.findings import Finding
from klantboek.linting import Way, check_book
from klantboek.linting.sources import FolderSource, Source
from klantboek.review import RevisionError, since, source_at

TODAY = date(2026, 11, 20)
FILES = {
    **COVERED,
    "relations/R-00001.yaml": {"roles": ["other"]},
    "relations/R-00002.yaml": {"registrations": {"kvk": "12345678"}},
    "relations/old/R-00003.yaml": {"registrations": {"kvk": "12345678"}},
    "relations/R-00004.yaml": {
        "documents": [
            {"id": name, "title": "Contract", "kind": "contract", "file": file}
            for name, file in (("a", "documents/a.pdf"), ("b", "documents/b.pdf"), ("c", "documents"), ("d", "documents/l.pdf"))
        ]
    },
    "judgements/R-00002_R-00003.yaml": {"a": "R-00002", "b": "R-00003"},
    "vocabularies/document-kinds.yaml": {"terms": [{"code": "contract", "names": {"nl": "C", "en": "C"}}]},
}  # fmt: skip


def commit(root: Path) -> None:
    """Commit all there is."""
    git(root.parent, "add", "-A")
    git(root.parent, "commit", "-q", "-m", "more")


def findings(source: Path | Source, *, keeps: bool = False) -> list[Finding]:
    """Give what there is to say about a book."""
    return list(check_book(source, TODAY, None, None, Way(1, keeps)).findings)


@pytest.fixture
def root(book_of: Callable[..., Book]) -> Path:
    """Give the folder of a committed book with everything that is no record: links, other endings, other folders."""
    root = book_of(FILES).root
    (root / "documents").mkdir()
    (root / "documents" / "a.pdf").write_bytes(b"%PDF")
    (root / "documents" / "l.pdf").symlink_to("a.pdf")
    for name in (
        "relations/R-00005.yml",
        "relations/R-00006.YAML",
        "notes/x.yaml",
        "relations/.hidden.yaml",
        "x.yaml",
    ):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("a: 1\n", encoding="utf-8")
    (root / "relations" / "R-00007.yaml").symlink_to("R-00001.yaml")
    (root / "relations" / "elsewhere").symlink_to("../notes")
    (root / "relations" / "R-00008.yaml").write_text("naem: x\n", encoding="utf-8")
    (root / "relations" / "é\n.yaml").write_text("naem: x\n", encoding="utf-8")
    (root / os.fsdecode(b"relations/\xff.yaml")).write_text("naem: x\n", encoding="utf-8")
    git(root.parent, "init", "-q", "-b", "main")
    commit(root)
    return root


def test_one_book(root: Path) -> None:
    """Files, contents and what stands beside them are the same in git as on disk."""
    disk, then = FolderSource(root), source_at(root, "HEAD")
    assert set(disk.files()) == set(then.files())
    records = [file for file in disk.files() if not file.refused]
    assert records == [file for file in then.files() if not file.refused]
    assert [disk.content(file) for file in records] == [then.content(file) for file in records]
    for file in (
        "documents/a.pdf",
        "documents/b.pdf",
        "documents",
        "documents/l.pdf",
        "documents/a.pdf/b",
        "d",
        "notes",
    ):
        assert disk.state_of(file) == then.state_of(file), file


def test_nothing_is_new_when_nothing_changed(root: Path) -> None:
    """A commit has the findings of the work tree, cold and from what was kept, and leaves what was kept alone."""
    expected = findings(root, keeps=True)
    assert len({one.code for one in expected}) > 5
    (kept,) = (root.parent / ".klantboek").glob("*-lint.sqlite")
    before = kept.read_bytes()
    for keeps in (False, True):
        assert findings(source_at(root, "HEAD"), keeps=keeps) == expected
    assert kept.read_bytes() == before


def test_what_changed_since(root: Path) -> None:
    """Changes of relations, judgements, attachments and registers are compared with what was, whatever was kept."""
    steps: list[Callable[[], object]] = [
        (root / "relations" / "R-00001.yaml").unlink,
        (root / "judgements" / "R-00002_R-00003.yaml").unlink,
        (root / "documents" / "a.pdf").unlink,
        lambda: (root / "documents" / "b.pdf").write_bytes(b"%PDF"),
        lambda: (root / "relations" / "old" / "R-00003.yaml").rename(root / "relations" / "R-00003.yaml"),
        lambda: (root / "book.yaml").write_text(
            as_file("book.yaml", {"numbering": {"retired": ["R-00002"]}, "lint": {"ignore": ["KB3"]}}),
            encoding="utf-8",
        ),
        (root / "relations" / "elsewhere").unlink,
    ]
    then = findings(root, keeps=True)
    for step in steps:
        step()
        now = findings(root, keeps=True)
        assert now == findings(root)
        assert findings(source_at(root, "HEAD"), keeps=True) == then
        assert since(now, then) == since(now, findings(source_at(root, "HEAD")))


def test_a_book_at_the_top(book_of: Callable[..., Book]) -> None:
    """A book may be the repository itself."""
    root = book_of(FILES).root
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "begin")
    assert findings(source_at(root, "HEAD")) == findings(root) != []
    assert set(source_at(root, "HEAD").files()) == set(FolderSource(root).files())


def test_a_shallow_clone(root: Path, tmp_path: Path) -> None:
    """Of a clone without history the last commit can be named, and what isn't there is a named error."""
    commit_before = git(root, "rev-parse", "HEAD")
    (root / "relations" / "R-00008.yaml").unlink()
    commit(root)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root.parent}", "shallow")
    clone = tmp_path / "shallow" / "records"
    assert findings(source_at(clone, "HEAD")) == findings(clone) != []
    for revision in (commit_before, "HEAD~1"):
        with pytest.raises(RevisionError):
            source_at(clone, revision)


def test_no_commits_yet(book_of: Callable[..., Book]) -> None:
    """In a repository without commits nothing can be named, and the check itself works."""
    root = book_of(FILES).root
    git(root.parent, "init", "-q", "-b", "main")
    git(root.parent, "add", "-A")
    with pytest.raises(RevisionError):
        source_at(root, "HEAD")
    expected = findings(root)
    assert findings(root, keeps=True) == findings(root, keeps=True) == expected


def test_unchanged_files_are_not_opened(root: Path) -> None:
    """A file that git's index knows is not read again; one that changed is."""
    expected = findings(root, keeps=True)
    read: list[str] = []

    class Counting(FolderSource):
        def content(self, file: BookFile) -> bytes:
            read.append(file.name)
            return super().content(file)

    assert findings(Counting(root), keeps=True) == expected
    assert "relations/R-00001.yaml" not in read
    git(root, "config", "core.autocrlf", "input")
    assert findings(Counting(root), keeps=True) == expected
    assert "relations/R-00001.yaml" in read
