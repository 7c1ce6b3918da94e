"""What pages know from git."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import git
from klantboek.book import load
from klantboek.git import git as run_git
from klantboek.handbook import build
from klantboek.handbook.edition import Edition
from klantboek.handbook.history import GONE, NEW, History, history

RELATION = """\
number: R-00001
kind: organisation
roles: [customer]
status: active
organisation:
  name: Bakkerij Halm
phones:
  - number: "+31570012300"
    kind: landline
notes:
  - on: 2026-01-01
    text: A line
"""


def _commit(root: Path, subject: str, day: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", f"--date={day}T12:00:00", "-m", subject)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Give a folder of records in a repository of its own, with three commits."""
    root = tmp_path / "records"
    (root / "relations").mkdir(parents=True)
    file = root / "relations" / "R-00001.yaml"
    git(tmp_path, "init", "--quiet")
    (root / "book.yaml").write_text(
        "name: Halm\nlanguages: [nl]\ncurrency: EUR\ncountry: NL\nstaff:\n  - id: hdv\n    name: Hanneke\n",
        encoding="utf-8",
    )
    file.write_text(RELATION, encoding="utf-8")
    (root / "relations" / "R-00002.yaml").write_text(RELATION.replace("00001", "00002"), encoding="utf-8")
    _commit(tmp_path, "Begin", "2026-01-05")
    file.write_text(
        RELATION.replace("012300", "012301").replace(
            "A line", "Another\n  - on: 2026-02-02\n    text: ++ b/x"
        ),
        encoding="utf-8",
    )
    _commit(tmp_path, "Call them: <b>now</b>", "2026-02-02")
    (root / "relations" / "R-00002.yaml").unlink()
    _commit(tmp_path, "Gone", "2026-03-03")
    return root


def _told(found: History, file: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.commit.day, one.commit.subject, one.keys) for one in found.of(file)]


def test_each_commit_says_which_properties_it_changed(records: Path, tmp_path: Path) -> None:
    """The newest first, with the properties that hold the changed lines; a new and a removed file say so."""
    found = history(records, tmp_path)
    assert _told(found, "relations/R-00001.yaml") == [
        ("2026-02-02", "Call them: <b>now</b>", ("phones", "notes")),
        ("2026-01-05", "Begin", (NEW,)),
    ]
    assert _told(found, "relations/R-00002.yaml") == [
        ("2026-03-03", "Gone", (GONE,)),
        ("2026-01-05", "Begin", (NEW,)),
    ]
    assert [(touch.commit.subject, file, touch.keys) for file, touch in found.since("2026-02-01")] == [
        ("Gone", "relations/R-00002.yaml", (GONE,)),
        ("Call them: <b>now</b>", "relations/R-00001.yaml", ("phones", "notes")),
    ]


def test_pages_tell_what_changed(records: Path, parsed: Callable[[Path], Any]) -> None:
    """The page of changes has those of the last month, that of the relation all, in its section and its timeline."""
    folder = build(records, as_of=date(2026, 3, 1), language="en").folder
    said = parsed(folder / "changes.html").text
    assert "Call them: <b>now</b>" in said
    assert "Telephone numbers, Notes" in said
    assert "Begin" not in said
    page = folder / "relations" / "R-00001.html"
    told = parsed(page).text
    assert told.index("Call them: <b>now</b>") < told.index("Begin")
    assert ">Change</a> Telephone numbers, Notes" in page.read_text(encoding="utf-8")


