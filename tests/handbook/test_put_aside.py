"""Documents of relations that were read once and put aside for another time in the same build."""

import pytest

from klantboek.handbook.opening import document_of
from klantboek.handbook.shelf import Shelf
from klantboek.house import carried
from klantboek.yaml import Document, read

FILES = sorted((carried("records") / "relations").glob("*.yaml"))


def _nobody(name: str) -> Document:
    raise AssertionError(name)


def test_a_document_put_aside_says_the_same() -> None:
    """Every value comes back as it is read, decimals as decimals."""
    shelf = Shelf(_nobody)
    for file in FILES[:20]:
        shelf.put_aside(file.name, document_of(file.read_bytes(), file.name))
    for file in FILES[:20]:
        found = shelf.document(file.name).value
        assert found == read(file.read_bytes(), file.name).value
        # As text a float and a decimal are not the same.
        assert repr(found) == repr(document_of(file.read_bytes(), file.name).value)
    shelf.close()


@pytest.mark.parametrize("text", ["number: R-00001\ncurrency: *a\n", "custom:\n  depth: 1.5\n"])
def test_what_was_not_read_the_quick_way_is_read_again(text: str) -> None:
    """A document with decimals in it already, or with faults, is not kept."""
    again = read(text.encode(), "again.yaml")
    shelf = Shelf(lambda _: again)
    shelf.put_aside("R-00001.yaml", read(text.encode(), "R-00001.yaml"))
    assert shelf.document("R-00001.yaml") is again
    shelf.close()


def test_who_asks_after_all_was_let_go_reads_the_file() -> None:
    """Neither a document at hand nor one aside is given any more."""
    again = read(b"number: R-00009\n", "again.yaml")
    shelf = Shelf(lambda _: again)
    for file in FILES[:2]:
        shelf.put_aside(file.name, document_of(file.read_bytes(), file.name))
    assert shelf.document(FILES[0].name) is not again
    shelf.let_go()
    assert [shelf.document(file.name) for file in FILES[:2]] == [again, again]
    shelf.close()
