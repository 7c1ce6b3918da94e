"""What is new since a revision, in real git repositories."""

from collections.abc import Callable
from pathlib import Path

import pytest

from given import COVERED
from given import git as _git
from klantboek.book import Book, load
from klantboek.findings import Finding, Place, Severity
from klantboek.review import RevisionError, Since, base_of_change, book_at, changed_lines, since
from klantboek.rules import lint


@pytest.fixture
def repository(book_of: Callable[..., Book]) -> Book:
    """Give a book in git with one known finding: a role that is not explained."""
    book = book_of({**COVERED, "relations/R-00001.yaml": {"roles": ["other"]}})
    _git(book.project, "init", "-q", "-b", "main")
    _git(book.project, "add", "-A")
    _git(book.project, "commit", "-q", "-m", "begin")
    return book


def _now(book: Book) -> Book:
    return load(book.root, book.as_of)


def test_only_what_is_new_is_told(repository: Book) -> None:
    """A finding that was there stays out, also when its line has moved; a new one is told, a mended one counted."""
    file = repository.root / "relations" / "R-00001.yaml"
    file.write_text("# a comment on top\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    (repository.root / "relations" / "R-00002.yaml").write_text("number: R-00003\n", encoding="utf-8")
    then = lint(book_at(repository.root, "HEAD", repository.as_of))
    compared = since(lint(_now(repository)), then)
    assert {finding.record for finding in compared.new} == {"relation/R-00002"}
    assert (compared.stayed, compared.gone) == (1, 0)
    file.write_text(file.read_text(encoding="utf-8").replace("[other]", "[customer]"), encoding="utf-8")
    compared = since(lint(_now(repository)), then)
    assert (compared.stayed, compared.gone) == (0, 1)


def test_items_without_a_key_are_told_apart_by_what_they_say() -> None:
    """Of items that nothing names, those that were there are known first; of others as many as there were."""
    old, other, third = (_finding(text) for text in ("[fax]", "[telex]", "[pigeon]"))
    assert since([other, old], [old]).new == (other,)
    assert since([other, third], [old]) == Since((third,), stayed=1, gone=0)
    assert since([other], [old, third]) == Since((), stayed=1, gone=1)


def _finding(text: str) -> Finding:
    place = Place("relations/R-00001.yaml", 1, 1, 1, len(text) + 1, text)
    return Finding("KB501", Severity.ERROR, "relation/R-00001", ("notes",), place, "this says nothing")


def test_an_unchanged_file_that_a_change_breaks_is_told(repository: Book) -> None:
    """A relation that is removed makes the one that refers to it wrong, though its file did not change."""
    links = repository.root / "relations" / "R-00002.yaml"
    text = (repository.root / "relations" / "R-00001.yaml").read_text(encoding="utf-8")
    links.write_text(
        text.replace("R-00001", "R-00002").replace("[other]", "[customer]")
        + "links: [{to: R-00001, kind: parent}]\n",
        encoding="utf-8",
    )
    _git(repository.project, "add", "-A")
    _git(repository.project, "commit", "-q", "-m", "a daughter")
    (repository.root / "relations" / "R-00001.yaml").unlink()
    compared = since(lint(_now(repository)), lint(book_at(repository.root, "HEAD", repository.as_of)))
    assert [(finding.code, finding.record) for finding in compared.new] == [("KB110", "relation/R-00002")]
    assert compared.gone == 1


def test_a_branch_is_compared_with_where_it_began(repository: Book) -> None:
    """What others mended on main meanwhile does not make old findings look new on a branch."""
    file = repository.root / "relations" / "R-00001.yaml"
    _git(repository.project, "checkout", "-q", "-b", "branch")
    _git(repository.project, "checkout", "-q", "main")
    file.write_text(file.read_text(encoding="utf-8").replace("[other]", "[customer]"), encoding="utf-8")
    _git(repository.project, "commit", "-q", "-a", "-m", "mend")
    _git(repository.project, "checkout", "-q", "branch")
    then = lint(book_at(repository.root, "main", repository.as_of))
    assert since(lint(_now(repository)), then).new == ()


def test_a_link_in_git_is_not_followed(repository: Book, tmp_path: Path) -> None:
    """A symbolic link that git holds is left out, whatever it points to."""
    (repository.root / "relations" / "R-00009.yaml").symlink_to(tmp_path / "secret")
    _git(repository.project, "add", "-A")
    _git(repository.project, "commit", "-q", "-m", "a link")
    assert list(book_at(repository.root, "HEAD", repository.as_of).ids("relation")) == ["R-00001"]


@pytest.mark.parametrize("revision", ["nope", "--help", "HEAD~99", ""])
def test_unknown_revisions(repository: Book, revision: str) -> None:
    """A revision that is not there is a named error with the revision in it."""
    with pytest.raises(RevisionError) as caught:
        book_at(repository.root, revision, repository.as_of)
    assert repr(revision) in caught.value.message


def test_no_repository(book_of: Callable[..., Book]) -> None:
    """Outside git there is no earlier state."""
    book = book_of({})
    with pytest.raises(RevisionError, match="not a git repository"):
        book_at(book.root, "HEAD", book.as_of)


def test_no_book_then(repository: Book) -> None:
    """A revision from before the book is told as such."""
    empty = _git(repository.project, "commit-tree", "-m", "empty", _git(repository.project, "mktree"))
    with pytest.raises(RevisionError, match="there was no book in records then"):
        book_at(repository.root, empty, repository.as_of)


def test_what_hosts_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub and GitLab tell what a change is compared with; elsewhere nobody does."""
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        monkeypatch.delenv(name, raising=False)
    assert base_of_change() is None
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", "abc")
    assert base_of_change() == "abc"
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert base_of_change() == "origin/main"


def test_changed_lines_are_those_of_the_working_tree(repository: Book) -> None:
    """New and changed lines are named by file, a file that git doesn't follow yet as a whole."""
    file = repository.root / "relations" / "R-00001.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], "# one", "# two", *lines[1:], "# last"]) + "\n", encoding="utf-8")
    (repository.root / "relations" / "R-00002.yaml").write_text("number: R-00002\n", encoding="utf-8")
    (repository.project / "elsewhere.txt").write_text("x\n", encoding="utf-8")
    assert changed_lines(repository.root, "HEAD") == {
        "relations/R-00001.yaml": frozenset({2, 3, len(lines) + 3}),
        "relations/R-00002.yaml": None,
    }
    with pytest.raises(RevisionError):
        changed_lines(repository.root, "nowhere")
