"""Names of fields: paths with dots through the schemas, such as ``relation.orders.lines``."""

from functools import cache

from klantboek.errors import nearest
from klantboek.shapes import KINDS, Type, shape_of


@cache
def _known() -> dict[str, Type]:
    return {shape.path: shape.type for kind in KINDS for shape in shape_of(kind).walk()}


def stands_for_something(field: str) -> bool:
    """Tell whether a path names a record, a field, a group of fields, or a field of the book's own."""
    above, _, key = field.rpartition(".")
    return field in _known() or (bool(key) and _known().get(above) is Type.OPEN)


def meant(field: str) -> str | None:
    """Give the field that was most likely meant: the nearest one, or else the only one of that name."""
    near = nearest(field, _known())
    last = [known for known in _known() if known.endswith(f".{field.rpartition('.')[2]}")]
    if len(last) == 1 and (near is None or not near.endswith(last[0].rpartition(".")[2])):
        return last[0]
    return near
