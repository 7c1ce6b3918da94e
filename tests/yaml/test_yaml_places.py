"""Every value knows its place: what stands there reads back as that value."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given

from klantboek.findings import Path, Place
from klantboek.yaml import read, write
from yaml_values import MAPPINGS, handwritten


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every path in a value, with what is there."""
    yield path, value
    if isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(item, (*path, step))


def piece(place: Place) -> str:
    """Give the text at a place."""
    assert place.line == place.end_line
    assert 1 <= place.column < place.end_column
    return place.excerpt[place.column - 1 : place.end_column - 1]


def check_places(text: str) -> None:
    """Read every key and every value on one line again, each from its own place."""
    document = read(text.encode(), "file.yaml")
    assert not document.faults
    for path, value in paths(document.value):
        there = piece(document.place(path))
        if not isinstance(value, dict | list) and not there.startswith("|"):
            assert read(f"- {there}\n".encode(), "").value == [value]
        if path and isinstance(path[-1], str):
            key = piece(document.place(path, key=True))
            assert read(f"{key}: 1\n".encode(), "").value == {path[-1]: 1}


@given(MAPPINGS)
def test_places_in_written_files(value: dict[str, Any]) -> None:
    """In a file that we wrote, every key and value stands where its place says."""
    check_places(write(value))


@given(handwritten())
def test_places_in_handwritten_files(written: tuple[str, Any]) -> None:
    """A file written by hand, in any mix of styles, comments and line ends, holds its value, and its places."""
    text, value = written
    assert read(text.encode(), "").value == value
    check_places(text)


DOCUMENT = read(
    b"# first\nname: De Molen\norders:\n  - {number: O-1, lines: [a, 'b, c']}\n  - number: O-2\n", "f"
)


def test_places_by_hand() -> None:
    """A place is that of the value or of its key; a group and a list start at their first character."""
    at = [
        (place.line, place.column, place.end_column)
        for place in (
            DOCUMENT.place(("name",)),
            DOCUMENT.place(("name",), key=True),
            DOCUMENT.place(("orders", 0, "lines", 1)),
            DOCUMENT.place(("orders", 0), key=True),
            DOCUMENT.place(("orders", 1, "number")),
            DOCUMENT.place(("orders", 1)),
        )
    ]
    assert at == [(2, 7, 15), (2, 1, 5), (4, 30, 36), (4, 5, 38), (5, 13, 16), (5, 5, 16)]


def test_an_absent_value_has_the_place_of_what_should_hold_it() -> None:
    """The place of a missing property is its group's, with or without ``key``; that of anything else the file's."""
    group = DOCUMENT.place(("orders", 1))
    assert DOCUMENT.place(("orders", 1, "date")) == group
    assert DOCUMENT.place(("orders", 1, "date", "year"), key=True) == group
    assert DOCUMENT.place(("orders", "1", "number")) == DOCUMENT.place(("orders",))
    assert DOCUMENT.place(("no",)).line == 2
    assert read(b"", "f").place(("no",)).column == 1
