"""Which files of a folder are read, and that no other file goes unmentioned."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.book import Book, load
from klantboek.book.files import content_of, files_of, unreadable
from klantboek.book.load import UnreadableBookError

BookOf = Callable[..., Book]


def _strays(book: Book) -> dict[str, str]:
    again = load(book.root, book.as_of)
    assert len(again.records) == len(book.records)
    return {finding.place.file: finding.message for finding in again.strays}


def test_a_pipe_is_not_waited_for(book_of: BookOf) -> None:
    """A pipe that bears the name of a record is named, and nobody waits for what it may say."""
    book = book_of({})
    os.mkfifo(book.root / "relations" / "R-00009.yaml")
    assert _strays(book) == {"relations/R-00009.yaml": "this is a pipe or a device, not a file"}


@pytest.mark.parametrize("name", ["R-00009.YAML", "R-00009.Yml", "R-00009.yml"])
def test_another_ending_is_named(book_of: BookOf, name: str) -> None:
    """A file whose ending only looks like .yaml is named, not passed by."""
    book = book_of({})
    (book.root / "relations" / name).write_text("number: R-00009\n", encoding="utf-8")
    assert list(_strays(book)) == [f"relations/{name}"]


def test_a_linked_folder_is_named(book_of: BookOf, tmp_path: Path) -> None:
    """A link to a folder of records is named and not followed, not even in a circle; other links are let be."""
    book = book_of({})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "R-00009.yaml").write_text("number: R-00009\n", encoding="utf-8")
    (book.root / "relations" / "more").symlink_to(tmp_path / "elsewhere")
    (book.root / "relations" / "round").symlink_to(book.root / "relations")
    (book.root / "documents").symlink_to(tmp_path / "elsewhere")
    assert list(_strays(book)) == ["relations/more", "relations/round"]


def test_a_folder_with_the_name_of_a_record(book_of: BookOf) -> None:
    """A folder may be called anything: the records in it count."""
    book = book_of({})
    (book.root / "relations" / "R-00009.yaml").mkdir()
    assert _strays(book) == {}


def test_a_name_that_is_no_text(book_of: BookOf) -> None:
    """A file name of bytes that are no UTF-8 is written out in its finding, and the file is not read."""
    book = book_of({})
    odd = os.fsencode(book.root / "relations") + b"/R-\xff.yaml"
    try:
        Path(os.fsdecode(odd)).write_text("number: R-00009\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system holds UTF-8 names only")
    assert list(_strays(book)) == ["relations/R-\\xff.yaml"]


def test_a_file_that_went_away(book_of: BookOf) -> None:
    """What can't be opened gives the system's own reason."""
    book = book_of({})
    with pytest.raises(OSError, match="No such file") as caught:
        content_of(book.root / "relations" / "R-00009.yaml")
    assert unreadable("file", caught.value) == "this file can't be read: No such file or directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_closed_files_and_folders_are_named(book_of: BookOf) -> None:
    """A file and a folder that may not be read are named; the rest of the book is read."""
    book = book_of({})
    closed = book.root / "relations" / "R-00009.yaml", book.root / "relations" / "sub"
    closed[0].touch()
    closed[1].mkdir()
    for path in closed:
        path.chmod(0)
    try:
        assert _strays(book) == {
            "relations/R-00009.yaml": "this file can't be read: Permission denied",
            "relations/sub": "this folder can't be read: Permission denied",
        }
    finally:
        closed[1].chmod(0o700)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A folder that can't be opened at all comes along with its reason."""
    (found,) = files_of(tmp_path / "nowhere")
    assert (found.name, found.refused) == (".", "this folder can't be read: No such file or directory")


def test_a_linked_book_file(book_of: BookOf) -> None:
    """A book.yaml that is a link ends in its named error: without it nothing can be said."""
    book = book_of({})
    settings = book.root / "book.yaml"
    settings.rename(book.root / "other.txt")
    settings.symlink_to(book.root / "other.txt")
    with pytest.raises(UnreadableBookError, match="a link is not a record") as caught:
        load(book.root, book.as_of)
    assert caught.value.help == "Put the file itself there, readable for you."


def test_a_book_file_with_several_faults(book_of: BookOf) -> None:
    """What is wrong with book.yaml is told at once, with what to do about each."""
    book = book_of({})
    settings = book.root / "book.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("currency:", "curency:") + "as_of: 2026-13-40\n", encoding="utf-8")
    with pytest.raises(UnreadableBookError, match="2 things in it are wrong") as caught:
        load(book.root, book.as_of)
    wrong, unknown = caught.value.details
    assert ": 2026-13-40 is not on the calendar. " in wrong
    assert unknown.endswith(": this book has no key `curency`. Did you mean `currency`?")
