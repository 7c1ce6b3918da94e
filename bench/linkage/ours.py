"""Ours on records in a file: ours.py IN OUT; a process of its own, as the peers have."""

import json
import sys
from pathlib import Path

from klantboek.duplicates import features_of, find_duplicates


def main() -> None:
    """Read records one a line, find duplicates at our own default threshold, write pairs and clusters."""
    source, target = map(Path, sys.argv[1:])
    with source.open(encoding="utf-8") as stream:
        features = [features_of(json.loads(line)) for line in stream]
    found = find_duplicates(features)
    pairs = [[pair.a, pair.b, round(pair.probability, 6)] for pair in found.pairs]
    clusters = [list(cluster.members) for cluster in found.clusters]
    target.write_text(json.dumps({"pairs": pairs, "clusters": clusters}), encoding="utf-8")


main()
