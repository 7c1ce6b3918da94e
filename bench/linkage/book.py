"""A labelled set as a book of YAML files, and its features read back from there."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

from klantboek.book import load
from klantboek.duplicates import Features, features_of, find_duplicates
from klantboek.yaml import write
from linkage.score import Score, score
from linkage.sets import LabelledSet, pair
from measure import BIN

_EXAMPLE = Path(__file__).resolve().parents[2] / "records"


def write_book(labelled: LabelledSet, folder: Path) -> None:
    """Write each record as a file of a book with the settings of the example."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "relations").mkdir(parents=True)
    shutil.copy(_EXAMPLE / "book.yaml", folder)
    for record in labelled.records:
        (folder / "relations" / f"{record['number']}.yaml").write_text(write(record), encoding="utf-8")


def read_features(folder: Path) -> list[Features]:
    """Give the features of each relation of a book."""
    return [
        features_of(record.document.value)
        for record in load(folder, None).records
        if record.kind == "relation"
    ]


def same_both_ways(labelled: LabelledSet, folder: Path) -> int:
    """Give how many pairs are found in the book; that they are those of the records themselves is checked."""
    write_book(labelled, folder)
    in_book = find_duplicates(read_features(folder)).pairs
    at_once = find_duplicates([features_of(record) for record in labelled.records]).pairs
    assert in_book == at_once, "a book says something else than its records"
    return len(in_book)


def of_the_generator(size: int, seed: int, folder: Path) -> Score:
    """Make a book with labelled duplicates and give how right the command is on it."""
    make = Path(__file__).parents[1] / "books" / "make.py"
    wanted = [sys.executable, str(make), "--relations", str(size), "--seed", str(seed), "--duplicates"]
    subprocess.run([*wanted, "--to", str(folder)], check=True)
    command = [str(BIN / "klantboek"), "duplicates", "--book", str(folder), "--format", "json"]
    found = json.loads(subprocess.run(command, capture_output=True, check=False, text=True).stdout)
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = frozenset(pair(row["a"], row["b"]) for row in csv.DictReader(stream) if row["same"] == "yes")
    return score((pair(one["a"], one["b"]) for one in found["pairs"]), truth)
