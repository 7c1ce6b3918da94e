"""What several parts of the tests share: cases from files, expected outputs, small books from data."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek.edits.ordering import in_order
from klantboek.shapes import KINDS, shape_of
from klantboek.yaml import read, write

if TYPE_CHECKING:
    from klantboek.aggregates import Result

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("KLANTBOEK_SHARED", HERE.parents[1] / "shared"))
Given = dict[str, Any]


# A dictionary that speaks for every field, with all that such an entry needs: under a book with it lint is quiet.
COVERED: Given = {
    "dictionary/base.yaml": {"fields": ["relation"], "purposes": ["contract"], "sources": ["order"]},
    "processing/contract.yaml": {},
    "vocabularies/sources.yaml": {"terms": [{"code": "order", "names": {"nl": "Bestelling", "en": "Order"}}]},
}


def examples(many: int) -> int:
    """How many examples a law gets whose examples take long: all of them with `make fuzz`, else a third."""
    return many if os.environ.get("KLANTBOEK_FUZZ") else max(many // 3, 4)


def git(folder: Path, *words: str) -> str:
    """Run git as its user would, and give what it prints."""
    given = {"user.name": "Test", "user.email": "test@halm.example", "protocol.file.allow": "always"}
    settings = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
    done = subprocess.run(
        ["git", *settings, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def data(file: Path) -> Any:
    """Read a YAML file of cases with our own reader, so that nothing in it is retyped."""
    document = read(file.read_bytes(), file.name)
    assert not document.faults, [(document.span(f.start, f.end), f.message) for f in document.faults]
    return document.value


def golden(file: Path, text: str) -> None:
    """Compare with an expected output; ``make goldens`` writes it instead, to be reviewed as a diff."""
    if os.environ.get("KLANTBOEK_GOLDENS") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; review, then `make goldens`"


BASES = data(HERE / "rules" / "bases.yaml")


def expanded(value: Any) -> Any:
    """Write ``{times: 20, of: …}`` out in a list, wherever it stands."""
    if isinstance(value, dict):
        return {key: expanded(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    return [
        one
        for item in value
        for one in (
            [expanded(item["of"])] * item["times"]
            if isinstance(item, dict) and "times" in item
            else [expanded(item)]
        )
    ]


def laid_over_base(file: str, record: dict[str, Any]) -> dict[str, Any]:
    """Complete a record of a case with what its kind needs, its own keys in order; a tombstone needs nothing."""
    folder = file.partition("/")[0] if "/" in file else ""
    kind = next(kind for kind in KINDS.values() if kind.folder == folder)
    key = {kind.key: Path(file).stem} if kind.key else {}
    if "tombstone" in record:
        return {**key, **record}
    base = dict(BASES[kind.name])
    if record.get("kind") == "person":
        del base["organisation"]
    whole = {**key, **base, **expanded(record)}
    return {name: whole[name] for name in in_order(list(whole), list(shape_of(kind.name).properties))}


def lay_out(root: Path, given: Given) -> None:
    """Write the files of a case below ``root``: records, and what stands beside the book as JSON.

    ``relations/R-00003..R-00022.yaml`` stands for all of these.
    """
    for name, record in given.items():
        for file in _numbered(name):
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            text = as_file(file, record) if path.suffix == ".yaml" else json.dumps(record, default=str)
            path.write_text(text, encoding="utf-8")


def _numbered(name: str) -> list[str]:
    found = re.fullmatch(r"relations/R-(\d+)\.\.R-(\d+)\.yaml", name)
    if not found:
        return [name]
    return [f"relations/R-{number:05}.yaml" for number in range(int(found[1]), int(found[2]) + 1)]


def as_file(file: str, record: dict[str, Any] | str) -> str:
    """Write a record of a case; one that is given as text stands as it is below what it lacks."""
    if isinstance(record, str):
        stated = read(record.encode(), file).value
        whole = laid_over_base(file, stated)
        return write({name: value for name, value in whole.items() if name not in stated}) + record + "\n"
    return write(laid_over_base(file, record))


def results(figures: dict[str, list[dict[str, Any]]]) -> "dict[str, Result]":
    """Give figures by their names, each with rows of which some columns are said; there is nothing in the others."""
    from klantboek.aggregates import Result, all_aggregates  # noqa: PLC0415 -- the database takes its time to import

    return {
        one.name: Result(
            one, [tuple(row.get(column.name) for column in one.columns) for row in figures[one.name]]
        )
        for one in all_aggregates()
        if one.name in figures
    }
