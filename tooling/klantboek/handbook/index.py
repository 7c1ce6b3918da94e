"""What was gleaned of the relations of a book, in a small database: of this build, or kept for the next one."""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from klantboek.book.book import RELATION
from klantboek.book.record import Record
from klantboek.handbook.asking import ask, ask_all, is_noted
from klantboek.handbook.facets import Marks
from klantboek.handbook.finder import Found
from klantboek.handbook.gleaning import NEEDED, PARTS, Gleaned
from klantboek.handbook.shelf import Card
from klantboek.linting.database import Layout, opened

_TABLES = {
    "meta": "(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "relations": (
        "(id INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, content BLOB NOT NULL, name TEXT NOT NULL, fits INTEGER NOT NULL,"
        " stone INTEGER NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, owner TEXT NOT NULL, needed INTEGER NOT NULL,"
        " parts INTEGER NOT NULL, slim TEXT NOT NULL, filled TEXT NOT NULL, ties TEXT NOT NULL, said TEXT NOT NULL,"
        " search TEXT NOT NULL, items TEXT NOT NULL)"
    ),
    "leads": (
        "(relation INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,"
        " size INTEGER NOT NULL, day TEXT NOT NULL, told TEXT NOT NULL)"
    ),
    # At which generation of the index the answer to what pages ask changed last.
    "marks": "(name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
}
_LAYOUT = Layout(5, _TABLES, cache=2048)
# Made after the first many rows: one sort is cheaper than keeping an order.
_INDEXES = {
    "leads_to": "leads (kind, name)",
    "leads_o": "leads (relation)",
    # What every build reads of every relation.
    "narrow": "relations (file, content, name, fits, stone)",
}
_ROW = "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LEAD = "INSERT INTO leads VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
# The relations without a tombstone.
_LIVE = "CREATE TEMP VIEW live AS SELECT * FROM relations WHERE fits AND NOT stone"


