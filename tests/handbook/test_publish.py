"""A handbook put where others read it: whole at every moment, and never in the place of something else."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from klantboek.edits import swap as swapping
from klantboek.handbook import build
from klantboek.handbook import publish as publishing
from klantboek.handbook.output import KEPT, ForeignFolderError, OtherAudienceError
from klantboek.handbook.publish import UnpublishedError, publish

FILES = 300
TODAY = date(2026, 11, 20)
_PUBLISH = "import sys; from pathlib import Path; from klantboek.handbook.publish import publish; publish(Path(sys.argv[1]), Path(sys.argv[2]))"


def _built(folder: Path, text: str) -> Path:
    """Make a folder as a build leaves it, with one text in every file."""
    for number in range(FILES):
        file = folder / f"relations-{number % 7}" / f"{number}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / ".klantboek").write_text("klantboek writes the handbook here\n", encoding="utf-8")
    return folder


def _texts(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.html"))]


def _whole(folder: Path) -> str:
    """Give the text that all files of a site have; fail when it is not one whole site."""
    texts = _texts(folder)
    assert len(texts) == FILES
    assert len(set(texts)) == 1
    return texts[0]


@pytest.fixture
def built(tmp_path: Path) -> dict[str, Path]:
    """Give two handbooks."""
    return {text: _built(tmp_path / text, text) for text in ("old", "new")}


def test_reader_sees_one_whole_handbook(built: dict[str, Path], tmp_path: Path) -> None:
    """While handbooks take each other's place, the folder never lacks a file, whoever looks."""
    target, stop, lacking = tmp_path / "site", threading.Event(), []
    publish(built["old"], target)

    def read() -> None:
        while not stop.is_set():
            for number in (0, FILES // 2, FILES - 1):
                try:
                    (target / f"relations-{number % 7}" / f"{number}.html").read_text(encoding="utf-8")
                except OSError as error:
                    lacking.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for text in ("new", "old") * 5:
        publish(built[text], target)
        assert _whole(target) == text
    stop.set()
    reader.join()
    assert lacking == []
    assert {file.name for file in tmp_path.iterdir()} == {"old", "new", "site"}


@pytest.mark.slow
def test_killed_at_any_moment_leaves_a_whole_handbook(built: dict[str, Path], tmp_path: Path) -> None:
    """However far a publish came when it was killed: the old one or the new one, and the next run is as ever."""
    target, seen = tmp_path / "site", set()
    publish(built["old"], target)
    for step in range(12):
        done = subprocess.Popen([sys.executable, "-c", _PUBLISH, built["new"], target])
        try:
            done.wait(0.15 + step * 0.04)
        except subprocess.TimeoutExpired:
            done.send_signal(signal.SIGKILL)
            done.wait()
        seen.add(_whole(target))
        publish(built["old"], target)
        assert _whole(target) == "old"
    assert seen <= {"old", "new"}


def test_every_step_may_be_the_last(
    built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after copying, before the swap, or while the old one is removed: the next run ends as it should."""
    target = tmp_path / "site"
    publish(built["old"], target)
    for name, module in (("_put", publishing), ("swap", publishing)):
        with monkeypatch.context() as broken:
            broken.setattr(module, name, _stop)
            with pytest.raises(KeyboardInterrupt):
                publish(built["new"], target)
        assert _whole(target) == "old"
    publish(built["new"], target)
    assert _whole(target) == "new"


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_system_without_a_swap(
    built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two folders can't be swapped they are renamed one after the other, and a stop between is mended."""
    monkeypatch.setattr(swapping, "_exchange", lambda: None)
    target = tmp_path / "site"
    publish(built["old"], target)
    publish(built["new"], target)
    assert _whole(target) == "new"
    target.rename(tmp_path / ".site.old")
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "_put", _stop)
        with pytest.raises(KeyboardInterrupt):
            publish(built["old"], target)
    assert _whole(target) == "new"


def test_folder_with_other_files_is_refused(built: dict[str, Path], tmp_path: Path) -> None:
    """What is there and is no handbook stays, and so does a file of that name."""
    target = tmp_path / "site"
    target.mkdir()
    (target / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolderError):
        publish(built["new"], target)
    assert [file.name for file in target.iterdir()] == ["letter.txt"]
    with pytest.raises(ForeignFolderError):
        publish(built["new"], target / "letter.txt")


def test_handbook_for_others_is_not_replaced(built: dict[str, Path], tmp_path: Path) -> None:
    """Readers of a part never come upon the whole by a slip of the command."""
    publish(built["old"], tmp_path / "site", "desk")
    with pytest.raises(
        OtherAudienceError, match="for the audience desk, and this one is for readers of the whole"
    ):
        publish(built["new"], tmp_path / "site")
    publish(built["new"], tmp_path / "site", "desk")
    assert _whole(tmp_path / "site") == "new"


def test_handbook_is_not_built_over_one_for_others(own_book: Path, tmp_path: Path) -> None:
    """Neither a build nor a publication puts the whole where readers of a part look; for the same readers it does."""
    small, published = tmp_path / "small", tmp_path / "published"
    build(own_book, as_of=TODAY, audience="desk", folder=small)
    publish(small, published, "desk")
    with pytest.raises(OtherAudienceError, match="for the audience desk"):
        build(own_book, as_of=TODAY, folder=published)
    whole = build(own_book, as_of=TODAY, folder=tmp_path / "whole").folder
    with pytest.raises(OtherAudienceError, match="for the audience desk"):
        publish(whole, small)
    build(own_book, as_of=TODAY, audience="desk", folder=published)
    assert (published / ".klantboek").read_text(encoding="utf-8").endswith("published for: desk\n")
    build(own_book, as_of=TODAY, folder=small)
    assert publish(whole, small) == small


@pytest.mark.parametrize("place", [".", "site", ".."])
def test_place_where_handbooks_are_built_is_refused(
    built: dict[str, Path], tmp_path: Path, place: str
) -> None:
    """What stands there is replaced by the next build."""
    with pytest.raises(UnpublishedError, match="the next build would replace it"):
        publish(built["new"], built["new"] / place)
    assert _whole(built["new"]) == "new"
    assert tmp_path.is_dir()


def test_the_first_folder_of_all_is_refused(built: dict[str, Path]) -> None:
    """A handbook can't take its place."""
    with pytest.raises(ForeignFolderError):
        publish(built["new"], Path("/"))


def test_copy_that_does_not_fit_leaves_nothing(
    built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full is named as the reason, and what was copied goes."""

    def full(source: Path, target: Path, **_: object) -> None:
        target.mkdir()
        raise shutil.Error([(str(source), str(target), "No space left on device")])

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(UnpublishedError, match="No space left on device"):
        publish(built["new"], tmp_path / "www" / "site")
    assert not list((tmp_path / "www").iterdir())


def test_link_leads_to_the_folder_that_is_replaced(built: dict[str, Path], tmp_path: Path) -> None:
    """A folder may be named by a link to it: the link stays one."""
    (tmp_path / "link").symlink_to(tmp_path / "site")
    assert publish(built["new"], tmp_path / "link") == tmp_path / "site"
    assert (tmp_path / "link").is_symlink()


def test_place_that_can_not_be_written_is_said(built: dict[str, Path], tmp_path: Path) -> None:
    """A file where a folder must be is an error of ours, with what to do."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnpublishedError, match="could not be put"):
        publish(built["new"], tmp_path / "file" / "site")


def test_dot_files_of_the_build_stay_behind(built: dict[str, Path], tmp_path: Path) -> None:
    """The mark of the build folder is no mark of a published one, and what a build keeps for the next is not for readers."""
    (built["new"] / KEPT).write_text("kept", encoding="utf-8")
    publish(built["new"], tmp_path / "site", "desk")
    assert {file.name for file in (tmp_path / "site").glob(".*")} == {".klantboek"}
    assert (tmp_path / "site" / ".klantboek").read_text(encoding="utf-8").endswith("published for: desk\n")


@pytest.mark.parametrize("is_there", [False, True])
def test_an_empty_folder_is_taken(built: dict[str, Path], tmp_path: Path, *, is_there: bool) -> None:
    """A folder that somebody made for it, or one that is not there yet, with those around it."""
    target = tmp_path / "www" / "site"
    if is_there:
        target.mkdir(parents=True)
    assert publish(built["new"], target) == target
    assert _whole(target) == "new"


def test_a_folder_where_handbooks_are_built_is_taken(built: dict[str, Path], tmp_path: Path) -> None:
    """It is a handbook that names no readers."""
    target = _built(tmp_path / "site", "built")
    publish(built["new"], target, "desk")
    assert _whole(target) == "new"


def test_what_a_stopped_run_set_aside_does_not_stay(built: dict[str, Path], tmp_path: Path) -> None:
    """Stopped when the new one had its name, the run leaves the old one beside it: the next takes it away."""
    target = publish(built["old"], tmp_path / "site")
    _built(tmp_path / ".site.old", "older")
    publish(built["new"], target)
    assert _whole(target) == "new"
    assert {file.name for file in tmp_path.iterdir()} == {"old", "new", "site"}


def test_one_at_a_time(built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever publishes holds the folder around it, to itself alone, when anything there moves."""
    fcntl = pytest.importorskip("fcntl")
    target, done = tmp_path / "site", list[object]()
    really = publishing._put  # noqa: SLF001 -- what is watched

    def held(folder: int, how: int) -> None:
        done.append((os.fstat(folder).st_ino, how))

    def put(*names: Path) -> None:
        done.append("moved")
        really(*names)

    monkeypatch.setattr(fcntl, "flock", held)
    monkeypatch.setattr(publishing, "_put", put)
    publish(built["new"], target)
    assert done == [(tmp_path.stat().st_ino, fcntl.LOCK_EX), "moved"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.EBUSY, "is a disk or a volume by itself"),
        (errno.EXDEV, "is a disk or a volume by itself"),
        (errno.EACCES, "could not be put in"),
    ],
)
def test_a_place_that_takes_no_other_name(
    built: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str
) -> None:
    """A volume can't be swapped for a folder: the message says so, and where a handbook can stand."""
    target = publish(built["old"], tmp_path / "site")

    def refuse(*_: Path) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(publishing, "_put", refuse)
    with pytest.raises(UnpublishedError, match=says) as refused:
        publish(built["new"], target)
    assert (f"--to {target / 'site'}" in refused.value.help) == (code != errno.EACCES)
    assert _whole(target) == "old"
