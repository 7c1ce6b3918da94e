"""Random changes of a value, for the laws of editing."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from klantboek.changes import Change, Delete, Insert, Put, Rename, Reorder, Steps
from yaml_values import SCALARS, TEXTS


def paths(value: Any, above: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Give every path below a value with what stands there."""
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*above, step), item
        if isinstance(item, dict | list):
            yield from paths(item, (*above, step))


def leaves(value: Any) -> list[Steps]:
    """Give the path of every single value."""
    if not isinstance(value, dict | list):
        return [()]
    return [path for path, item in paths(value) if not isinstance(item, dict | list)]


VALUES = st.one_of(
    SCALARS,
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(TEXTS, st.one_of(SCALARS, st.lists(SCALARS, max_size=2)), max_size=3),
)


@st.composite
def changes(draw: st.DrawFn, value: dict[str, Any]) -> Change:
    """Give one change that makes sense for the value."""
    known = list(paths(value))
    path, _ = draw(st.sampled_from(known))
    holders: list[tuple[Steps, Any]] = [((), value), *known]
    groups = [(at, one) for at, one in holders if isinstance(one, dict)]
    lists = [(at, one) for at, one in holders if isinstance(one, list)]
    group_path, group = draw(st.sampled_from(groups))
    kinds: list[st.SearchStrategy[Change]] = [
        st.builds(Put, st.just(path), VALUES),
        st.just(Delete(path)),
        st.builds(Put, TEXTS.map(lambda key: (*group_path, key)), VALUES),
        st.permutations(list(group)).map(lambda keys: Reorder(group_path, tuple(keys))),
    ]
    if isinstance(path[-1], str):
        names = TEXTS.filter(lambda name: (*path[:-1], name) not in dict(known))
        kinds.append(names.map(lambda name: Rename(path, name)))
    if lists:
        at, items = draw(st.sampled_from(lists))
        kinds.append(
            st.builds(
                lambda position, item: Insert((*at, position), item), st.integers(0, len(items)), VALUES
            )
        )
    return draw(st.one_of(kinds))
