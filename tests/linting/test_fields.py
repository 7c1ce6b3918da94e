"""Fields in use, counted while relations come and go."""

from hypothesis import example, given
from hypothesis import strategies as st

from klantboek.linting.fields import FieldsInUse, FieldUse, Numbered

NAMES = [f"R-{number}" for number in range(5)]
FIELDS = st.lists(st.sampled_from("abcd"), unique=True)
STEPS = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | FIELDS, st.booleans()), max_size=12)


# Who wrote a field first goes, a later one takes its place, and one between the two comes.
@example([("R-1", ["a"], False), ("R-4", ["a"], False), ("R-1", None, True), ("R-2", ["a"], False)])
@given(STEPS)
def test_as_if_counted_anew(steps: list[tuple[str, list[str] | None, bool]]) -> None:
    """After any files that came, changed and went: counts, first writers and their order are those of the files."""
    counted = FieldsInUse(NAMES)
    written: dict[str, bytes] = {}
    there: dict[str, list[str]] = {}

    def look(name: str) -> bytes:
        return written.get(name, b"")

    for name, fields, keeps in steps:
        if name in there:
            counted.remove(name, written.pop(name))
            del there[name]
        if fields is not None:
            written[name] = counted.add(name, fields)
            there[name] = fields
        if keeps:
            counted = FieldsInUse(NAMES, [Numbered(*one) for one in counted.numbered(look)])
        in_order = [(field, one) for one in NAMES for field in there.get(one, ())]
        firsts = dict(reversed(in_order))
        assert counted.in_order(look) == [
            FieldUse(field, sum(field in fields for fields in there.values()), firsts[field])
            for field in dict.fromkeys(field for field, _ in in_order)
        ]
