"""dedupe on a table, trained with sixty labels. dedupe_peer.py LABELS IN OUT [SEED]; the truth lies beside IN."""

import csv
import json
import random
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

dedupe: Any = import_module("dedupe")
variables: Any = import_module("dedupe.variables")

_FIELDS = {
    "febrl": [
        "given_name", "surname", "street_number", "address_1", "suburb", "postcode", "date_of_birth", "soc_sec_id",
    ],
    "dutch": ["name", "given", "birth", "street", "house", "postcode", "city", "phone", "email", "register", "iban"],
}  # fmt: skip
Rows = dict[str, dict[str, str | None]]


def main() -> None:
    """Train on labels that an oracle gives to the pairs that dedupe asks for, partition, write pairs."""
    labels, source, target = sys.argv[1:4]
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    random.seed(seed)
    import_module("numpy").random.seed(seed)
    with Path(source).open(encoding="utf-8", newline="") as stream:
        rows: Rows = {
            row["id"]: {key: value or None for key, value in row.items()} for row in csv.DictReader(stream)
        }
    truth = {
        tuple(pair)
        for pair in json.loads(Path(source).with_suffix(".truth.json").read_text(encoding="utf-8"))
    }
    plan = _FIELDS["febrl" if "soc_sec_id" in next(iter(rows.values())) else "dutch"]
    fields = [variables.String(field, has_missing=True) for field in plan]
    linked = "source" in next(iter(rows.values()))
    sides = [{key: row for key, row in rows.items() if row.get("source") == side} for side in ("a", "b")]
    matcher = dedupe.RecordLink(fields, num_cores=1) if linked else dedupe.Dedupe(fields, num_cores=1)
    given = sides if linked else [rows]
    matcher.prepare_training(*given, sample_size=1500)
    _label(matcher, truth, int(labels))
    matcher.train(recall=1.0)
    found = matcher.join(*given, threshold=0.5) if linked else matcher.partition(rows, threshold=0.5)
    if linked:
        pairs = [[a, b, round(float(p), 6)] for (a, b), p in found]
        clusters: list[list[str]] = []
    else:
        clusters = [sorted(members) for members, _ in found if len(members) > 1]
        pairs = [
            [a, b, 0.9] for members in clusters for at, a in enumerate(members) for b in members[at + 1 :]
        ]
    Path(target).write_text(json.dumps({"pairs": pairs, "clusters": clusters}), encoding="utf-8")


def _label(matcher: Any, truth: set[tuple[str, ...]], labels: int) -> None:
    for _ in range(labels):
        for pair in matcher.uncertain_pairs():
            same = tuple(sorted(record["id"] for record in pair)) in truth
            matcher.mark_pairs({"match": [pair] if same else [], "distinct": [] if same else [pair]})


main()
