"""What the values of a record are after a change: the measure that an edit of its text must meet."""

from typing import Any

from klantboek.changes import Change, Delete, Insert, Order, Put, Rename, Reorder, Requote, Steps


def expected(value: Any, change: Change, order: Order) -> Any:
    """Give the values after the change, as a copy; LookupError or TypeError when the path leads nowhere."""
    if isinstance(change, Requote):
        return value
    if isinstance(change, Reorder):
        return _at(value, change.path, lambda group: _reordered(group, change.keys))
    if not change.path:
        if isinstance(change, Put):
            return change.value
        raise LookupError(change.path)
    last = change.path[-1]
    above = change.path[:-1]
    return _at(value, above, lambda holder: _changed(holder, change, last, order(above)))


def before_of(keys: list[str], key: str, order: list[str]) -> str | None:
    """Give the key that a new one is written before: the first that the order puts behind it; None is the end."""
    if key not in order:
        return None
    later = set(order[order.index(key) + 1 :])
    return next((one for one in keys if one in later), None)


def _at(value: Any, path: Steps, change: Any) -> Any:
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(step, str):
        if step not in value:
            raise LookupError(step)
        return {key: _at(item, rest, change) if key == step else item for key, item in value.items()}
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return [_at(item, rest, change) if at == step else item for at, item in enumerate(value)]
    raise LookupError(step)


def _reordered(group: Any, keys: tuple[str, ...]) -> Any:
    if not isinstance(group, dict) or sorted(group) != sorted(keys):
        raise LookupError(keys)
    return {key: group[key] for key in keys}


def _changed(holder: Any, change: Any, last: str | int, order: Any) -> Any:
    if isinstance(holder, dict) and isinstance(last, str):
        return _changed_group(holder, change, last, list(order))
    if isinstance(holder, list) and isinstance(last, int):
        return _changed_list(holder, change, last)
    raise LookupError(last)


def _changed_list(holder: list[Any], change: Any, last: int) -> list[Any]:
    items = list(holder)
    if not 0 <= last < len(items) + isinstance(change, Insert) or isinstance(change, Rename):
        raise LookupError(last)
    if isinstance(change, Insert):
        items.insert(last, change.value)
    elif isinstance(change, Put):
        items[last] = change.value
    else:
        del items[last]
    return items


def _changed_group(holder: dict[str, Any], change: Any, last: str, order: list[str]) -> dict[str, Any]:
    if isinstance(change, Put) and last not in holder:
        before = before_of(list(holder), last, order)
        added: dict[str, Any] = {}
        for key, item in holder.items():
            if key == before:
                added[last] = change.value
            added[key] = item
        return {**added, last: change.value}
    if last not in holder or isinstance(change, Insert):
        raise LookupError(last)
    if isinstance(change, Delete):
        return {key: item for key, item in holder.items() if key != last}
    if isinstance(change, Rename):
        if change.name in holder and change.name != last:
            raise LookupError(change.name)
        return {change.name if key == last else key: item for key, item in holder.items()}
    return {**holder, last: change.value}
