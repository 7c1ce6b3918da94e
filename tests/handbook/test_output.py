"""The folder a handbook goes to: emptied only when it is ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from klantboek.handbook import build, output
from klantboek.handbook.output import ForeignFolderError, Output
from klantboek.house import carried


def test_files_of_somebody_else_are_never_removed(tmp_path: Path) -> None:
    """A folder with other files in it is refused, and everything in it stays."""
    letter = tmp_path / "letter.txt"
    letter.write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolderError, match="is not empty and holds no handbook"):
        build(carried("records"), folder=tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
    assert letter.read_text(encoding="utf-8") == "mine"


def test_a_handbook_is_replaced(tmp_path: Path) -> None:
    """A second build takes the place of the first, and what the first left over is gone."""
    folder = tmp_path / "handbook"
    first = build(carried("records"), folder=folder)
    (folder / "relations" / "R-99999.html").write_text("left over", encoding="utf-8")
    second = build(carried("records"), folder=folder)
    assert first.pages == second.pages > 200
    assert not (folder / "relations" / "R-99999.html").exists()


def test_file_is_written_only_when_it_says_something_else(tmp_path: Path) -> None:
    """A file that says the same stands as it stood; what is told of a file is how it stands on disk."""
    first = Output(tmp_path).write("relations/R-00001.html", ["é", "én"])
    again = Output(tmp_path).write("relations/R-00001.html", ["é", "én"])
    assert (again.st_mtime_ns, again.st_ino, again.st_size) == (first.st_mtime_ns, first.st_ino, 5)
    other = Output(tmp_path).write("relations/R-00001.html", ["e"])
    assert other.st_size == 1
    assert (tmp_path / "relations" / "R-00001.html").read_text(encoding="utf-8") == "e"


def test_file_in_the_first_folder_is_written(tmp_path: Path) -> None:
    """A page beside the folders is a page like any other."""
    site = Output(tmp_path / "site")
    assert site.write("index.html", [""]).st_size == 0
    assert site.write("a/b/c.html", ["te", "xt"]).st_size == len("text")


@pytest.mark.parametrize("before", [None, "", "aé", "aéb", "aéaéaéa", "aéaéaéaéa", "xéaéaéa"])
@pytest.mark.parametrize("pieces", [["aé", "", "aéaé", "a"], ["aéaéaé"], []])
def test_long_file_is_written_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None, pieces: list[str]
) -> None:
    """Whatever stood there, and wherever that is another, the file says what the pieces say."""
    monkeypatch.setattr(output, "_BLOCK", 3)
    if before is not None:
        (tmp_path / "a.html").write_text(before, encoding="utf-8")
    found = Output(tmp_path).write("a.html", iter(pieces))
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "".join(pieces)
    assert found.st_size == len("".join(pieces).encode())


def test_page_that_can_not_be_made_leaves_what_stood_there(tmp_path: Path) -> None:
    """Nothing of a page is written before some of it is made."""

    def broken() -> Iterator[str]:
        yield "a"
        raise LookupError

    site = Output(tmp_path)
    site.write("a.html", ["before"])
    with pytest.raises(LookupError):
        site.write("a.html", broken())
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "before"
