"""The relations of a book by their files."""

from klantboek.book.files import BookFile
from klantboek.linting.relations import Relations


def _relations(*names: str) -> Relations:
    return Relations("/book", [BookFile("/book", name, name, "relation", "") for name in names])


def test_one_number_in_two_files() -> None:
    """A number of two files has none of its own, and is known all the same."""
    found = _relations("relations/R-00001.yaml", "relations/R-00002.yaml", "relations/old/R-00001.yaml")
    assert len(found) == 3
    assert sorted(found.numbers) == ["R-00001", "R-00002"]
    assert found.several == ["R-00001"]
    assert (found.own("R-00001"), found.own("R-00002"), found.own("R-3")) == (
        None,
        "relations/R-00002.yaml",
        None,
    )
    assert list(found.with_number("R-00001")) == ["relations/R-00001.yaml", "relations/old/R-00001.yaml"]
    assert list(found.with_number("R-00003")) == []


def test_which_files_there_are() -> None:
    """A file is there by its whole name."""
    found = _relations("relations/R-00001.yaml", "relations/old/R-00001.yaml")
    assert "relations/old/R-00001.yaml" in found
    assert "relations/new/R-00001.yaml" not in found
    assert 1 not in found
    assert found.file("relations/R-00001.yaml").place == "/book/relations/R-00001.yaml"
