"""Every object of a record, one after the other."""

from collections.abc import Iterator

from klantboek.book.node import Node, shape_of_node, value_of
from klantboek.shapes import Type


def objects(node: Node) -> Iterator[Node]:
    """Give the node itself and every object written below it, in the order of the schema."""
    yield node
    value = value_of(node)
    for name, shape in shape_of_node(node).properties.items():
        if name not in value:
            continue
        if shape.type is Type.OBJECT:
            yield from objects(node[name])
        elif shape.items is not None and shape.items.type is Type.OBJECT:
            for item in node[name]:
                yield from objects(item)
