"""Two values of one shape made into one: groups key by key, lists entry by entry, nothing lost."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from klantboek.edits.splice import same
from klantboek.merging.choices import one_is_chosen
from klantboek.merging.decisions import Decisions
from klantboek.merging.differences import Difference, Dropped, Where, agree, is_spelled_alike, written
from klantboek.merging.fields import FOLLOWS, called, is_decided, is_one_door, is_whole, key_of
from klantboek.merging.former import Former
from klantboek.merging.placing import placed
from klantboek.merging.united import Slot, United, own, taken
from klantboek.shapes import Shape, Type

Group = dict[str, Any]


class Union:
    """Brings two groups of values together; what it decided, dropped and put aside adds up in its lists."""

    def __init__(self, ours: str, theirs: str, decisions: Decisions, former: Former) -> None:
        """Take the number that stays and the other one, what decides, and where former values go."""
        self.ours, self.theirs = ours, theirs
        self.differences: list[Difference] = []
        self.dropped: list[Dropped] = []
        self._decisions = decisions
        self._former = former

    def group(self, one: Group, two: Group, shape: Shape, where: Where) -> Group:
        """Unite two groups; what stands in one only is taken over."""
        where = where.between(one, two)
        result: Group = {}
        lost: dict[str, str] = {}
        for key in _leaders_first({**one, **two}, shape):
            here = where.at(key)
            leader = FOLLOWS.get(here.field, "")
            if leader in lost:
                result.update(self._follower(key, one, two, here, lost[leader]))
            elif key not in two or key not in one:
                result[key] = taken(one[key]) if key in one else taken(two[key], theirs=True)
            else:
                known = len(self.differences)
                result[key] = self._value(one[key], two[key], shape.properties.get(key), here)
                if len(self.differences) > known and self.differences[-1].field == here.label:
                    lost[key] = self.theirs if self.differences[-1].source == self.ours else self.ours
        return {key: result[key] for key in (*one, *two) if key in result}

    def _follower(self, key: str, one: Group, two: Group, where: Where, lost: str) -> Group:
        """Take what belongs to a value from the side whose value was taken; the other side's is former too."""
        taken, other = (two, one) if lost == self.ours else (one, two)
        if key in other and other.get(key) != taken.get(key):
            self._former.add(other[key], where, lost)
        return {key: taken[key]} if key in taken else {}

    def _value(self, one: Any, two: Any, shape: Shape | None, where: Where) -> Any:
        if same(one, two):
            return one
        if shape is not None and not is_whole(shape):
            if isinstance(one, dict) and isinstance(two, dict) and shape.type is Type.OBJECT:
                return self.group(one, two, shape, where)
            if isinstance(one, dict) and isinstance(two, dict):
                return self._open(one, two, where)
            if isinstance(one, list) and isinstance(two, list):
                return self._list(one, two, shape, where)
        if isinstance(one, dict) and isinstance(two, dict) and agree(one, two):
            return {**one, **two}
        return self._one(one, two, where)

    def _open(self, one: Group, two: Group, where: Where) -> Group:
        """Unite groups of fields that the book itself declares."""
        found = {**two, **one}
        for key in (key for key in one if key in two):
            found[key] = self._value(one[key], two[key], None, where.at(key))
        return found

    def _one(self, one: Any, two: Any, where: Where) -> Any:
        """Choose one of two values; the other becomes a former one."""
        if is_spelled_alike(one, two):
            self.dropped.append(
                Dropped(self.theirs, where.label, two, f"{self.ours} spells it in another way")
            )
            return one
        stays, because, is_open = self._decisions.between(one, two, where)
        kept, other = (one, two) if stays else (two, one)
        source, lost = (self.ours, self.theirs) if stays else (self.theirs, self.ours)
        if where.field.endswith((".verified", ".collected")):
            self.dropped.extend(self._former.aside(other, where, lost))
        else:
            self.differences.append(Difference(where.label, kept, other, source, because, open=is_open))
            self._former.add(other, where, lost)
        return kept

    def _list(self, one: list[Any], two: list[Any], shape: Shape, where: Where) -> United:
        field = where.field
        slots = own(one)
        new: list[Slot] = []
        partners = _partners(field, one, two)
        for at, item in enumerate(two):
            ours = partners.get(at)
            if ours is None:
                new.append(Slot(item, None, at))
                continue
            mine = slots[ours].item
            if not same(mine, item) and isinstance(mine, dict) and shape.items is not None:
                mine = self.group(mine, item, shape.items, where.entry(called(field, mine)))
            elif not same(mine, item):
                self.dropped.append(
                    Dropped(self.theirs, where.label, item, f"{self.ours} spells it in another way")
                )
            slots[ours] = Slot(mine, ours, at)
        found = one_is_chosen(field, placed(field, slots, new), one)
        self.dropped += [
            Dropped(self.theirs, f"{where.label}.{key}", True, why) for key, why in found.given_up
        ]
        return United(found.slots)


def _leaders_first(keys: Iterable[str], shape: Shape) -> list[str]:
    """Put what depends on another value behind it."""
    return sorted(keys, key=lambda key: f"{shape.path}.{key}" in FOLLOWS)


def _partners(field: str, one: list[Any], two: list[Any]) -> dict[int, int]:
    """Give for entries of the second list the entry of the first that is the same: an equal one, or one of its key."""
    free = list(range(len(one)))
    found: dict[int, int] = {}
    for is_same in (same, lambda mine, item: _is_one(field, mine, item)):
        for at, item in enumerate(two):
            partner = next((i for i in free if at not in found and is_same(one[i], item)), None)
            if partner is not None:
                found[at] = partner
                free.remove(partner)
    left = [at for at in range(len(two)) if at not in found]
    alike = [(at, i) for at in left for i in free if is_one_door(field, one[i], two[at])]
    # Where there are two floors to choose from, nobody knows which one is meant.
    ours, theirs = Counter(i for _, i in alike), Counter(at for at, _ in alike)
    return found | {at: i for at, i in alike if ours[i] == theirs[at] == 1}


def _is_one(field: str, mine: Any, item: Any) -> bool:
    if not isinstance(mine, dict) or not isinstance(item, dict):
        return is_spelled_alike(mine, item)
    key = key_of(field, mine)
    return key is not None and key == key_of(field, item) and (is_decided(field) or agree(mine, item))


def leaves(value: Any) -> Iterator[str]:
    """Give every single value in a value, as text."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)
    elif value is not None:
        yield written(value)
