"""recordlinkage on a table, its weights by expectation maximisation. recordlinkage_peer.py WAY IN OUT."""

import json
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

pandas: Any = import_module("pandas")
recordlinkage: Any = import_module("recordlinkage")

_PLANS: dict[str, dict[str, Any]] = {
    "febrl": {
        "blocks": ["given_name", "surname", "date_of_birth", "soc_sec_id", "postcode"],
        "strings": {"given_name": 0.85, "surname": 0.85, "address_1": 0.85, "suburb": 0.85},
        "exact": ["date_of_birth", "soc_sec_id", "street_number", "postcode", "state"],
    },
    "dutch": {
        "blocks": ["name", "phone", "email", "register", "iban", "postcode", "birth"],
        "strings": {"name": 0.85, "given": 0.85, "street": 0.85, "city": 0.85},
        "exact": ["birth", "house", "postcode", "phone", "email", "register", "iban"],
    },
}


def main() -> None:
    """Read a table, index, compare, classify, write pairs."""
    warnings.simplefilter("ignore")
    _, source, target = sys.argv[1:]
    table = pandas.read_csv(source, dtype=str, keep_default_na=False).replace("", None).set_index("id")
    plan = _PLANS["febrl" if "soc_sec_id" in table else "dutch"]
    sides = [part for _, part in table.groupby("source")] if "source" in table else [table]
    pairs = None
    for field in plan["blocks"]:
        indexer = recordlinkage.Index()
        indexer.block(field)
        known = [side[side[field].notna()] for side in sides]
        if all(len(side) for side in known):
            found = indexer.index(*known)
            pairs = found if pairs is None else pairs.union(found)
    compare = recordlinkage.Compare()
    for field, threshold in plan["strings"].items():
        compare.string(field, field, method="jarowinkler", threshold=threshold, label=field)
    for field in plan["exact"]:
        compare.exact(field, field, label=field)
    features = (compare.compute(pairs, *sides) >= 1).astype(int)
    # A field that hardly ever, or nearly always, agrees has no probability to estimate.
    features = features.loc[:, features.mean().between(0.0005, 0.98)]
    judge = recordlinkage.ECMClassifier(binarize=None)
    judge.fit(features)
    chance = judge.prob(features)
    kept = chance[chance >= 0.01]
    rows = [[a, b, round(float(p), 6)] for (a, b), p in kept.items()]
    Path(target).write_text(json.dumps({"pairs": rows, "clusters": []}), encoding="utf-8")


main()
