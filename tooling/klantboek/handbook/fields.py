"""What a field is called: its own title, with that of the group it stands in."""

from klantboek.handbook.edition import Edition
from klantboek.shapes import shape_of


def field_name(edition: Edition, field: str) -> str:
    """Give the name of a field of relations by its path with dots."""
    shape, titles = shape_of("relation"), []
    for step in field.split(".")[1:]:
        inner = shape.properties.get(step)
        if inner is None:
            return edition.custom_titles.get(step, field)
        titles.append(edition.title_of(inner))
        shape = inner.items or inner
    return " · ".join(titles[-2:]) or field
