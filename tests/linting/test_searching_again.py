"""Duplicates of a book that changes: searched again by what a search left, with the answer of a search anew."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import as_file
from klantboek.book import Book
from klantboek.linting import Way, check_book

TODAY = date(2026, 11, 20)
Given = dict[str, dict[str, Any]]


def firm(name: str, **more: Any) -> dict[str, Any]:
    """Give a firm in one street."""
    address = {
        "uses": ["visiting"],
        "street": "Dorpsstraat",
        "house_number": "1",
        "postcode": "7411 AA",
        "city": "Deventer",
    }
    return {"organisation": {"name": name}, "addresses": [{**address, "country": "NL"}], **more}


def person(surname: str) -> dict[str, Any]:
    """Give a person."""
    return {"kind": "person", "person": {"name": {"given": "Els", "surname": surname}}}


@pytest.fixture
def root(book_of: Callable[..., Book]) -> Path:
    """Give a book of some firms and persons that was checked."""
    given: Given = {f"relations/R-{at:05d}.yaml": firm(f"Molen {chr(65 + at) * 4}") for at in range(1, 15)}
    given |= {f"relations/R-{at:05d}.yaml": person(f"Koren{chr(80 + at)}") for at in range(20, 24)}
    found = book_of(given, TODAY).root
    check_book(found, TODAY, None, None, Way(jobs=1))
    return found


def tell(root: Path, *, keeps: bool) -> tuple[Any, ...]:
    """Give the findings and the duplicates."""
    found = check_book(root, TODAY, None, None, Way(jobs=1, keeps=keeps, knows=True))
    return found.findings, found.known.duplicates


def trace(root: Path) -> bytes:
    """Give what the last whole search left."""
    (file,) = (root.parent / ".klantboek").glob("*-lint.trace/trace.json")
    return file.read_bytes()


def put(root: Path, number: str, record: dict[str, Any] | None, folder: str = "relations") -> None:
    """Write a relation, or take it out."""
    file = root / folder / f"{number}.yaml"
    if record is None:
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text(as_file(f"relations/{number}.yaml", record), encoding="utf-8")


def test_one_after_the_other(root: Path) -> None:
    """Whatever relations become, one after the other: the same as a search of the whole, which is not done."""
    left, pairs = trace(root), []
    steps = [
        ("R-00003", firm("Molen BBBB", emails=[{"address": "a@halm.example"}])),
        ("R-00002", firm("Molen BBBB", emails=[{"address": "a@halm.example"}])),
        ("R-00003", firm("Zaad", remarks="once more")),
        ("R-00003", {"naem": "misspelt"}),
        ("R-00020", {"kind": "person", "naem": "misspelt"}),
        ("R-00020", person("KorenV")),
        ("R-00098", person("KorenV")),
        ("R-00021", firm("Molen BBBB", emails=[{"address": "a@halm.example"}])),
        ("R-00003", firm("Molen DDDD")),
    ]
    for number, record in steps:
        put(root, number, record)
        found = tell(root, keeps=True)
        assert found == tell(root, keeps=False)
        assert trace(root) == left
        pairs.append(len(found[1].pairs))
    assert len({*pairs}) > 3


def test_nothing_is_kept_of_who_is_gone(root: Path) -> None:
    """When a relation is taken out the whole book is searched, so that not even hashes of it stay."""
    left = trace(root)
    put(root, "R-00003", None)
    assert tell(root, keeps=True) == tell(root, keeps=False)
    assert trace(root) != left
    (file,) = (root.parent / ".klantboek").glob("*-lint.trace/organisation")
    assert b"R-00003" not in file.read_bytes()


def test_two_files_of_one_number(root: Path) -> None:
    """Where one comes under a number that is taken, neither is compared any more."""
    left = trace(root)
    put(root, "R-00004", firm("Molen EEEE"), "relations/more")
    assert tell(root, keeps=True) == tell(root, keeps=False)
    assert trace(root) != left


def test_what_was_left_is_gone(root: Path) -> None:
    """Without the trace, or with another one, the whole book is searched, and a trace is left again."""
    left = trace(root)
    put(root, "R-00003", firm("Molen BBBB"))
    (file,) = (root.parent / ".klantboek").glob("*-lint.trace/trace.json")
    file.write_bytes(left[:40])
    assert tell(root, keeps=True) == tell(root, keeps=False)
    assert trace(root) not in {left, left[:40]}
    before = trace(root)
    put(root, "R-00003", firm("Molen EEEE"))
    assert tell(root, keeps=True) == tell(root, keeps=False)
    assert trace(root) == before