def test_only_what_came_since_is_read(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was kept the answer is that of reading everything, and an unchanged book asks git for its head only."""
    before = history(records, tmp_path).head
    file = records / "relations" / "R-00001.yaml"
    file.write_text(RELATION + "since: 2020-01-01\n", encoding="utf-8")
    _commit(tmp_path, "Since when", "2026-04-04")
    after = history(records, tmp_path)
    assert _told(after, "relations/R-00001.yaml")[0] == (
        "2026-04-04",
        "Since when",
        ("phones", "notes", "since"),
    )
    assert after.after(before) == {"relations/R-00001.yaml"}
    assert after.after("0" * 40) is None
    shutil.rmtree(tmp_path / ".klantboek")
    everything = list(after.since(""))
    assert list(history(records, tmp_path).since("")) == everything
    asked: list[tuple[str, ...]] = []

    def watched(folder: Path, *words: str) -> bytes:
        asked.append(words)
        return run_git(folder, *words)

    monkeypatch.setattr("klantboek.handbook.history.git", watched)
    assert list(history(records, tmp_path).since("")) == everything
    assert asked == [("rev-parse", "HEAD")]


@pytest.mark.parametrize("damage", [b"", b"[]", b"SQLite format 3\0 and no more"])
def test_damaged_history_is_read_again(records: Path, tmp_path: Path, damage: bytes) -> None:
    """What was kept and is damaged costs time and nothing else."""
    found = list(history(records, tmp_path).since(""))
    assert found
    (tmp_path / ".klantboek" / "history.sqlite").write_bytes(damage)
    assert list(history(records, tmp_path).since("")) == found
    assert list(history(records, tmp_path).since("")) == found


def test_rewritten_history_is_read_again(records: Path, tmp_path: Path) -> None:
    """After a rebase the commits that are gone are gone from the pages too."""
    history(records, tmp_path)
    git(tmp_path, "reset", "--quiet", "--hard", "HEAD~2")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "-m", "Other")
    assert _told(history(records, tmp_path), "relations/R-00001.yaml") == [("2026-01-05", "Begin", (NEW,))]


def test_merged_commits_stand_where_they_were_made(records: Path, tmp_path: Path) -> None:
    """A commit that came later with a merge is older: pages tell it in its place, whenever they were made."""
    file = records / "relations" / "R-00001.yaml"
    text = file.read_text(encoding="utf-8")
    git(tmp_path, "checkout", "--quiet", "-b", "aside")
    file.write_text(text.replace("status: active", "status: dormant"), encoding="utf-8")
    _commit(tmp_path, "Aside", "2026-03-04")
    git(tmp_path, "checkout", "--quiet", "-")
    file.write_text(text + "  - on: 2026-03-05\n    text: Last\n", encoding="utf-8")
    _commit(tmp_path, "Ahead", "2026-03-05")
    assert history(records, tmp_path).is_told
    git(tmp_path, "merge", "--quiet", "aside", "-m", "Together")
    since = history(records, tmp_path)
    told = [subject for _, subject, _ in _told(since, "relations/R-00001.yaml")]
    assert told == ["Ahead", "Aside", "Call them: <b>now</b>", "Begin"]
    kept = list(since.since(""))
    shutil.rmtree(tmp_path / ".klantboek")
    anew = history(records, tmp_path)
    assert [subject for _, subject, _ in _told(anew, "relations/R-00001.yaml")] == told
    assert list(anew.since("")) == kept


def test_pages_tell_the_past_when_it_comes(records: Path, tmp_path: Path) -> None:
    """A clone with its last commits only gets the others later: the pages are made again, though no file changed."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}", str(clone))
    day = date(2026, 3, 10)
    page = build(clone / "records", as_of=day).folder / "relations" / "R-00001.html"
    assert "id=changed" not in page.read_text(encoding="utf-8")
    git(clone, "fetch", "--quiet", "--unshallow")
    build(clone / "records", as_of=day)
    assert "id=changed" in page.read_text(encoding="utf-8")
    assert records.is_dir()


def test_shallow_clone_tells_what_it_knows(records: Path, tmp_path: Path) -> None:
    """The oldest commit that is there does not count as the one that added everything, and nothing is kept."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{tmp_path}", str(clone))
    found = history(clone / "records", clone)
    assert _told(found, "relations/R-00002.yaml") == [("2026-03-03", "Gone", (GONE,))]
    assert _told(found, "relations/R-00001.yaml") == []
    assert not (clone / ".klantboek").exists()
    assert records.is_dir()


def test_folder_outside_git_has_no_history(tmp_path: Path) -> None:
    """Without a repository there is nothing to tell, and nothing goes wrong."""
    root = tmp_path / "records"
    root.mkdir()
    assert not history(root, tmp_path).is_told


def test_audience_sees_no_history(records: Path) -> None:
    """Commits speak of everything, so a handbook for an audience has none of it."""
    book = load(records, date(2026, 5, 5))
    assert Edition(book, "nl", (), {}).history.is_told
    assert not Edition(book, "nl", (), {}, audience="everyone").history.is_told
