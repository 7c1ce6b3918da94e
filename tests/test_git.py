"""Git's plumbing, in real repositories: what its index knows is never another content than the disk has."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from given import git as do
from klantboek.git import GitError, contents, git, known_contents, listed
from klantboek.linting.sources import content_id

ONE, TWO = "relations/R-00001.yaml", "relations/old/R-00002.yaml"


def write(root: Path, name: str, text: str) -> Path:
    """Write a file of the book."""
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_ATTR_NOSYSTEM", "1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give the folder of two committed files, in a sub-folder of a repository."""
    root = tmp_path / "project" / "records"
    write(root, ONE, "a: 1\n")
    write(root, TWO, "b: 2\n")
    do(root.parent, "init", "-q", "-b", "main")
    do(root.parent, "add", "-A")
    do(root.parent, "commit", "-q", "-m", "begin")
    return root


def known(root: Path) -> set[str]:
    """Give the files that git knows, after a look at whether it knows them rightly."""
    found = known_contents(root)
    for name, content in found.items():
        assert content == content_id((root / name).read_bytes()), name
    return set(found)


def test_what_did_not_change_is_known(book: Path) -> None:
    """A committed or added file is known; one that changed, went or was never added is not."""
    assert known(book) == {ONE, TWO}
    write(book, ONE, "a: 2\n")
    write(book, "relations/R-00003.yaml", "c: 3\n")
    assert known(book) == {TWO}
    do(book, "add", "-A")
    assert known(book) == {ONE, TWO, "relations/R-00003.yaml"}
    (book / ONE).unlink()
    assert known(book) == {TWO, "relations/R-00003.yaml"}


def test_a_change_in_the_same_moment(book: Path) -> None:
    """A file of the same size, changed in the moment in which it was added, is not taken for the former one."""
    for number in range(30):
        write(book, ONE, f"a: {number:04}\n")
        do(book, "add", ONE)
        write(book, ONE, f"b: {number:04}\n")
        assert ONE not in known(book)


@pytest.mark.parametrize(
    "setting", [("core.checkStat", "minimal"), ("core.trustctime", "false"), ("core.fsmonitor", "true")]
)
def test_settings_that_make_git_look_less_closely(book: Path, setting: tuple[str, str]) -> None:
    """A change that keeps the size and the time is seen, whatever git was told to overlook."""
    do(book, "config", *setting)
    file = book / ONE
    os.utime(file, ns=(10**18, 10**18))
    do(book, "-c", "core.fsmonitor=false", "add", "-A")
    do(book, "-c", "core.fsmonitor=false", "update-index", "-q", "--refresh")
    assert ONE in known(book)
    time.sleep(1.1)  # git counts the time at which a file was touched in seconds
    file.write_text("a: 2\n", encoding="utf-8")
    os.utime(file, ns=(10**18, 10**18))
    assert ONE not in known(book)


@pytest.mark.parametrize("how", ["--assume-unchanged", "--skip-worktree"])
def test_files_that_git_was_told_not_to_look_at(book: Path, how: str) -> None:
    """A file that git does not look at is not known."""
    do(book, "update-index", how, ONE)
    write(book, ONE, "a: 2\n")
    assert known(book) == {TWO}


def test_files_half_in_the_index(book: Path) -> None:
    """A file that is only intended to be added is not known, nor one with a conflict."""
    write(book, "relations/R-00003.yaml", "c: 3\n")
    do(book, "add", "-N", "relations/R-00003.yaml")
    assert known(book) == {ONE, TWO}
    do(book, "checkout", "-q", "-b", "other")
    write(book, ONE, "a: 2\n")
    do(book, "commit", "-q", "-a", "-m", "other")
    do(book, "checkout", "-q", "main")
    write(book, ONE, "a: 3\n")
    do(book, "commit", "-q", "-a", "-m", "mine")
    with pytest.raises(subprocess.CalledProcessError):
        do(book, "merge", "other")
    assert ONE not in known(book)


@pytest.mark.parametrize(
    "name",
    [
        "relations/a b.yaml",
        "relations/a\nb.yaml",
        'relations/a"b.yaml',
        "relations/a\tb.yaml",
        "relations/é.yaml",
    ],
)
def test_odd_names(book: Path, name: str) -> None:
    """A name with a space, a line end, a quote, a tab or an accent is known as it is."""
    write(book, name, "c: 3\n")
    do(book, "add", "-A")
    assert name in known(book)
    write(book, name, "c: 4\n")
    assert known(book) == {ONE, TWO}


def test_names_that_are_no_text(book: Path) -> None:
    """A name that is not UTF-8 does no harm."""
    try:
        write(book, os.fsdecode(b"relations/\xff.yaml"), "c: 3\n")
    except OSError:
        pytest.skip("this disk has names in UTF-8 only")
    do(book, "add", "-A")
    assert {ONE, TWO} <= known(book)


