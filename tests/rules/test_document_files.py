"""Files of documents: what a case file can't lay down, such as links and names no disk takes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.book import Book
from klantboek.rules import all_rules, run

RULE = next(one for one in all_rules() if one.code == "KB609")


def _says(book_of: Callable[..., Book], file: str) -> list[str]:
    document = {"id": "a", "title": "Contract", "kind": "contract", "file": file}
    book = book_of({"relations/R-00001.yaml": {"documents": [document]}})
    return [finding.message for finding in run(book, (RULE,))]


@pytest.mark.parametrize("target", ["/etc/hostname", "contract.pdf", "missing"])
def test_file_that_is_a_link(target: str, book_of: Callable[..., Book], tmp_path: Path) -> None:
    """A link is found whether it leads out of the book, to a file of the book, or nowhere."""
    folder = tmp_path / "records" / "documents"
    folder.mkdir(parents=True)
    (folder / "contract.pdf").write_bytes(b"%PDF")
    (folder / "link.pdf").symlink_to(target)
    assert _says(book_of, "documents/link.pdf") == ["documents/link.pdf is a link to another place"]
    assert _says(book_of, "documents/contract.pdf") == []


def test_folder_that_is_a_link(book_of: Callable[..., Book], tmp_path: Path) -> None:
    """A file behind a linked folder is outside the book, and the folder is named."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "contract.pdf").write_bytes(b"%PDF")
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "documents").symlink_to(tmp_path / "elsewhere")
    assert _says(book_of, "documents/contract.pdf") == ["documents is a link to another place"]


def test_book_behind_a_link(book_of: Callable[..., Book], tmp_path: Path) -> None:
    """The book's folder itself may be reached through a link."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "contract.pdf").write_bytes(b"%PDF")
    (tmp_path / "records").symlink_to(tmp_path / "elsewhere")
    assert _says(book_of, "contract.pdf") == []


def test_name_that_no_disk_takes(book_of: Callable[..., Book]) -> None:
    """A name of 150 letters that take more bytes than a disk allows is a finding like any other."""
    assert _says(book_of, "é" * 150) == [f"{'é' * 150} can't be reached: File name too long"]


def test_path_that_leads_upwards_is_said_once(book_of: Callable[..., Book]) -> None:
    """What the schema says about a path is not said again."""
    assert _says(book_of, "../outside.pdf") == []
