"""The tables of days: what the two rules about them name exists in the schemas."""

from klantboek.rules.end_is_not_before_start import _PAIRS
from klantboek.rules.what_happened_is_not_in_the_future import _HAPPENED
from klantboek.shapes import KINDS, Type, shape_of

SHAPES = [shape for kind in KINDS for shape in shape_of(kind).walk()]
DAYS = [f".{shape.path}" for shape in SHAPES if shape.type is Type.DATE]


def test_every_day_that_has_happened_exists() -> None:
    """Each path ends the path of a day in some schema: a field that was renamed is noticed."""
    assert [path for path in _HAPPENED if not any(day.endswith(f".{path}") for day in DAYS)] == []


def test_every_pair_of_days_exists() -> None:
    """Each pair stands together in some object of a schema."""
    together = {day.rpartition(".")[0]: set[str]() for day in DAYS}
    for day in DAYS:
        parent, _, name = day.rpartition(".")
        together[parent].add(name)
    assert [pair for pair in _PAIRS if not any(names.issuperset(pair) for names in together.values())] == []
