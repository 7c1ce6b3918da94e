"""The parts of a record: what a plain walk finds, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest

from klantboek.book import Record, load
from klantboek.book.node import path_of, value_of
from klantboek.book.parts import Parts, node_at, parts_of
from klantboek.findings import Path
from klantboek.house import carried
from klantboek.shapes import Shape, Type, shape_of

EXAMPLE = load(carried("records"), None)


def _walk(value: Any, shape: Shape | None, path: Path) -> Iterator[tuple[Path, Any, Shape | None]]:
    """Give a value and every value inside it, with its shape; None in fields of the book's own."""
    yield path, value, shape
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in inside:
        below = None
        if shape is not None and shape.type is not Type.OPEN:
            below = shape.items if isinstance(step, int) else shape.properties[step]
        yield from _walk(inner, below, (*path, step))


@pytest.mark.parametrize("record", EXAMPLE.records, ids=lambda record: record.file)
def test_parts_are_all_that_is_there(record: Record) -> None:
    """Objects, references and texts without a form are found wherever the schema has them, each once."""
    parts = Parts(record)
    everything = list(_walk(record.document.value, shape_of(record.kind), ()))
    shaped = [(path, value, shape) for path, value, shape in everything if shape is not None]
    assert parts.objects == [one for one in shaped if one[2].type is Type.OBJECT]
    assert parts.references == [
        (path, shape.reference, value)
        for path, value, shape in shaped
        if shape.reference and shape.type is Type.TEXT
    ]
    assert parts.texts == [
        (path, shape, value)
        for path, value, shape in everything
        if isinstance(value, str) and not (shape and (shape.format or shape.reference or shape.choices))
    ]


def test_nodes_stand_where_their_objects_do() -> None:
    """The node at the path of an object has that path and looks at that object."""
    for record in EXAMPLE.records:
        for path, value, _ in parts_of(record).objects:
            node = node_at(record, path)
            assert (path_of(node), value_of(node)) == (path, value)


def test_parts_of_the_last_record_are_remembered() -> None:
    """Asking again gives the same parts; another record has its own."""
    one, other = EXAMPLE.records[:2]
    assert parts_of(one) is parts_of(one)
    assert parts_of(one) is not parts_of(other)
