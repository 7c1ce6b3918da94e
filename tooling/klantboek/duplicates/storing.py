"""Where an index stands on disk: a few files that are replaced as a whole, and read as far as somebody asks."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.index import VERSION, Index, Names, lesson_of
from klantboek.duplicates.plan import PLANS

_META, _ARRAYS, _ROWS, _NAMES, _IDS = "index.json", "arrays", "features.json", "names.json", "ids"
_ENDS = "ends"
# Each array begins where a number of eight bytes may.
_STEP = 8


def save(index: Index, folder: Path) -> None:
    """Write an index to a folder that only its owner can read; what was there is replaced as a whole."""
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700, parents=True)
    meta = {
        **index.meta,
        "arrays": written([*index.arrays.items(), (_ENDS, index.ends)], fresh / _ARRAYS),
        "names": _sums(index.names),
    }
    (fresh / _ROWS).write_bytes(bytes(index.rows))
    (fresh / _NAMES).write_bytes(index.names.told)
    (fresh / _IDS).write_bytes(index.names.ids)
    (fresh / _META).write_text(json.dumps(meta), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def load(folder: Path) -> Index | None:
    """Give the index that was saved in a folder; None when there is none, or none that can be used."""
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
        if not isinstance(meta, dict) or meta.get("version") != VERSION:
            return None
        arrays = read(folder / _ARRAYS, meta.pop("arrays"))
        ends = arrays.pop(_ENDS)
        size = (folder / _ROWS).stat().st_size
        if size != (int(ends[-1]) if len(ends) else 0) or not _is_whole(meta, arrays, ends):
            return None
        names = Names((folder / _NAMES).read_bytes(), (folder / _IDS).read_bytes())
        if meta.pop("names") != _sums(names):
            return None
        rows = np.memmap(folder / _ROWS, np.uint8, "r") if size else b""
        return Index(meta, arrays, rows, ends, names)
    except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError):
        return None


def written(arrays: Iterable[tuple[str, NDArray[Any]]], file: Path) -> dict[str, tuple[str, int, int]]:
    """Write arrays one after the other, as they come; give the type, the place and the number of each."""
    found, at = {}, 0
    file.touch(0o600)
    with file.open("wb") as stream:
        for name, array in arrays:
            found[name] = (array.dtype.str, at, len(array))
            at += stream.write(array.tobytes())
            at += stream.write(bytes(-at % _STEP))
    return found


def read(file: Path, told: Mapping[str, tuple[str, int, int]]) -> dict[str, NDArray[Any]]:
    """Give the arrays of a file, of which only what is looked at is read. Raises ValueError when some are short."""
    held = np.asarray(np.memmap(file, np.uint8, "r"))
    found = {}
    for name, (kind, at, number) in told.items():
        end = at + number * np.dtype(kind).itemsize
        if end > len(held):
            raise ValueError(name)
        found[name] = held[at:end].view(kind)
    return found


def _sums(names: Names) -> list[int]:
    return [crc32(names.told), crc32(names.ids)]


def _is_whole(meta: dict[str, Any], arrays: Mapping[str, NDArray[Any]], ends: NDArray[Any]) -> bool:
    if sum(meta["records"].values()) != len(ends):
        return False
    for kind in meta["records"]:
        for name in PLANS[kind]:
            if len(arrays[f"{kind}-{name}-hashes"]) != len(arrays[f"{kind}-{name}-records"]):
                return False
    if any(not isinstance(meta["alone"][model.kind], int) for model in MODELS):
        return False
    for model in MODELS:
        lesson_of(meta["lessons"][model.kind])
    return all(isinstance(one, dict) for one in meta["lifts"].values())
