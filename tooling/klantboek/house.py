"""Where the files that travel with the program are: schemas, templates, pages, the example book."""

from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def carried(name: str) -> Path:
    """Give the folder ``name`` ("schemas", "site", "records"): inside the wheel, or in the checkout."""
    inside = HERE / "carried" / name
    return inside if inside.is_dir() else HERE.parents[1] / name
