"""Lint a whole book: ours beside the same shape check written by hand with PyYAML and jsonschema."""

import os
import sys
from pathlib import Path

from measure import BIN, book, cost

PEER = Path(__file__).with_name("peer_shape.py")


def main() -> None:
    """Print CPU per record and memory for each size, and the ratio."""
    print(f"{'records':>9} {'ours ms':>9} {'peer ms':>9} {'ratio':>6} {'ours MiB':>9} {'peer MiB':>9}")
    for size in map(int, os.environ.get("BENCH_SIZES", "1000,10000").split(",")):
        folder = book(size)
        times = 3 if size <= 1000 else 1
        ours = cost([BIN / "klantboek", "lint", "--book", folder], times)
        peer = cost([sys.executable, PEER, folder], times)
        print(
            f"{size:>9,} {1000 * ours.seconds / size:>9.2f} {1000 * peer.seconds / size:>9.2f}"
            f" {peer.seconds / ours.seconds:>6.2f} {ours.memory:>9.0f} {peer.memory:>9.0f}"
        )


if __name__ == "__main__":
    main()
