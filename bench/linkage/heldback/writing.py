"""How held-back rows are drawn and written."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Row:
    """One entry in a list of relations."""

    entity: str
    kind: str = "organisation"
    name: str = ""
    given: str = ""
    surname: str = ""
    birth: str = ""
    street: str = ""
    house: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    register: str = ""
    iban: str = ""


Change = Callable[[Random, Row], Row]


def changed(rng: Random, row: Row, changes: Sequence[Change], most: int = 3) -> Row:
    """Apply one to a few changes, at least one of which changes something."""
    new = row
    while new == row:
        new = row
        for change in rng.sample(list(changes), rng.randint(1, most)):
            new = change(rng, new)
    return new


def without(rng: Random, row: Row, keys: Sequence[str], chance: float) -> Row:
    """Leave out values by chance."""
    return replace(row, **{key: "" for key in keys if rng.random() < chance})


def write(rng: Random, file: Path, rows: list[Row]) -> None:
    """Write the rows of a set in an order that says nothing."""
    rng.shuffle(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        columns = [key for key in asdict(rows[0]) if any(asdict(row)[key] for row in rows)]
        writer = csv.DictWriter(stream, ["id", *columns], extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for place, row in enumerate(rows, start=1):
            writer.writerow({"id": f"R-{place:05d}", **asdict(row)})
