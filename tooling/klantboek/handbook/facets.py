"""What of a relation shows where: by which the index tells what changed when a relation did."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from klantboek.handbook.asking import EVERYTHING
from klantboek.handbook.gleaning import BESIDE
from klantboek.linting.relations import number_of


class Gleanings(NamedTuple):
    """A relation as the index has it: texts, numbers, and its references by what they are to."""

    file: str
    content: bytes
    name: str
    fits: int
    stone: int
    kind: str
    status: str
    owner: str
    needed: int
    parts: int
    slim: str
    filled: str
    ties: str
    said: str
    search: str
    items: str


def facets(one: Gleanings, leads: Iterable[tuple[str, str, str]]) -> Mapping[str, object]:
    """Give what stands for each thing that pages ask for (``asking.py``), as far as this relation has a part in it."""
    found: dict[str, object] = {
        f"record {one.file}": one.content,
        f"row {one.file}": (one.fits, one.stone, one.slim),
        f"name {one.file}": one.name,
        f"link {one.file}": one.name,
        f"number {number_of(one.file)}": True,
        "relations": (one.fits, one.stone),
        "search": (one.name, one.fits, one.search),
    }
    for kind, name, told in leads:
        found[f"leads {kind}/{name}"] = (*_list(found, f"leads {kind}/{name}"), told)
    if one.fits and not one.stone:
        found |= {
            "ties": one.ties, "statuses": one.status, "kinds": one.kind, "filled": one.filled,
            "needed": (one.status, one.owner, one.needed),
        }  # fmt: skip
        found |= {f"said {number}": values for number, values in json.loads(one.said).items()}
        items = json.loads(one.items) if one.items else {}
        beside = [items.pop(key, "") for key in BESIDE]
        found |= {f"items {part}": (some, *beside) for part, some in items.items()}
    return found


def _list(found: Mapping[str, object], key: str) -> tuple[object, ...]:
    value = found.get(key, ())
    return value if isinstance(value, tuple) else ()


class Marks:
    """What changed in an index at which generation, in its tables ``marks`` and ``meta``.

    Each change of the relations is a ``generation``; ``born`` tells an index from any other that was made before it
    or after.
    """

    def __init__(self, base: sqlite3.Connection, *, is_new: bool) -> None:
        self._base = base
        self._is_new = is_new
        self._before: dict[str, Mapping[str, object]] = {}
        meta = dict(base.execute("SELECT name, value FROM meta"))
        self.born: str = meta["born"]
        self.generation = int(meta["generation"])

    def before(self, file: str) -> None:
        """Note how a relation stands that is about to be left out."""
        self._before[file] = self._facets(file)

    def added(self, file: str) -> None:
        """Note that a relation was taken in."""
        if not self._is_new:
            self._before.setdefault(file, {})

    def settle(self, files: Callable[[], Iterable[str]]) -> None:
        """Mark what is not as it was; ``files`` gives those of all relations by now."""
        if not self._before:
            return
        changed = set[str]()
        moved = Counter[str]()
        for file, before in self._before.items():
            after = self._facets(file)
            changed |= {name for name in {*before, *after} if before.get(name) != after.get(name)}
            if bool(before) != bool(after):
                moved[number_of(file).casefold()] += 1
        if moved and _shares(moved, (file for file in files() if file not in self._before)):
            changed.add(EVERYTHING)
        self.generation += 1
        rows = [(name, self.generation) for name in sorted(changed)]
        self._base.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", rows)
        self._base.execute("UPDATE meta SET value = ? WHERE name = 'generation'", (str(self.generation),))

    def _facets(self, file: str) -> Mapping[str, object]:
        columns = ", ".join(Gleanings._fields)
        row = self._base.execute(f"SELECT {columns} FROM relations WHERE file = ?", (file,)).fetchone()  # noqa: S608 -- names from here
        if row is None:
            return {}
        leads = self._base.execute(
            "SELECT l.kind, l.name, l.path || ' ' || l.place || ' ' || l.size || ' ' || l.day || ' ' || l.told"
            " FROM leads l JOIN relations r ON r.id = l.relation WHERE r.file = ? ORDER BY l.rowid",
            (file,),
        )
        return facets(Gleanings(*row), leads)

    def since(self, generation: int) -> set[str]:
        """Give the names of what changed since a generation."""
        rows = self._base.execute("SELECT name FROM marks WHERE at > ?", (generation,))
        return {name for (name,) in rows}


def _shares(moved: Mapping[str, int], others: Iterable[str]) -> bool:
    """Tell whether relations that came or went share their number with others: then pages get other names."""
    there = Counter(number_of(file).casefold() for file in others)
    return any(size + there[number] > 1 for number, size in moved.items())
