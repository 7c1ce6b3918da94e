"""The order in which the keys of a record are written: that of its schema."""

from collections.abc import Callable, Sequence

from klantboek.shapes.shape import Shape, shape_of

Steps = tuple[str | int, ...]


def order_of(kind: str) -> Callable[[Steps], Sequence[str]]:
    """Give what tells the order of the keys at a path of such a record; empty where the schema has none."""
    root = shape_of(kind)

    def order(path: Steps) -> Sequence[str]:
        shape: Shape | None = root
        for step in path:
            if shape is not None:
                shape = shape.items if isinstance(step, int) else shape.properties.get(step)
        return list(shape.properties) if shape is not None else ()

    return order
