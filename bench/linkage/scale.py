"""Generated books of any size as stored features, each step a process of its own.

scale.py make SIZE FOLDER, or read|find FEATURES OUT, or index|changed|nothing FEATURES INDEX. ``read`` does all
that ``find`` does before it compares, and ``nothing`` all that ``changed`` does: the difference is the cost.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from klantboek.duplicates import Features, features_of, find_duplicates
from klantboek.duplicates.changed import for_changed
from klantboek.duplicates.index import build
from klantboek.duplicates.storing import load, save
from linkage.generated import streamed
from linkage.table import table

_SEED = 101


def main() -> None:
    """Make, read, find, index, or compare what changed."""
    what, first, second = sys.argv[1:]
    if what == "make":
        _make(int(first), Path(second))
    elif what == "read":
        _written(Path(second), {"records": sum(1 for _ in _features(Path(first)))})
    elif what == "find":
        pairs = find_duplicates(_features(Path(first))).pairs
        told = ",".join(f'["{pair.a}","{pair.b}",{pair.probability:.6f}]' for pair in pairs)
        Path(second).write_text(f'{{"pairs": [{told}]}}', encoding="utf-8")
    else:
        _index(what, Path(first), Path(second))


def _index(what: str, features: Path, folder: Path) -> None:
    """Build and keep an index, compare one changed record with it, or only read that record."""
    if what == "index":
        save(build(_features(features))[0], folder)
        return
    one = next(_features(features))
    changed = one._replace(addresses=(), emails=())
    if what == "changed":
        index = load(folder)
        assert index is not None, "the index can't be read"
        for_changed(index, [changed])


def _written(file: Path, value: object) -> None:
    file.write_text(json.dumps(value), encoding="utf-8")


def _features(file: Path) -> Iterator[Features]:
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            yield Features.read(json.loads(line))


def _make(size: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    true: list[tuple[str, str]] = []
    with (
        (folder / "features.jsonl").open("w", encoding="utf-8") as ours,
        (folder / "table.csv").open("w", encoding="utf-8", newline="") as theirs,
    ):
        writer = None
        for record, truth in streamed(size, _SEED):
            ours.write(json.dumps(features_of(record), ensure_ascii=False) + "\n")
            row = table([record])[0]
            writer = writer or _headed(csv.DictWriter(theirs, row, lineterminator="\n"))
            writer.writerow(row)
            true += [(min(two.a, two.b), max(two.a, two.b)) for two in truth if two.same]
    (folder / "truth.json").write_text(json.dumps(true), encoding="utf-8")


def _headed(writer: "csv.DictWriter[str]") -> "csv.DictWriter[str]":
    writer.writeheader()
    return writer


if __name__ == "__main__":
    main()
