"""What two records say differently, which of the two stays, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from klantboek.book.addresses import bare
from klantboek.yaml.writer import between_brackets


@dataclass(frozen=True)
class Difference:
    """A field with two values: what stays, from which record, and why; ``open`` when a person has to choose.

    ``field`` names it as on the command line: ``registrations.kvk``, ``orders.B24-1.status``.
    """

    field: str
    kept: Any
    other: Any
    source: str
    because: str
    open: bool = False


@dataclass(frozen=True)
class Dropped:
    """A value of one record that is not in the united one, and why nothing is lost by it."""

    number: str
    field: str
    value: Any
    because: str


@dataclass(frozen=True)
class Where:
    """A place in both records: its name for people, its field, and what is known of the two groups around it.

    ``item`` names the entry of a list that it lies in. ``verified`` are the days on which each side was last
    checked, ``size`` how many values each side's group holds, ``since`` the day from which each held.
    """

    label: str = ""
    field: str = "relation"
    item: str = ""
    verified: tuple[str, str] = ("", "")
    size: tuple[int, int] = (0, 0)
    since: tuple[str, str] = ("", "")

    def at(self, key: str) -> "Where":
        """Give the place of a property of this group."""
        return replace(self, label=f"{self.label}.{key}" if self.label else key, field=f"{self.field}.{key}")

    def entry(self, name: str) -> "Where":
        """Give the place of an entry of this list."""
        named = "".join(name.split())
        return replace(self, label=f"{self.label}.{named}" if named else self.label, item=name or self.item)

    def between(self, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> "Where":
        """Give the place with what the two groups say of themselves."""
        checked = _day(ours, "verified"), _day(theirs, "verified")
        return replace(
            self,
            verified=checked if any(checked) else self.verified,
            size=(size(ours), size(theirs)),
            since=(str(ours.get("from", "")), str(theirs.get("from", ""))),
        )


def _day(group: Mapping[str, Any], name: str) -> str:
    block = group.get(name)
    return str(block.get("on", "")) if isinstance(block, dict) else ""


def size(value: Any) -> int:
    """Count the single values in a value."""
    if isinstance(value, dict):
        return sum(map(size, value.values()))
    if isinstance(value, list):
        return sum(map(size, value))
    return 1


def written(value: Any) -> str:
    """Give a value as text: a single one as it is, a group or list as YAML on one line."""
    return str(value) if isinstance(value, str) else between_brackets(value)


def is_spelled_alike(one: Any, two: Any) -> bool:
    """Tell whether two texts differ in capitals, spaces and marks only."""
    return isinstance(one, str) and isinstance(two, str) and bool(bare(one)) and bare(one) == bare(two)


def extends(one: Any, two: Any) -> bool:
    """Tell whether a group says everything that another says, and perhaps more."""
    return (
        isinstance(one, dict)
        and isinstance(two, dict)
        and all(key in one and one[key] == item for key, item in two.items())
    )


def agree(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Tell whether two groups say the same wherever both say something."""
    return all(two[key] == item for key, item in one.items() if key in two)


@dataclass(frozen=True)
class Asked:
    """What a person asked: fields with the number of the record to take, and the number for all that is open.

    ``keep`` is the number that stays, "" for the lower one; ``by`` the code of who merges, "" for nobody.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    others: str = ""
    keep: str = ""
    by: str = ""

    def of(self, label: str) -> str:
        """Give the number that was chosen for a field, or for a group around it; "" when none was."""
        while label:
            if label in self.fields:
                return self.fields[label]
            label = label.rpartition(".")[0]
        return ""


NOTHING_ASKED = Asked()
