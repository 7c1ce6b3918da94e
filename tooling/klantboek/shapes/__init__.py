"""The shape of records: the JSON Schemas as a tree that the rest of the house reads."""

from klantboek.shapes.kinds import KINDS, Kind
from klantboek.shapes.shape import Shape, Type, schema_text, shape_of

__all__ = ["KINDS", "Kind", "Shape", "Type", "schema_text", "shape_of"]
