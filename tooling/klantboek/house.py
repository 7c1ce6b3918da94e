"""What the program came with: schemas, templates, pages and the example book, and the libraries that are installed beside it."""

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def carried(name: str) -> Path:
    """Give the folder ``name`` ("schemas", "site", "records"): inside the wheel, or in the checkout."""
    inside = HERE / "carried" / name
    return inside if inside.is_dir() else HERE.parents[1] / name


def libraries(names: Iterable[str]) -> list[str]:
    """Name some libraries with their versions, in order, as installers name the folders in which they describe them.

    The standard library reads a file for each of them; it is asked where there is no such folder. One that nothing
    tells about is named without a version.
    """
    wanted = {name.replace("-", "_") for name in names}
    found = {
        entry.name.removesuffix(".dist-info").lower()
        for folder in map(Path, sys.path)
        if os.access(folder, os.R_OK) and folder.is_dir()
        for entry in folder.iterdir()
        if entry.name.endswith(".dist-info") and entry.name.partition("-")[0].lower() in wanted
    }
    return sorted(found | {_told(name) for name in wanted - {name.partition("-")[0] for name in found}})


def _told(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- takes long to import

    try:
        return f"{library}-{version(library)}"
    except PackageNotFoundError:
        return library
