"""What ours missed or found falsely in a set that may be tuned on: per kind, with examples. misses.py SET [EXAMPLES].

A set is febrl1, febrl2, febrl4, dutch:SIZE:SEED, or one of the first held-back sets: business, restaurants, historical,
companies. Those were looked at since; what decides now are the sets in ``unseen``.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from klantboek.duplicates import Pair as Found
from klantboek.duplicates import features_of, find_duplicates
from linkage.environment import packages
from linkage.febrl import febrl
from linkage.generated import generated
from linkage.heldback.reading import FIRST, heldback
from linkage.score import per_kind, score
from linkage.sets import LabelledSet, Pair, pair, pairs_of

Data = dict[str, Any]
_DULL = frozenset(
    {"number", "kind", "roles", "status", "since", "owner", "preferences", "classification", "branches"}
)


def named(text: str) -> LabelledSet:
    """Give the set of a name that may be tuned on."""
    if text in {"febrl1", "febrl2", "febrl4"}:
        return febrl(text, packages())
    if text in FIRST:
        return heldback(text)
    _, size, seed = text.split(":")
    return generated(int(size), int(seed))


def main() -> None:
    """Print figures at two thresholds, recall per kind, and the worst mistakes."""
    labelled = named(sys.argv[1])
    examples = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    found = find_duplicates(
        [features_of(record) for record in labelled.records],
        minimum=0.000001 if len(labelled.records) < 20_000 else 0.2,
    )
    by = {pair(one.a, one.b): one for one in found.pairs}
    for threshold in (0.5, 0.9, 0.99):
        kept = {two for two, one in by.items() if one.probability >= threshold}
        at = score(kept, labelled.truth)
        print(f"{labelled.name} p>={threshold}: P {at.precision:.4f} R {at.recall:.4f} F1 {at.f1:.4f}  {at}")
    kept = {two for two, one in by.items() if one.probability >= 0.5}
    clusters = find_duplicates([features_of(record) for record in labelled.records]).clusters
    together = score(pairs_of(cluster.members for cluster in clusters), labelled.truth)
    print(f"after clustering: F1 {together.f1:.4f}   compared {found.compared}   bounded {found.bounded}")
    for kind, (right, of) in per_kind(kept, labelled).items():
        if kind.startswith("not ") == bool(right) or (right < of and not kind.startswith("not ")):
            print(f"  {kind:<18} {right:>5} of {of}")
    records = {record["number"]: record for record in labelled.records}
    missed = sorted(labelled.truth - kept, key=lambda two: by[two].weight if two in by else -999)
    false = sorted(kept - labelled.truth, key=lambda two: -by[two].weight)
    _examples("MISSED", missed[:examples], by, labelled, records)
    _examples("FALSE", false[:examples], by, labelled, records)


def _examples(
    title: str, pairs: Iterable[Pair], by: dict[Pair, Found], labelled: LabelledSet, records: dict[str, Data]
) -> None:
    for two in pairs:
        one = by.get(two)
        said = (
            f"{one.probability:.3f} "
            + " ".join(f"{r.feature}:{r.level} {r.weight:+.1f}" for r in one.reasons)
            if one
            else "not compared, or far below"
        )
        print(f"\n{title} {' '.join(labelled.kinds.get(two, ('-',)))} :: {said}")
        for number in two:
            print(
                f"   {number} "
                + _flat({key: value for key, value in records[number].items() if key not in _DULL})
            )


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{key} {_flat(item)}" for key, item in value.items() if key not in {"uses", "verified"}
            )
            + "}"
        )
    return " + ".join(map(_flat, value)) if isinstance(value, list) else str(value)


main()
