"""What fields tell about buying again, kept as long as nothing changes of what that was weighed from."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from klantboek.predictions.evidence import Evidence
from klantboek.predictions.worth import Value
from klantboek.tables.database import load_lines
from klantboek.tables.made import program
from klantboek.tables.rows import text
from klantboek.tables.store import Stored
from klantboek.tables.table import Column, Holds

_TABLE = "checklist.weighed"
_COLUMNS = tuple(Column(name, Holds.TEXT, "") for name in ("key", "said"))


class Weighed:
    """Values by a name for all that each was weighed from; ``keep`` when all are asked for."""

    def __init__(self, found: Stored) -> None:
        self._connection = connection = found.connection
        connection.execute(f"CREATE TABLE IF NOT EXISTS {_TABLE} (key VARCHAR, said VARCHAR)")
        self._before: dict[str, str] = dict(connection.execute(f"SELECT key, said FROM {_TABLE}").fetchall())  # noqa: S608 -- a name from here
        self._asked: dict[str, str] = {}

    def get(self, made_of: tuple[Any, ...], weigh: Callable[[], Value | None]) -> Value | None:
        """Give what was weighed from something, or weigh it."""
        key = hashlib.sha256(repr((program(), made_of)).encode("utf-8", "surrogatepass")).hexdigest()
        if key not in self._asked:
            if key not in self._before:
                value = weigh()
                self._before[key] = json.dumps(value and asdict(value))
            self._asked[key] = self._before[key]
        return _read(self._asked[key])

    def keep(self) -> None:
        """Write down what was asked for, and nothing else."""
        self._connection.execute("BEGIN")
        self._connection.execute(f"DELETE FROM {_TABLE}")  # noqa: S608 -- a name from here
        if self._asked:
            lines = [f"{text(key)},{text(said)}" for key, said in self._asked.items()]
            load_lines(self._connection, _TABLE, _COLUMNS, lines)
        self._connection.execute("COMMIT")


def _read(said: str) -> Value | None:
    found: dict[str, Any] | None = json.loads(said)
    if found is None:
        return None
    auc, bounds = (None if one is None else tuple(one) for one in (found["auc"], found["bounds"]))
    return Value(**{**found, "evidence": Evidence(**found["evidence"]), "auc": auc, "bounds": bounds})
