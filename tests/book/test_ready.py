"""Nodes and parts that are made at once: the same as those that are made when somebody asks."""

import gc
import weakref
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from given import HERE
from klantboek.book import Node, Record
from klantboek.book.node import path_of, shape_of_node, value_of
from klantboek.book.parts import Parts, parts_of
from klantboek.book.reading import fine_record, read_record
from klantboek.book.usage import fields_written
from klantboek.house import carried
from klantboek.schema.whole import whole
from klantboek.shapes import Type, shape_of

EMPTY = """\
number: R-00001
kind: organisation
status: active
roles: [customer]
organisation:
  name: Halm
  profile: {}
  trade_names: []
emails: []
phones:
  - number: "+31570123456"
    kind: mobile
    uses: []
classification:
  satisfaction:
    - on: 2026-01-05
      score: 8.0
      by: hdv
custom:
  ratio: 1.5
  words: Opens at six
orders:
  - number: B1
    date: 2026-01-05
    channel: phone
    lines:
      - product: x
        quantity: 2.0
        unit_price: 31.20
  - date: 2026-01-05
    number: B2
    channel: phone
    lines:
      - product: x
        quantity: 3
        unit_price: 31
        serial_numbers: [a1, "12"]
    invoices: []
"""
FILES = [
    pytest.param(file.read_text(encoding="utf-8"), id=file.relative_to(folder).as_posix())
    for folder in (carried("records"), HERE / "books" / "flawed" / "records")
    for file in sorted((folder / "relations").rglob("*.yaml"))
]


def both(text: str) -> tuple[Record, Record] | None:
    """Give a relation read the quick way and the usual way; None when the quick way leaves it."""
    quick = fine_record("relation", "R-00001", text.encode(), "x.yaml")
    return (quick, read_record("relation", "R-00001", text.encode(), "x.yaml")) if quick else None


def inside(node: Node, depth: int = 0) -> Iterator[tuple[Any, ...]]:
    """Give everything that a node and the nodes in it say, also of what is not written."""
    yield path_of(node), bool(node), value_of(node), shape_of_node(node)
    for name in shape_of_node(node).properties:
        found = node[name]
        assert found is node[name] or found == node[name] or isinstance(found, Node | tuple)
        for one in found if isinstance(found, tuple) else (found,):
            if isinstance(one, Node):
                yield name, isinstance(found, tuple)
                if one or depth < 1:
                    yield from inside(one, depth if one else depth + 1)
            else:
                yield name, type(found), found
        if name in {"from", "class"}:
            assert getattr(node, f"{name}_") == found


@pytest.mark.parametrize("text", [*FILES, pytest.param(EMPTY, id="empty groups and odd numbers")])
def test_nothing_differs(text: str) -> None:
    """Nodes say the same, also of what is not written, and the parts are the same."""
    found = both(text)
    if found is None:
        pytest.skip("the quick way leaves this file to the usual one")
    quick, usual = found
    made, plain = parts_of(quick), Parts(usual)
    assert list(inside(quick.node)) == list(inside(usual.node))
    assert made.objects == plain.objects
    assert made.rows == plain.rows
    assert {to: set(names) for to, names in made.named.items()} == plain.named
    assert sorted(made.text.split("\n")) == sorted(plain.text.split("\n"))
    assert list(made.fields) == list(plain.fields) == list(fields_written(usual.node))
    assert (made.references, made.texts) == (plain.references, plain.texts)
    assert quick.document.value == usual.document.value


def test_numbers_become_exact_whoever_comes_first() -> None:
    """The value has decimals, after its nodes were made and before."""
    for node_first in (True, False):
        quick, _ = both(EMPTY) or pytest.fail("not ordinary")
        _ = quick.node if node_first else quick.document.value
        assert quick.document.value["custom"]["ratio"] == Decimal("1.5")
        line = quick.node.orders[0].lines[0]
        score = quick.node.classification.satisfaction[0].score
        assert [repr(line.unit_price), line.quantity, score] == ["Decimal('31.2')", 2, 8]
        assert (type(line.quantity), type(score)) == (Decimal, int)


def test_an_unknown_name_is_refused() -> None:
    """A rule that asks for what the schema doesn't know hears it."""
    quick, _ = both(EMPTY) or pytest.fail("not ordinary")
    with pytest.raises(AttributeError, match=r"relation\.orders has no property 'total_price'"):
        _ = quick.node.orders[0].total_price


def test_what_is_let_go_is_gone_at_once() -> None:
    """Nodes that hold each other don't wait for Python to look for them."""
    quick, _ = both(EMPTY) or pytest.fail("not ordinary")
    _ = quick.node.person.name.given
    known = [weakref.ref(node) for node in (quick.node, quick.node.orders[1], quick.node.person)]
    gc.disable()
    try:
        quick.let_go()
        assert [one() for one in known] == [None, None, None]
    finally:
        gc.enable()


def test_a_single_value_is_never_empty() -> None:
    """The schema refuses empty texts and null: only lists and groups can be written and hold nothing."""

    def walked(schema: Any) -> Iterator[Any]:
        if isinstance(schema, dict):
            yield schema
            for one in schema.values():
                yield from walked(one)
        elif isinstance(schema, list):
            for one in schema:
                yield from walked(one)

    assert not [one for one in walked(whole("relation")) if "null" in (one.get("type") or ())]
    texts = [
        shape for shape in shape_of("relation").walk() if shape.type is Type.TEXT and not shape.reference
    ]
    assert texts
    empty = [shape.path for shape in texts if _fits(shape.path, "")]
    assert empty == []


def _fits(path: str, value: str) -> bool:
    from klantboek.schema.validator import validator  # noqa: PLC0415 -- takes a moment

    schema = whole("relation")
    for step in path.split(".")[1:]:
        schema = schema.get("items", schema)
        schema = schema["properties"][step]
    return bool(validator(schema.get("items", schema)).is_valid(value))
