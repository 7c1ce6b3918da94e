"""Every object of a record, one after the other."""

from collections.abc import Iterator
from functools import cache

from klantboek.book.node import Node, shape_of_node, value_of
from klantboek.shapes import Shape, Type


def objects(node: Node, having: frozenset[str] | None = None) -> Iterator[Node]:
    """Give the node itself and every object written below it, in the order of the schema.

    With ``having`` only those for which the schema knows one of these properties.
    """
    wanted, ways = _ways(shape_of_node(node), having)
    if wanted:
        yield node
    value = value_of(node)
    for name, is_list in ways:
        if name not in value:
            continue
        if is_list:
            for item in node[name]:
                yield from objects(item, having)
        else:
            yield from objects(node[name], having)


@cache
def _ways(shape: Shape, having: frozenset[str] | None) -> tuple[bool, tuple[tuple[str, bool], ...]]:
    """Tell whether an object of this shape is wanted, and through which properties wanted ones are reached."""
    wanted = having is None or not having.isdisjoint(shape.properties)
    ways = []
    for name, below in shape.properties.items():
        inner = below.items if below.type is Type.LIST else below
        if inner is not None and inner.type is Type.OBJECT and any(_ways(inner, having)):
            ways.append((name, below.type is Type.LIST))
    return wanted, tuple(ways)
