"""Writing files: all or none, whatever happens; links, changes and files outside are refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from given import git as _git
from klantboek.edits.journal import recover
from klantboek.edits.rewriting import rewrite
from klantboek.edits.unwritten import (
    DirtyError,
    UnfinishedWriteError,
    UnusableJournalError,
    UnwrittenError,
)
from klantboek.edits.writing import Rewrite, recover_writing, write_files
from klantboek.yaml import read

HERE = Path(__file__).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder with two records."""
    (tmp_path / "records").mkdir()
    for name in ("a", "b"):
        (tmp_path / "records" / f"{name}.yaml").write_bytes(f"{name}: 1\n".encode())
    return tmp_path.resolve()


def _rewrite(file: Path, new: bytes | None = b"new: 1\n") -> Rewrite:
    return Rewrite(file, file.read_bytes() if file.exists() else None, new)


@pytest.mark.slow
def test_stopped_anywhere(tmp_path: Path) -> None:
    """A write that dies before any of its lines leaves all files old or all new after the next start."""
    done = subprocess.run(
        [sys.executable, HERE / "killed_writes.py", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print(found)  # noqa: T201 -- shown by pytest -s
    assert set(found) == {"old", "new", "whole: new"}
    assert found["old"] > 50 < found["new"]


def test_changes_makes_and_removes(project: Path) -> None:
    """Files are changed, made and removed in one write; nothing else is left behind."""
    records = project / "records"
    write_files(
        project,
        [_rewrite(records / "a.yaml"), _rewrite(records / "b.yaml", None), _rewrite(records / "c.yaml")],
    )
    assert {file.name: file.read_bytes() for file in records.iterdir()} == {
        "a.yaml": b"new: 1\n",
        "c.yaml": b"new: 1\n",
    }
    assert sorted(file.name for file in (project / ".klantboek").iterdir()) == [".gitignore", "lock"]
    assert (project / ".klantboek").stat().st_mode & 0o777 == 0o700


def test_mode_stays(project: Path) -> None:
    """A file keeps who may read it."""
    file = project / "records" / "a.yaml"
    file.chmod(0o640)
    write_files(project, [_rewrite(file)])
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root can give a file away")
def test_owner_stays(project: Path) -> None:
    """A file keeps its owner when somebody with more rights writes it."""
    file = project / "records" / "a.yaml"
    os.chown(file, 12345, 12345)
    write_files(project, [_rewrite(file)])
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 12345)


def test_an_edit_of_a_file_that_changed(project: Path) -> None:
    """What was edited as it was read is not written over what stands there now."""
    file = project / "records" / "a.yaml"
    before = read(b"a: 0\n", "a.yaml")
    with pytest.raises(UnwrittenError, match="changed in the meantime"):
        rewrite(file, before, before)


def test_nothing_to_write(project: Path) -> None:
    """Without files there is nothing to write, and no folder of state is made."""
    write_files(project, [])
    assert recover_writing(project) == []
    assert not (project / ".klantboek").exists()


def test_links_are_refused(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither a symbolic nor a hard link is written through, nor a file in a linked folder."""
    records = project / "records"
    (records / "soft.yaml").symlink_to("a.yaml")
    os.link(records / "a.yaml", records / "hard.yaml")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "x.yaml").write_bytes(b"x: 1\n")
    (records / "linked").symlink_to(elsewhere)
    for name in ("soft.yaml", "hard.yaml", "linked/x.yaml"):
        with pytest.raises(UnwrittenError, match="Nothing was written"):
            write_files(project, [_rewrite(records / "b.yaml"), _rewrite(records / name)])
    with pytest.raises(UnwrittenError, match="outside the book"):
        write_files(project, [_rewrite(elsewhere / "x.yaml")])
    assert (records / "b.yaml").read_bytes() == b"b: 1\n"
    assert (elsewhere / "x.yaml").read_bytes() == b"x: 1\n"


@pytest.mark.parametrize(
    ("file", "old", "says"),
    [
        ("a.yaml", b"a: 0\n", "changed in the meantime"),
        ("a.yaml", None, "exists by now"),
        ("c.yaml", b"c: 1\n", "removed in the meantime"),
        ("a.yaml/c.yaml", None, "can't be written"),
    ],
)
def test_what_is_not_as_it_was_read(project: Path, file: str, old: bytes | None, says: str) -> None:
    """A file that somebody else changed, made or removed is not written over."""
    with pytest.raises(UnwrittenError, match=says):
        write_files(project, [Rewrite(project / "records" / file, old, b"new: 1\n")])


def test_dirty_files_are_refused(project: Path) -> None:
    """In a repository only what is committed is changed, unless asked; files of other names don't matter."""
    file = project / "records" / "a.yaml"
    _git(project, "init", "-q")
    with pytest.raises(DirtyError, match=r"records/a\.yaml has changes"):
        write_files(project, [_rewrite(file)])
    _git(project, "add", "records/a.yaml")
    _git(project, "commit", "-qm", "a")
    write_files(project, [_rewrite(file)])
    with pytest.raises(DirtyError):
        write_files(project, [_rewrite(file, b"newer: 1\n")])
    write_files(project, [_rewrite(file, b"newer: 1\n")], allow_dirty=True)
    assert file.read_bytes() == b"newer: 1\n"


def test_a_folder_that_can_t_be_written(project: Path) -> None:
    """When the disk refuses, nothing is changed and nothing is left."""
    blocked = project / "records" / ".b.yaml.klantboek-new"
    blocked.mkdir()
    with pytest.raises(UnwrittenError, match="can't be written"):
        write_files(
            project, [_rewrite(project / "records" / "a.yaml"), _rewrite(project / "records" / "b.yaml")]
        )
    assert (project / "records" / "a.yaml").read_bytes() == b"a: 1\n"
    blocked.rmdir()
    recover_writing(project)
    assert sorted(file.name for file in (project / "records").iterdir()) == ["a.yaml", "b.yaml"]


def _journal(project: Path, text: str) -> None:
    (project / ".klantboek").mkdir()
    (project / ".klantboek" / "writing.json").write_text(text, encoding="utf-8")


STEP = {"file": "records/a.yaml", "beside": "records/.a.yaml.klantboek-new", "old": "0", "new": "1"}


@pytest.mark.parametrize(
    "step",
    [
        {**STEP, "file": "../outside.yaml", "beside": "../.outside.yaml.klantboek-new"},
        {**STEP, "file": "/etc/hostname", "beside": "/etc/.hostname.klantboek-new"},
        {**STEP, "beside": "records/b.yaml"},
        {**STEP, "beside": ""},
        {"file": "records/a.yaml"},
        "records/a.yaml",
    ],
)
def test_a_foreign_journal_is_refused(project: Path, step: object) -> None:
    """A journal that came with somebody else's folder can't reach outside it, nor name other files."""
    _journal(project, json.dumps({"ready": True, "steps": [step]}))
    with pytest.raises(UnusableJournalError, match="can't be right"):
        recover(project)


@pytest.mark.parametrize("name", ["", "lock", "writing.json.new"])
def test_a_foreign_folder_of_state_is_refused(
    project: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    """Links that came with somebody else's folder lead no write outside it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept").write_text("kept", encoding="utf-8")
    if name:
        (project / ".klantboek").mkdir()
        (project / ".klantboek" / name).symlink_to(elsewhere / "kept")
    else:
        (project / ".klantboek").symlink_to(elsewhere)
    with pytest.raises(UnwrittenError):
        write_files(project, [_rewrite(project / "records" / "a.yaml")])
    assert {file.name: file.read_text(encoding="utf-8") for file in elsewhere.iterdir()} == {"kept": "kept"}
    assert (project / "records" / "a.yaml").read_bytes() == b"a: 1\n"


def test_a_damaged_journal_is_refused(project: Path) -> None:
    """A journal that can't be read is told about, not guessed at."""
    _journal(project, '{"ready": tr')
    with pytest.raises(UnusableJournalError):
        recover_writing(project)


def test_a_file_changed_by_hand_after_the_stop(project: Path) -> None:
    """What somebody changed after a write was stopped is not written over."""
    _journal(project, json.dumps({"ready": True, "steps": [STEP]}))
    with pytest.raises(UnfinishedWriteError, match=r"records/a\.yaml was changed since then"):
        recover_writing(project)
    assert (project / "records" / "a.yaml").read_bytes() == b"a: 1\n"
