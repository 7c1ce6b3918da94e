"""The names that entries of one record go by inside it: contact persons, documents and projects of two records."""

from collections.abc import Callable, Iterator
from typing import Any

from klantboek.book import Record
from klantboek.book.addresses import bare
from klantboek.book.references import references
from klantboek.changes import Put, Steps
from klantboek.merging.differences import agree

Group = dict[str, Any]
# What refers to them, the list they stand in, and the key they go by there.
LOCAL = {"contact": ("contacts", "id"), "document": ("documents", "id"), "project": ("projects", "code")}


def renamings(ours: Group, theirs: Record) -> tuple[list[Put], list[str]]:
    """Give the changes of the other record that let both be one: the same person gets our name for him or her.

    Two entries that happen to have one name keep apart: the other one gets a name with a number behind it. The
    texts say which names were changed, for people.
    """
    names: dict[str, dict[str, str]] = {}
    changes: list[Put] = []
    for sort, (items, key) in LOCAL.items():
        mine, other = ours.get(items, []), theirs.document.value.get(items, [])
        names[sort] = _names(mine, other, key, _SAME[sort])
        for at, item in enumerate(other):
            if names[sort].get(item[key], item[key]) != item[key]:
                changes.append(Put((items, at, key), names[sort][item[key]]))
    for reference in references(theirs):
        new = names.get(reference.to, {}).get(reference.name, reference.name)
        if new != reference.name:
            changes.append(Put(reference.path, new))
    said = [
        f"{sort} {old} of {theirs.id} is now {new}"
        for sort, found in names.items()
        for old, new in found.items()
        if old != new
    ]
    return changes, said


def with_changes(value: Any, changes: list[Put]) -> Any:
    """Give a copy of the values with the changes made; every path is there."""
    for change in changes:
        value = _put(value, change.path, change.value)
    return value


def _put(value: Any, path: Steps, new: Any) -> Any:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        return {key: _put(item, rest, new) if key == step else item for key, item in value.items()}
    return [_put(item, rest, new) if at == step else item for at, item in enumerate(value)]


def _names(
    ours: list[Group], theirs: list[Group], key: str, is_same: Callable[[Group, Group], bool]
) -> dict[str, str]:
    """Give the names that entries of the other record get, by the ones they have."""
    free = list(ours)
    found: dict[str, str] = {}
    for is_one in (agree, is_same):
        for item in (item for item in theirs if item[key] not in found):
            partner = next((one for one in free if is_one(one, item)), None)
            if partner is not None:
                free.remove(partner)
                found[item[key]] = partner[key]
    taken = {one[key] for one in ours} | {item[key] for item in theirs if item[key] not in found}
    for item in theirs:
        if item[key] not in found:
            found[item[key]] = _free_name(item[key], {one[key] for one in ours}, taken)
            taken.add(found[item[key]])
    return found


def _free_name(name: str, ours: set[str], taken: set[str]) -> str:
    if name not in ours:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _is_same_person(one: Group, two: Group) -> bool:
    """Tell whether two contact persons are one: by record, by address or number, or by name."""
    if "person" in one and "person" in two:
        return bool(one["person"] == two["person"])
    births = {person["birth_date"] for person in (one, two) if "birth_date" in person}
    if len(births) > 1:
        return False
    if not _is_same_name(one.get("name"), two.get("name")):
        return False
    return bool(set(_reached(one)) & set(_reached(two))) or _is_told_apart_by_name(one, two)


def _is_same_name(one: Group | None, two: Group | None) -> bool:
    """Tell whether two names can be of one person: surnames alike, and given names and initials that agree."""
    if one is None or two is None:
        return one is two
    if bare(one["surname"]) != bare(two["surname"]) or bare(one.get("prefix")) != bare(two.get("prefix")):
        return False
    given = [bare(name["given"]) for name in (one, two) if "given" in name]
    if len(set(given)) > 1:
        return False
    first = {bare(name.get("given") or name.get("initials"))[:1] for name in (one, two)} - {""}
    return len(first) <= 1


def _is_told_apart_by_name(one: Group, two: Group) -> bool:
    """Tell whether both names say more than a surname."""
    return all("given" in (person.get("name") or {}) or "initials" in person["name"] for person in (one, two))


def _reached(person: Group) -> Iterator[str]:
    yield from (email["address"].casefold() for email in person.get("emails", ()))
    yield from (phone["number"] for phone in person.get("phones", ()))


def _is_same_document(one: Group, two: Group) -> bool:
    return one["id"] == two["id"] and agree(one, two)


def _is_same_project(one: Group, two: Group) -> bool:
    return one["code"] == two["code"] and bare(one["name"]) == bare(two["name"])


_SAME: dict[str, Callable[[Group, Group], bool]] = {
    "contact": _is_same_person,
    "document": _is_same_document,
    "project": _is_same_project,
}