def test_a_link_is_not_known(book: Path) -> None:
    """What git keeps of a link is where it points to."""
    (book / "relations" / "R-00003.yaml").symlink_to("R-00001.yaml")
    do(book, "add", "-A")
    assert known(book) == {ONE, TWO}


def test_a_second_work_tree(book: Path) -> None:
    """In a linked work tree the index of that tree counts."""
    do(book, "worktree", "add", "-q", "../second")
    second = book.parent / "second" / "records"
    write(second, ONE, "a: 2\n")
    assert known(second) == {TWO}
    assert known(book) == {ONE, TWO}


def test_a_repository_within(book: Path) -> None:
    """A folder with a repository of its own is not known to the one around it."""
    inner = book / "relations" / "inner"
    write(inner, "R-00009.yaml", "i: 9\n")
    do(inner, "init", "-q")
    do(inner, "add", "-A")
    do(inner, "commit", "-q", "-m", "inner")
    do(book, "add", "-A")
    assert known(book) == {ONE, TWO}
    assert known(inner) == {"R-00009.yaml"}


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"])
def test_what_a_hook_is_told(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """In a hook of another repository, the one around the folder is asked."""
    other = tmp_path / "other"
    write(other, f"records/{ONE}", "x: 1\n")
    do(other, "init", "-q")
    do(other, "add", "-A")
    stated = {"GIT_DIR": other / ".git", "GIT_INDEX_FILE": other / ".git" / "index", "GIT_WORK_TREE": other}
    monkeypatch.setenv(name, str(stated[name]))
    assert known(book) == {ONE, TWO}
    monkeypatch.setenv("GIT_DIR", ".git")
    assert known(book) == {ONE, TWO}


CHANGING = "*.yaml text eol=crlf\n"


@pytest.mark.parametrize(
    "file",
    [
        "project/.gitattributes",
        "project/records/.gitattributes",
        "project/records/relations/old/.gitattributes",
        "project/.git/info/attributes",
        "settings/git/attributes",
    ],
)
def test_attributes_that_change_files(book: Path, tmp_path: Path, file: str) -> None:
    """Where git keeps other bytes than the disk has it isn't asked, wherever that is said."""
    write(tmp_path, file, "# text\n*.yaml diff=plain\n")
    assert known(book) == {ONE, TWO}
    write(tmp_path, file, CHANGING)
    (book / ONE).write_bytes(b"a: 1\r\n")
    do(book, "-c", "core.safecrlf=false", "add", "-u")
    assert known_contents(book) == {}


def test_settings_that_change_files(book: Path, tmp_path: Path) -> None:
    """Line ends that git changes everywhere, and a file of attributes that the settings name."""
    for value in ("true", "input"):
        do(book, "config", "core.autocrlf", value)
        assert known_contents(book) == {}
    do(book, "config", "core.autocrlf", "false")
    assert known(book) == {ONE, TWO}
    do(book, "config", "core.attributesFile", str(write(tmp_path, "mine", "*.yaml filter=secret\n")))
    assert known_contents(book) == {}


@pytest.mark.parametrize(
    "word", ["text=auto", "-text", "crlf", "eol=lf", "ident", "filter=lfs", "working-tree-encoding=UTF-16"]
)
def test_words_that_change_files(book: Path, word: str) -> None:
    """Each attribute that has to do with a file's bytes counts, also behind others and in a macro."""
    write(book, ".gitattributes", f"[attr]ours merge=union {word}\n")
    assert known_contents(book) == {}


def test_nothing_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository, without files in it, without a commit and without git there is no mistake."""
    assert known_contents(tmp_path) == {}
    do(tmp_path, "init", "-q")
    assert known_contents(tmp_path) == {}
    write(tmp_path, ONE, "a: 1\n")
    do(tmp_path, "add", "-A")
    assert known(tmp_path) == {ONE}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert known_contents(tmp_path) == {}
    with pytest.raises(GitError, match="not installed"):
        git(tmp_path, "status")


def test_contents(book: Path) -> None:
    """Contents come in the order of their ids, with empty ones and ones that look like an answer of git."""
    texts = ["", "x\n", "\n", f"{'0' * 40} blob 3\nabc\n", "a" * 5000]
    ids = []
    for text in texts:
        write(book, "any", text)
        ids.append(do(book, "hash-object", "-w", "any"))
    assert contents(book, ids) == [text.encode() for text in texts]
    assert contents(book, []) == []
    with pytest.raises(GitError, match="missing"):
        contents(book, [ids[1], "0" * 40])


def test_what_git_refuses(book: Path) -> None:
    """The first line of what git says is the message."""
    with pytest.raises(GitError) as caught:
        git(book, "cat-file", "-p", "nothing")
    assert str(caught.value) == "Not a valid object name nothing"
    assert listed(b"a\0b\xff\0") == ["a", "b\udcff"]
