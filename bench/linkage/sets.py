"""Labelled sets: records, and which of them are one relation."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

Data = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True)
class LabelledSet:
    """Records with the pairs that are the same, and what is known of pairs: mistakes or a resemblance."""

    name: str
    records: Sequence[Data]
    truth: frozenset[Pair]
    kinds: dict[Pair, tuple[str, ...]] = field(default_factory=dict)
    rows: Sequence[dict[str, str]] = ()
    """The table that peers read, where the set is one from itself."""


def pair(a: str, b: str) -> Pair:
    """Give two numbers in their order."""
    return (a, b) if a < b else (b, a)


def pairs_of(clusters: Iterable[Iterable[str]]) -> frozenset[Pair]:
    """Give every two members of each cluster."""
    return frozenset(two for members in clusters for two in combinations(sorted(members), 2))


def write_records(labelled: LabelledSet, file: Path) -> None:
    """Write the records one a line, for a process of its own to read."""
    with file.open("w", encoding="utf-8") as stream:
        for record in labelled.records:
            stream.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def write_table(labelled: LabelledSet, file: Path) -> None:
    """Write the table that peers read, and the truth beside it for who learns from labels."""
    from linkage.table import table  # noqa: PLC0415 -- tables are of sets, so they import this module

    rows = labelled.rows or table(labelled.records)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    file.with_suffix(".truth.json").write_text(json.dumps(sorted(labelled.truth)), encoding="utf-8")
