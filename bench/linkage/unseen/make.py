"""Write the second held-back sets: always the same bytes."""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from linkage.heldback.writing import write
from linkage.unseen import business, companies, historical, restaurants


def write_sets(folder: Path) -> None:
    """Draw each set with its own seed and write it."""
    for maker, seed in ((business, 8311), (restaurants, 8422), (historical, 8533), (companies, 8644)):
        rng = Random(f"unseen/{seed}")
        write(rng, folder / f"{maker.__name__.rpartition('.')[2]}.csv", maker.rows(rng))


if __name__ == "__main__":
    write_sets(Path(__file__).parent)
