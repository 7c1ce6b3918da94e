"""Whatever fits the schemas goes through the whole house: no record ends a command."""

import copy
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from klantboek.aggregates import compute_all
from klantboek.book import Book, Record, load
from klantboek.book.reading import read_record
from klantboek.book.starter import choose
from klantboek.errors import KlantboekError
from klantboek.house import carried
from klantboek.rules import lint
from klantboek.shapes import Shape, Type, shape_of
from klantboek.yaml import Document

TEXTS = (
    "", " ", "x", "x" * 5000, "=1+1", "<b>", "null", "e\u0301", "a\nb", "zz", "XXX", "{{ x }}", "..", "a/b", "http://[", "javascript:1",
    "24:00", "+31", "a@b", "R-00001", "R-99999", "٣", "\U0001f600", "JPY", "KWD", "NL", "BE", "nl",
)  # fmt: skip
VALUES: dict[Type, tuple[Any, ...]] = {
    Type.TEXT: TEXTS,
    Type.DATE: ("0001-01-01", "9999-12-31", "2024-02-29", "2026-11-20", "2026-11-21", "2026-02-30"),
    Type.INTEGER: (0, 1, -1, Decimal("14.0"), 10**9, 10**18, 10**20),
    Type.NUMBER: (0, Decimal("0.0000001"), Decimal(-1), 10**9, 10**20, Decimal("-0.0"), Decimal("33.333333333")),
    Type.MONEY: (0, Decimal("-0.01"), 10**12, -(10**12), Decimal("0.005"), Decimal("999999999.99"), 10**19),
    Type.BOOLEAN: (True, False),
}  # fmt: skip
OPEN: tuple[Any, ...] = (None, 1, "x", True, [], {}, [1, {"a": None}], Decimal("1.5"), {"type": "zz"}, 10**30)


def _made(shape: Shape, chance: random.Random, depth: int = 0) -> Any:
    """Make a value of a shape: extreme, sometimes null, with few or many of its keys."""
    if chance.random() < 0.05:
        return None
    if shape.choices:
        return chance.choice(shape.choices)
    if shape.type is Type.LIST:
        assert shape.items is not None
        return [_made(shape.items, chance, depth + 1) for _ in range(chance.choice((0, 1, 1, 2)))]
    if shape.type is Type.OPEN:
        return {chance.choice(("a", "fuel", "x.y", "A b")): chance.choice(OPEN)}
    if shape.type is Type.OBJECT:
        kept = 0.5 / (depth + 1)
        return {
            name: _made(sub, chance, depth + 1)
            for name, sub in shape.properties.items()
            if sub.required or chance.random() < kept
        }
    return chance.choice(VALUES[shape.type])


def _objects(value: Any, shape: Shape) -> Iterator[tuple[dict[str, Any], Shape]]:
    if isinstance(value, dict) and shape.type is Type.OBJECT:
        yield value, shape
        for name, sub in shape.properties.items():
            yield from _objects(value.get(name), sub)
    elif isinstance(value, list) and shape.items is not None:
        for item in value:
            yield from _objects(item, shape.items)


def _change(value: Any, shape: Shape, chance: random.Random) -> None:
    """Drop, double or replace one key anywhere in a record."""
    found, its_shape = chance.choice(list(_objects(value, shape)))
    name = chance.choice(list(its_shape.properties))
    sort = chance.random()
    if sort < 0.15:
        found.pop(name, None)
    elif sort < 0.3 and isinstance(found.get(name), list):
        found[name] += copy.deepcopy(found[name][:1])
    else:
        found[name] = _made(its_shape.properties[name], chance)


def _written(value: Any) -> str:
    """Write any value as YAML on one line; the house's own writer refuses what no record may hold."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(key)}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, str):
        return '"' + "".join(one if one.isalnum() else f"\\U{ord(one):08x}" for one in value) + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _changed(record: Record, chance: random.Random) -> Record:
    value = copy.deepcopy(record.document.value)
    for _ in range(chance.choice((1, 1, 2, 5))):
        _change(value, shape_of(record.kind), chance)
    return read_record(record.kind, record.id, _written(value).encode(), record.file)


@pytest.fixture(scope="module")
def example() -> Book:
    """Give a few relations of the example book, and all that they refer to."""
    book = load(carried("records"), None)
    return Book(book.root, book.as_of, tuple(choose(book, 8)))


@pytest.mark.parametrize("seed", range(3))
def test_a_book_of_extremes(example: Book, seed: int) -> None:
    """Records that fit, however odd, end no check and no figure: at most an error that has a name."""
    chance = random.Random(seed)  # noqa: S311 -- the same books every time
    records = list(example.records)
    for _ in range(1200):
        place = chance.randrange(len(records))
        changed = _changed(records[place], chance)
        records[place] = changed if changed.fits else records[place]
    book = Book(example.root, example.as_of, tuple(records))
    assert all(isinstance(finding.message, str) for finding in lint(book))
    try:
        assert compute_all(book)
    except KlantboekError as error:
        assert "too large" in error.help  # noqa: PT017 -- a figure may be too large, and says so


def test_what_does_not_fit_is_still_told(example: Book) -> None:
    """A record that does not fit carries findings that lead to a place in its own text."""
    chance = random.Random(7)  # noqa: S311 -- the same books every time
    for record in example.records * 6:
        changed = _changed(record, chance)
        assert changed.fits or changed.findings
        assert all(_lies_in(changed.document, finding.place.line) for finding in changed.findings)


def _lies_in(document: Document, line: int) -> bool:
    return 1 <= line <= document.text.count("\n") + 1
