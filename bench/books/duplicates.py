"""Labelled duplicates: copies of relations with the mistakes that people make, and the list of pairs."""

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from klantboek.yaml import read, write

Data = dict[str, Any]
_EVERY = 20
# What somebody who enters a customer a second time does not know or does not type again.
_FORGOTTEN = frozenset(
    [
        "registrations",
        "branches",
        "payment",
        "consents",
        "interests",
        "orders",
        "quotes",
        "products_in_use",
        "contracts",
        "interactions",
        "complaints",
        "campaign_responses",
        "survey_answers",
        "loyalty",
        "web_visits",
    ]
)


def write_duplicates(folder: Path, relations: int, seed: int) -> None:
    """Add a copy with mistakes of every twentieth relation, and write the true pairs to truth.csv."""
    pairs: list[tuple[str, str, str]] = []
    files = sorted((folder / "relations").rglob("R-*.yaml"))
    for place, file in enumerate(files[::_EVERY]):
        rng = Random(f"{seed}/duplicate/{file.stem}")
        number = f"R-{relations + place + 1:05d}"
        copy, mistakes = copied(rng, read(file.read_bytes(), file.name).value, number)
        (file.parent / f"{number}.yaml").write_text(write(copy), encoding="utf-8")
        pairs.append((file.stem, number, " ".join(mistakes)))
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("a", "b", "mistakes"))
        rows.writerows(pairs)


def copied(rng: Random, record: Data, number: str) -> tuple[Data, list[str]]:
    """Give a second record of the same relation, and the names of the one to three mistakes in it."""
    copy = {key: value for key, value in record.items() if key not in _FORGOTTEN}
    copy |= {"number": number, "classification": {"goal": "grow"}}
    copy["preferences"] = {"language": record["preferences"]["language"]}
    chosen = rng.sample(sorted(_MISTAKES), rng.randrange(1, 4))
    for name in chosen:
        _MISTAKES[name](rng, copy)
    return {key: value for key, value in copy.items() if value}, chosen


def _swapped_letters(rng: Random, copy: Data) -> None:
    """Swap two letters in the middle of the name."""
    holder, key = _name(copy)
    name = holder[key]
    at = rng.randrange(1, max(len(name) - 2, 2))
    holder[key] = f"{name[:at]}{name[at + 1 : at + 2]}{name[at]}{name[at + 2 :]}"


def _shortened(_: Random, copy: Data) -> None:
    """Leave out the first word of a name that has several."""
    holder, key = _name(copy)
    holder[key] = holder[key].partition(" ")[2] or holder[key]


def _other_mail(_: Random, copy: Data) -> None:
    """Write down another mailbox of the same relation."""
    for email in copy.get("emails", ()):
        email["address"] = f"kantoor@{email['address'].partition('@')[2]}"


def _no_phone(_: Random, copy: Data) -> None:
    """Forget the telephone number."""
    copy.pop("phones", None)


def _moved(rng: Random, copy: Data) -> None:
    """Write down another door in the street."""
    copy["addresses"][0]["house_number"] = str(rng.randrange(1, 400))


def _no_contact(_: Random, copy: Data) -> None:
    """Forget whom we speak to."""
    copy.pop("contacts", None)


def _name(copy: Data) -> tuple[Data, str]:
    if copy["kind"] == "person":
        return copy["person"]["name"], "surname"
    return copy["organisation"], "name"


_MISTAKES: dict[str, Callable[[Random, Data], None]] = {
    "letters": _swapped_letters,
    "shortened": _shortened,
    "mail": _other_mail,
    "phone": _no_phone,
    "moved": _moved,
    "contact": _no_contact,
}
