"""Walking over the objects of a record."""

from datetime import date
from pathlib import Path

import pytest

from klantboek.book import load
from klantboek.book.node import path_of, shape_of_node
from klantboek.book.walk import objects

EXAMPLE = load(Path(__file__).parents[2] / "records", date(2026, 11, 20))


@pytest.mark.parametrize("names", [{"verified"}, {"until", "end"}, {"street"}, {"number"}, {"nothing"}])
def test_wanted_objects_are_those_that_have_the_property(names: set[str]) -> None:
    """Asking for properties leaves out objects, never one that may have them, and keeps the order."""
    wanted = frozenset(names)
    for record in EXAMPLE.records:
        everything = [one for one in objects(record.node) if wanted & set(shape_of_node(one).properties)]
        assert list(map(path_of, objects(record.node, wanted))) == list(map(path_of, everything))