class Index:
    """The database; every method may raise sqlite3.Error.

    What is kept holds only for the same ``context``: the program, and what is asked of a relation.
    """

    def __init__(self, file: Path | None, context: str) -> None:
        self._base, is_new = opened(file, _LAYOUT, {"context": context})
        self._taken: frozenset[str] = frozenset()
        self._near: dict[str, list[tuple[str, str, str, Any]]] = {}
        try:
            if is_new:
                said = {"born": secrets.token_hex(16), "generation": "0"}
                self._base.executemany("INSERT INTO meta VALUES (?, ?)", said.items())
            self._base.execute(_LIVE)
            self._marks = Marks(self._base, is_new=is_new)
        except BaseException:
            self._base.close()
            raise

    @property
    def born(self) -> str:
        """What tells this index from any other that was made before it or after."""
        return self._marks.born

    @property
    def generation(self) -> int:
        """How often its relations changed."""
        return self._marks.generation

    def contents(self) -> dict[str, bytes]:
        """Give the content ids of the relations that are known, by file."""
        return dict(self._base.execute("SELECT file, content FROM relations"))

    def forget(self, files: Iterable[str]) -> None:
        """Leave out relations."""
        for file in files:
            self._marks.before(file)
            self._base.execute(
                "DELETE FROM leads WHERE relation IN (SELECT id FROM relations WHERE file = ?)", (file,)
            )
            self._base.execute("DELETE FROM relations WHERE file = ?", (file,))

    def add(self, file: str, content: bytes, one: Gleaned) -> None:
        """Take in what was gleaned of a relation that is not there yet."""
        slim = one.slim
        row = (
            None, file, content, one.name, one.fits, one.is_stone, slim.get("kind", ""), slim.get("status", ""),
            slim.get("owner", ""), one.needed, one.parts, written(slim), _filled(one.filled),
            written(one.ties) if one.ties else "", written(one.values), written(one.search),
            written(one.items) if one.items else "",
        )  # fmt: skip
        number = self._base.execute(_ROW, row).lastrowid
        self._base.executemany(_LEAD, [(number, *lead[:6], written(lead.told)) for lead in one.leads])
        self._marks.added(file)

    def settle(self) -> None:
        """Make ready to be asked, once all relations are in it."""
        for name, columns in _INDEXES.items():
            self._base.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")
        self._marks.settle(self.contents)

    def marked(self, since: int) -> set[str]:
        """Give what changed since a generation."""
        return self._marks.since(since)

    def stones(self) -> list[str]:
        """Give the files of the relations that are gone."""
        return [file for (file,) in self._base.execute("SELECT file FROM relations WHERE stone")]

    def cards(self, file: str | None = None) -> Iterator[Card]:
        """Give the card of each relation, or that of one, in no particular order."""
        some = ("", ()) if file is None else (" WHERE file = ?", (file,))
        rows = self._base.execute(f"SELECT file, name, fits, stone FROM relations{some[0]}", some[1])  # noqa: S608 -- a condition from here
        return (Card(file, name, bool(fits), bool(stone)) for file, name, fits, stone in rows)

    def _by_file(self, column: str, records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
        """Give a column of some relations, a few at a time."""
        for start in range(0, len(records), _AT_ONCE):
            some = records[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT file, {column} FROM relations WHERE file IN ({marks})"  # noqa: S608 -- names from here
            found = dict(self._base.execute(query, [record.file for record in some]))
            yield from ((record, found[record.file]) for record in some)

    def slim(self, records: Sequence[Record]) -> Iterator[tuple[Record, Mapping[str, Any]]]:
        """Give of relations as much of their values as a row of a list shows."""
        if is_noted():
            ask_all(f"row {record.file}" for record in records)
        return ((record, json.loads(text)) for record, text in self._by_file("slim", records))

    def search(self, records: Sequence[Record]) -> Iterator[tuple[Record, Found]]:
        """Give what relations are found by."""
        ask("search")
        return ((record, Found(*json.loads(text))) for record, text in self._by_file("search", records))

    def owners(self, records: Sequence[Record]) -> dict[str, str]:
        """Give who of our people each relation belongs to, by its number."""
        if is_noted():
            ask_all(f"row {record.file}" for record in records)
        return {record.id: owner for record, owner in self._by_file("owner", records)}

    def items(self, part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Give of the living relations that have anything in one of PARTS what ``items_of`` gives, by their file."""
        ask("items", part)
        query = "SELECT file, items FROM live WHERE parts & ? ORDER BY file"
        rows = self._base.execute(query, (1 << PARTS.index(part),))
        return ((file, json.loads(text)) for file, text in rows)

    def ties(self) -> dict[str, list[list[str]]]:
        """Give the ties that lead up, by the file of the relation that states them."""
        ask("ties")
        rows = self._base.execute("SELECT file, ties FROM live WHERE ties <> ''")
        return {file: json.loads(text) for file, text in rows}

    def statuses(self) -> dict[str, int]:
        """Count the living relations by status."""
        ask("statuses")
        return dict(self._base.execute("SELECT status, COUNT(*) FROM live GROUP BY status"))

    def kinds(self) -> Counter[str]:
        """Count the living relations by kind."""
        ask("kinds")
        return Counter(dict(self._base.execute("SELECT kind, COUNT(*) FROM live GROUP BY kind")))

    def living(self) -> int:
        """Count the living relations."""
        ask("relations")
        (count,) = self._base.execute("SELECT COUNT(*) FROM live").fetchone()
        return int(count)

    def misfits(self) -> int:
        """Count the relations that do not fit their schema."""
        ask("relations")
        (count,) = self._base.execute("SELECT COUNT(*) FROM relations WHERE NOT fits").fetchone()
        return int(count)

    def needed(self) -> dict[str, int]:
        """Count the active relations that have each of NEEDED."""
        ask("needed")
        sums = ", ".join(f"COALESCE(SUM((needed >> {place}) & 1), 0)" for place in range(len(NEEDED)))
        row = self._base.execute(
            f"SELECT {sums} FROM live WHERE status = 'active'"  # noqa: S608 -- names from here
        ).fetchone()
        return dict(zip(NEEDED, row, strict=True))

    def of_owners(self) -> Iterator[tuple[str, str, int]]:
        """Give of each living relation its file, its owner, and how many of NEEDED it has."""
        ask("needed")
        rows = self._base.execute("SELECT file, owner, needed FROM live")
        return ((file, owner, int(bits).bit_count()) for file, owner, bits in rows)

    def filled(self) -> Counter[int]:
        """Count the living relations that have each field of the dictionary, by its number."""
        ask("filled")
        found: Counter[int] = Counter()
        # Most relations have the same fields as many others.
        for text, times in self._base.execute("SELECT filled, COUNT(*) FROM live GROUP BY filled"):
            found.update(dict.fromkeys(json.loads(text), times))
        return found

    def said(self) -> Iterator[tuple[str, Mapping[str, list[str]]]]:
        """Give what each living relation says in the fields of the plan, by their numbers, with its file."""
        rows = self._base.execute("SELECT file, said FROM live")
        return ((file, json.loads(text)) for file, text in rows)

    def leads_to(self, kind: str, name: str, but: Sequence[str] = ()) -> list[tuple[str, str, str, Any]]:
        """Give the references to a record: file, property, anchor, and what is told of it; without some properties."""
        ask("leads", f"{kind}/{name}")
        if kind == RELATION and name in self._taken:
            if not self._near:
                self._read_near()
            return [lead for lead in self._near[name] if lead[1] not in but]
        marks = ",".join("?" * len(but))
        rows = self._leads(f"l.kind = ? AND l.name = ? AND l.path NOT IN ({marks})", kind, name, *but)
        return [lead for _, lead in rows]

    def take(self, numbers: Sequence[str]) -> None:
        """Turn to some relations: the references to them are read together, once somebody asks for any."""
        self._taken = frozenset(numbers)
        self._near = {}

    def _read_near(self) -> None:
        self._near = {number: [] for number in self._taken}
        some = f"l.kind = ? AND l.name IN ({','.join('?' * len(self._taken))})"
        for number, lead in self._leads(some, RELATION, *self._taken):
            self._near[number].append(lead)

    def _leads(self, condition: str, *given: str) -> Iterator[tuple[str, tuple[str, str, str, Any]]]:
        query = (
            "SELECT l.name, r.file, l.path, l.place, l.told FROM leads l JOIN relations r ON r.id = l.relation"  # noqa: S608 -- names from here
            f" WHERE {condition} ORDER BY l.rowid"
        )
        for name, file, path, where, told in self._base.execute(query, given):
            yield name, (file, path, where, None if told == "null" else json.loads(told))

    def newest(self, kind: str, name: str, path: str, most: int) -> list[tuple[str, str, str, Any]]:
        """Give the latest references in a property that count: file, anchor, day, and what is told of it."""
        ask("leads", f"{kind}/{name}")
        query = (
            "SELECT r.file, l.place, l.day, l.told FROM leads l JOIN relations r ON r.id = l.relation"
            " WHERE l.kind = ? AND l.name = ? AND l.path = ? AND l.size > 0"
            " ORDER BY l.day DESC, l.told DESC, r.file, l.place LIMIT ?"
        )
        rows = self._base.execute(query, (kind, name, path, most))
        return [(file, where, day, json.loads(told)) for file, where, day, told in rows]

    def counted(self, kind: str, name: str, path: str) -> tuple[int, int, int]:
        """Count the references in a property, the places where they stand, and the relations that have them."""
        ask("leads", f"{kind}/{name}")
        some = "kind = ? AND name = ? AND path = ? AND size > 0"
        query = f"SELECT COALESCE(SUM(size), 0), COUNT(*), COUNT(DISTINCT relation) FROM leads WHERE {some}"  # noqa: S608 -- from here
        size, places, relations = self._base.execute(query, (kind, name, path)).fetchone()
        return size, places, relations

    def named_by(self, files: Sequence[str]) -> dict[str, list[str]]:
        """Give the relations that each of some relations names."""
        marks = ",".join("?" * len(files))
        query = (
            "SELECT r.file, l.name FROM relations r JOIN leads l ON l.relation = r.id"  # noqa: S608 -- names from here
            f" WHERE l.kind = 'relation' AND r.file IN ({marks})"
        )
        found: dict[str, list[str]] = {}
        for file, name in self._base.execute(query, files):
            found.setdefault(file, []).append(name)
        return found

    def keep(self) -> None:
        """Write everything down."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")

    def close(self) -> None:
        """Let go of the database; what was not kept is gone."""
        self._base.close()


_AT_ONCE = 500


# json.dumps makes one for each text.
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(value: Any) -> str:
    """Write values as they are kept."""
    return "null" if value is None else _encoded(value)


# Most relations have the same fields as many others.
_filled = lru_cache(2**10)(_encoded)
