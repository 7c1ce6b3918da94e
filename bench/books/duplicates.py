"""Labelled duplicates: copies of relations with the mistakes that people make, and others that only resemble."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from books.lookalikes import lookalike
from books.mistakes import MISTAKES, Mistake
from klantboek.yaml import read, write

for _name in ("names", "places", "reach"):
    import_module(f"books.mistakes_in_{_name}")

Data = dict[str, Any]
_EVERY, _RESEMBLE_EVERY, _RESEMBLE_FROM = 20, 30, 7
# What somebody types again who enters a customer a second time; the rest of a record is the past of the first.
_TYPED = (
    "number", "kind", "roles", "status", "since", "owner", "organisation", "person", "addresses", "emails",
    "phones", "websites", "contacts", "preferences",
)  # fmt: skip
# By these a copy says little with its name: two other things must then still be right to know it again.
_FAINT = frozenset({"initials", "married", "trade-name", "statutory-name"})


@dataclass(frozen=True)
class Labelled:
    """Two records and what is true of them: one relation by these mistakes, or two by this resemblance."""

    a: str
    b: str
    same: bool
    kinds: tuple[str, ...]


def write_duplicates(folder: Path, relations: int, seed: int) -> None:
    """Add copies and lookalikes to a book, and write what is true of them to truth.csv."""
    files = {file.stem: file for file in sorted((folder / "relations").rglob("R-*.yaml"))}
    records = [read(file.read_bytes(), stem).value for stem, file in files.items()]
    added, truth = grown(records, seed, relations + 1)
    last = list(files.values())[-1].parent
    for record in added:
        (last / f"{record['number']}.yaml").write_text(write(record), encoding="utf-8")
    write_truth(truth, folder / "truth.csv")


def write_truth(truth: Iterable[Labelled], file: Path) -> None:
    """Write pairs, whether they are the same, and the kinds of their differences."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("a", "b", "same", "kinds"))
        rows.writerows((pair.a, pair.b, "yes" if pair.same else "no", " ".join(pair.kinds)) for pair in truth)


def grown(
    records: Iterable[Data],
    seed: int | str,
    first: int,
    every: int = _EVERY,
    resemble_every: int = _RESEMBLE_EVERY,
) -> tuple[list[Data], list[Labelled]]:
    """Give what is added to records, numbered from ``first``: copies of some, lookalikes of others; and the truth."""
    added: list[Data] = []
    truth: list[Labelled] = []
    for place, record in enumerate(records):
        rng = Random(f"{seed}/duplicate/{record['number']}")
        if place % every == 0:
            more, labels = copies(rng, record, first + len(added))
        elif place % resemble_every == _RESEMBLE_FROM % resemble_every:
            more, labels = resembling(rng, record, first + len(added))
        else:
            continue
        added += more
        truth += labels
    return added, truth


def resembling(rng: Random, record: Data, first: int) -> tuple[list[Data], list[Labelled]]:
    """Give another relation that resembles a record."""
    other, kind = lookalike(rng, record, first)
    other |= {"number": _number(first)}
    return [other], [Labelled(record["number"], other["number"], same=False, kinds=(kind,))]


def copies(rng: Random, record: Data, first: int) -> tuple[list[Data], list[Labelled]]:
    """Give a copy of a record, of some two copies."""
    added: list[Data] = []
    truth: list[Labelled] = []
    family: list[tuple[str, tuple[str, ...]]] = [(record["number"], ())]
    for place in range(2 if rng.random() < 0.15 else 1):
        copy, kinds = copied(rng, record, _number(first + place))
        added.append(copy)
        # Two copies differ by what is wrong in either.
        for number, before in family:
            together = tuple(dict.fromkeys((*before, *kinds)))
            truth.append(Labelled(number, copy["number"], same=True, kinds=together))
        family.append((copy["number"], kinds))
    return added, truth


def copied(rng: Random, record: Data, number: str) -> tuple[Data, tuple[str, ...]]:
    """Give a second record of the same relation, and the names of the one to three mistakes in it."""
    while True:
        copy = _typed(rng, record) | {"number": number}
        kinds = _changed(rng, copy)
        if kinds and _recognisable(record, copy, kinds):
            return copy, kinds


def _typed(rng: Random, record: Data) -> Data:
    copy: Data = {key: _apart(record[key]) for key in _TYPED if key in record}
    copy["classification"] = {"goal": "grow"}
    copy["preferences"] = {"language": record.get("preferences", {}).get("language", "nl")}
    registered = record.get("registrations", {})
    if registered and rng.random() < 0.3:
        key = rng.choice([key for key in ("kvk", "vat", "enterprise_number") if registered.get(key)])
        copy["registrations"] = {key: registered[key]}
    accounts = record.get("payment", {}).get("accounts")
    if accounts and rng.random() < 0.25:
        copy["payment"] = {"accounts": _apart(accounts)}
    return copy


def _changed(rng: Random, copy: Data) -> tuple[str, ...]:
    """Make mistakes in different parts of a record, and name them."""
    kinds: list[Mistake] = []
    wanted = rng.choices((1, 2, 3), (45, 35, 20))[0]
    drawn = sorted(
        ((rng.random() ** (1 / MISTAKES[name].often), name) for name in sorted(MISTAKES)), reverse=True
    )
    for kind in (MISTAKES[name] for _, name in drawn):
        if len(kinds) == wanted:
            break
        if all(kind.part != done.part for done in kinds) and kind.change(rng, copy):
            kinds.append(kind)
    return tuple(kind.name for kind in kinds)


def _recognisable(record: Data, copy: Data, kinds: tuple[str, ...]) -> bool:
    """Tell whether a person who sees both records can know that they are one relation."""
    wrong = {MISTAKES[name].part for name in kinds if MISTAKES[name].other}
    right = sum(bool(record.get(key) and copy.get(key)) for key in ("registrations", "payment"))
    right += "address" not in wrong
    right += sum(
        bool(copy.get(key)) for key, part in (("phones", "phone"), ("emails", "mail")) if part not in wrong
    )
    right += bool(copy.get("person", {}).get("birth_date")) and "birth" not in wrong
    return right >= (2 if _FAINT.intersection(kinds) else 1)


def _number(number: int) -> str:
    return f"R-{number:05d}"


def _apart(value: Any) -> Any:
    """Give a copy of plain values that shares nothing with them."""
    if isinstance(value, dict):
        return {key: _apart(item) for key, item in value.items()}
    return [_apart(item) for item in value] if isinstance(value, list) else value
