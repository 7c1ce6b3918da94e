"""What finding costs at growing sizes, and for one changed record."""

import hashlib
import json
import sys
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from klantboek.duplicates import features_of
from linkage.generated import streamed
from linkage.score import score
from linkage.sets import Pair, pair
from measure import WORK, cost

HERE = Path(__file__).parent
_SCALE = HERE / "scale.py"


def scale(sizes: Sequence[int], python: Path | None) -> None:
    """Print CPU after reading, peak memory and F1 for each size, ours beside Splink with fixed probabilities."""
    print(
        f"{'records':>9} {'ours s':>7} {'splink s':>9} {'ratio':>6} {'ours MiB':>9} {'splink MiB':>10} {'ours F1':>8} {'splink F1':>9}"
    )
    for size in sizes:
        folder = made(size)
        times = 3 if size <= 10_000 else 1
        ours = [sys.executable, _SCALE, "find", folder / "features.jsonl", folder / "ours.json"]
        read = [sys.executable, _SCALE, "read", folder / "features.jsonl", folder / "read.json"]
        found, reading = cost(ours, times), cost(read, times)
        spent = found.seconds - reading.seconds
        text = f"{size:>9,} {spent:>7.2f}"
        if python is None:
            print(f"{text} {'':>9} {'':>6} {found.memory:>9.0f} {'':>10} {_f1(folder, 'ours'):>8.4f}")
            continue
        peer = [python, HERE / "peers" / "splink_peer.py"]
        theirs = cost([*peer, "fixed", folder / "table.csv", folder / "splink.json"], times)
        their_reading = cost([*peer, "read", folder / "table.csv", folder / "read.json"], times)
        their = theirs.seconds - their_reading.seconds
        print(
            f"{text} {their:>9.2f} {their / spent:>6.1f} {found.memory:>9.0f} {theirs.memory:>10.0f}"
            f" {_f1(folder, 'ours'):>8.4f} {_f1(folder, 'splink'):>9.4f}"
        )
    print()


def changed_record(size: int) -> None:
    """Print what it costs to load an index and compare one changed record, beside comparing all."""
    folder = made(size)
    features, index = folder / "features.jsonl", folder / "index"
    index.mkdir(exist_ok=True)

    def spent(what: str, target: Path, times: int) -> float:
        return cost([sys.executable, _SCALE, what, features, target], times, accepted=(0,)).seconds

    everything = spent("index", index, 1) - spent("read", folder / "read.json", 1)
    one = spent("changed", index, 5) - spent("nothing", index, 5)
    share = 100 * one / everything
    print(
        f"one changed record against {size:,}: {1000 * one:.0f} ms with the loading, {share:.2f} % of the whole run\n"
    )


def made(size: int) -> Path:
    """Give the folder of a generated size; made once, and again when records are read into other features."""
    folder = WORK / "linkage" / f"scale-{size}"
    stamp = folder / "stamp"
    if not stamp.is_file() or stamp.read_text("utf-8") != _stamp():
        cost([sys.executable, _SCALE, "make", size, folder], 1, accepted=(0,))
        stamp.write_text(_stamp(), encoding="utf-8")
    return folder


@cache
def _stamp() -> str:
    """Give what tells features of now from those of before: a digest of some."""
    digest = hashlib.sha256()
    for record, _ in islice(streamed(1_000, 1), 300):
        digest.update(json.dumps(features_of(record)).encode())
    return digest.hexdigest()


def _f1(folder: Path, tool: str) -> float:
    truth: frozenset[Pair] = frozenset(
        pair(*two) for two in json.loads((folder / "truth.json").read_text("utf-8"))
    )
    found = json.loads((folder / f"{tool}.json").read_text("utf-8"))["pairs"]
    return score((pair(a, b) for a, b, chance in found if chance >= 0.5), truth).f1
