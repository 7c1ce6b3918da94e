"""Held-back rows as records of a book, with everything as it was written."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

from linkage.sets import LabelledSet, pairs_of

Data = dict[str, Any]
HERE = Path(__file__).parent
FIRST = ("business", "restaurants", "historical", "companies")
# The sets that were drawn when the first ones had been looked at.
_AGAIN = "-2"
NAMES = (*FIRST, *(f"{name}{_AGAIN}" for name in FIRST))


def heldback(name: str) -> LabelledSet:
    """Read one of the held-back sets; the name of a second one ends with -2."""
    folder = HERE.parent / "unseen" if name.endswith(_AGAIN) else HERE
    with (folder / f"{name.removesuffix(_AGAIN)}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    entities: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        entities[row["entity"]].append(row["id"])
    return LabelledSet(name, [_record(row) for row in rows], pairs_of(entities.values()))


def _record(row: dict[str, str]) -> Data:
    made: Data = {"number": row["id"], "kind": row["kind"], "roles": ["customer"], "status": "active"}
    if row["kind"] == "person":
        name = {key: row[key] for key in ("given", "surname") if row[key]}
        made["person"] = {"name": name} | ({"birth_date": row["birth"]} if row.get("birth") else {})
    else:
        made["organisation"] = {"name": row["name"]}
    door = {
        "street": "street",
        "house_number": "house",
        "postcode": "postcode",
        "city": "city",
        "country": "country",
    }
    made["addresses"] = [{"uses": ["visiting"]} | {key: row[of] for key, of in door.items() if row.get(of)}]
    if row.get("street") == "Postbus":
        made["addresses"][0]["po_box"] = made["addresses"][0].pop("house_number")
        del made["addresses"][0]["street"]
    if row.get("phone"):
        made["phones"] = [{"number": row["phone"], "kind": "landline"}]
    if row.get("email"):
        made["emails"] = [{"address": row["email"]}]
    if row.get("register"):
        made["registrations"] = {"kvk": row["register"]}
    if row.get("iban"):
        made["payment"] = {"accounts": [{"iban": row["iban"]}]}
    return made
