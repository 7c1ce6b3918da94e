"""Write the held-back sets: always the same bytes."""

import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from linkage.heldback import business, companies, historical, restaurants
from linkage.heldback.writing import write


def write_sets(folder: Path) -> None:
    """Draw each set with its own seed and write it."""
    for maker, seed in ((business, 7101), (restaurants, 7202), (historical, 7303), (companies, 7404)):
        rng = Random(f"heldback/{seed}")
        write(rng, folder / f"{maker.__name__.rpartition('.')[2]}.csv", maker.rows(rng))


if __name__ == "__main__":
    write_sets(Path(__file__).parent)
