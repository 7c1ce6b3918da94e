"""What a field is called: its own title, with that of the group it stands in."""

from klantboek.handbook.edition import Edition
from klantboek.shapes import KINDS, shape_of


def field_name(edition: Edition, field: str) -> str:
    """Give the name of a field by its path with dots; the path where no field has it."""
    kind, *steps = field.split(".")
    if kind not in KINDS:
        return field
    shape, titles = shape_of(kind), []
    for step in steps:
        inner = shape.properties.get(step)
        if inner is None:
            return edition.names.custom_titles.get(step, field)
        titles.append(edition.title_of(inner))
        shape = inner.items or inner
    return " · ".join(titles[-2:]) or field
