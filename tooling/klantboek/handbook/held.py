"""What pages about the whole book ask, answered from relations that are held: the plain way, which the index must equal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook.finder import Found, found_by
from klantboek.handbook.gleaning import (
    EMPTY,
    NEEDED,
    Lead,
    Plan,
    filled_in,
    items_of,
    leads_of,
    ties_of,
    values_of,
)
from klantboek.handbook.index import written
from klantboek.handbook.shelf import is_stone

Item = Mapping[str, Any]


class HeldIndex:
    """The relations of a book; see ``Index`` for what its methods give."""

    def __init__(self, records: Sequence[Record], plan: Plan) -> None:
        self._records = records
        self._plan = plan

    @cached_property
    def _live(self) -> list[Record]:
        return [record for record in self._records if record.fits and not is_stone(record)]

    def slim(self, records: Sequence[Record]) -> Iterator[tuple[Record, Item]]:
        """Give the values of relations; of one that does not fit none."""
        return ((record, record.document.value if record.fits else {}) for record in records)

    def search(self, records: Sequence[Record]) -> Iterator[tuple[Record, Found]]:
        """Give what relations are found by."""
        none = Found([], [], [])
        return ((record, found_by(record.document.value) if record.fits else none) for record in records)

    def owners(self, records: Sequence[Record]) -> dict[str, str]:
        """Give who of our people each relation belongs to, by its number."""
        return {record.id: value.get("owner", "") for record, value in self.slim(records)}

    def items(self, part: str) -> Iterator[tuple[str, Item]]:
        """Give of the living relations that have anything in one of PARTS what ``items_of`` gives, by their file."""
        having = (record for record in self._live if record.document.value.get(part))
        return ((record.file, items_of(record.document.value)) for record in having)

    def ties(self) -> dict[str, list[list[str]]]:
        """Give the ties that lead up, by the file of the relation that states them."""
        found = ((record.file, ties_of(record.document.value)) for record in self._live)
        return {file: [list(tie) for tie in ties] for file, ties in found if ties}

    def statuses(self) -> dict[str, int]:
        """Count the living relations by status."""
        return dict(Counter(record.document.value.get("status", "") for record in self._live))

    def kinds(self) -> Counter[str]:
        """Count the living relations by kind."""
        return Counter(record.document.value.get("kind", "") for record in self._live)

    def living(self) -> int:
        """Count the living relations."""
        return len(self._live)

    def misfits(self) -> int:
        """Count the relations that do not fit their schema."""
        return sum(not record.fits for record in self._records)

    def needed(self) -> dict[str, int]:
        """Count the active relations that have each of NEEDED."""
        values = [record.document.value for record in self._live]
        active = [value for value in values if value.get("status") == "active"]
        return {name: sum(value.get(name) not in EMPTY for value in active) for name in NEEDED}

    def of_owners(self) -> Iterator[tuple[str, str, int]]:
        """Give of each living relation its file, its owner, and how many of NEEDED it has."""
        for record in self._live:
            value = record.document.value
            yield record.file, value.get("owner", ""), sum(value.get(name) not in EMPTY for name in NEEDED)

    def filled(self) -> Counter[int]:
        """Count the living relations that have each field of the dictionary, by its number."""
        found: Counter[int] = Counter()
        for record in self._live:
            found.update(filled_in(record.document.value, self._plan))
        return found

    def said(self) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
        """Give what each living relation says in the fields of the plan, by their numbers, with its file."""
        for record in self._live:
            values = values_of(record.document.value, self._plan)
            yield record.file, {str(number): found for number, found in values.items()}

    @cached_property
    def _leads(self) -> dict[tuple[str, str], list[tuple[str, Lead]]]:
        found: dict[tuple[str, str], list[tuple[str, Lead]]] = {}
        for record in self._records:
            for lead in leads_of(record) if record.fits else ():
                found.setdefault((lead.kind, lead.name), []).append((record.file, lead))
        return found

    def leads_to(self, kind: str, name: str, but: Sequence[str] = ()) -> list[tuple[str, str, str, Any]]:
        """Give the references to a record: file, property, anchor, and what is told of it; without some properties."""
        found = self._leads.get((kind, name), ())
        return [(file, lead.path, lead.where, lead.told) for file, lead in found if lead.path not in but]

    def newest(self, kind: str, name: str, path: str, most: int) -> list[tuple[str, str, str, Any]]:
        """Give the latest references in a property that count: file, anchor, day, and what is told of it."""
        found = self._counting(kind, name, path)
        found.sort(key=lambda one: (one[0], one[1].where))
        found.sort(key=lambda one: (one[1].day, written(one[1].told)), reverse=True)
        return [(file, lead.where, lead.day, lead.told) for file, lead in found[:most]]

    def counted(self, kind: str, name: str, path: str) -> tuple[int, int, int]:
        """Count the references in a property, the places where they stand, and the relations that have them."""
        found = self._counting(kind, name, path)
        return sum(lead.size for _, lead in found), len(found), len({file for file, _ in found})

    def _counting(self, kind: str, name: str, path: str) -> list[tuple[str, Lead]]:
        found = self._leads.get((kind, name), ())
        return [(file, one) for file, one in found if one.path == path and one.size]

    def named_by(self, files: Sequence[str]) -> dict[str, list[str]]:
        """Give the relations that each of some relations names."""
        found: dict[str, list[str]] = {}
        for (kind, name), leads in self._leads.items():
            for file, _ in leads if kind == "relation" else ():
                found.setdefault(file, []).append(name)
        return {file: sorted(found[file]) for file in files if file in found}
