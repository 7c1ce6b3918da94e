"""What a record no longer says, kept with its dates: former values, former names, and notes for long texts."""

from collections.abc import Iterator
from typing import Any

from klantboek.merging.differences import Dropped, Where, written

_LONGEST = 200
_LONGEST_NOTE = 9000
# Names have a list of their own beside them.
_NAMES = {"relation.organisation.name": "organisation", "relation.person.name": "person"}
_NAME_PARTS = ("title", "initials", "given", "prefix", "surname", "birth_surname", "suffix")


class Former:
    """The values that a merge puts aside, as entries of the record that stays."""

    def __init__(self, ours: str, day: str, by: str) -> None:
        """Take the number that stays, the day of the merge, and the code of who merges, "" when nobody is named."""
        self._ours = ours
        self._day = day
        self._by = {"by": by} if by else {}
        self.values: list[dict[str, Any]] = []
        self.names: dict[str, list[dict[str, Any]]] = {}
        self.notes: list[dict[str, Any]] = []

    def add(self, value: Any, where: Where, number: str) -> None:
        """Put a value of a record aside, until the day of the merge."""
        if where.field in _NAMES:
            name = value if isinstance(value, str) else full_name(value)
            entry = {"name": name, "until": self._day, "reason": f"Merged: stood in {number}"}
            self.names.setdefault(_NAMES[where.field], []).append(entry)
            return
        text = f"{where.item}: {written(value)}" if where.item else written(value)
        if len(text) > _LONGEST:
            self._note(text, where, number)
            return
        since = where.since[number != self._ours] if where.item else ""
        entry = {"field": where.field, "value": text}
        entry |= {"from": since} if since and since <= self._day else {}
        entry |= {"until": self._day, "reason": f"Merged: stood in {number}", **self._by}
        self.values.append(entry)

    def aside(self, value: Any, where: Where, number: str) -> Iterator[Dropped]:
        """Put aside how something was verified or collected before."""
        self.add(value, where, number)
        yield Dropped(number, where.label, value, "an earlier one, kept among the former values")

    def _note(self, text: str, where: Where, number: str) -> None:
        parts = [text[at : at + _LONGEST_NOTE] for at in range(0, len(text), _LONGEST_NOTE)]
        for part in parts:
            told = f"{where.field} in {number}, until the merge: {part}"
            self.notes.append({"on": self._day, **self._by, "text": told})


def full_name(name: dict[str, Any]) -> str:
    """Give a person's name with everything that is known of it."""
    return " ".join(str(name[part]) for part in _NAME_PARTS if part in name)
