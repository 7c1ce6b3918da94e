"""One set, several tools: each in a fresh process, scored against the truth."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from linkage.score import Score, score
from linkage.sets import LabelledSet, Pair, pair, pairs_of, write_records, write_table
from measure import WORK, Cost, cost

HERE = Path(__file__).parent
# What `klantboek duplicates` shows, and what lint reports.
SHOWN = 0.5
_PEERS = {
    "splink trained": ("splink_peer.py", "trained"),
    "splink fixed": ("splink_peer.py", "fixed"),
    "recordlinkage ECM": ("recordlinkage_peer.py", "ecm"),
    "dedupe 60 labels": ("dedupe_peer.py", "60"),
}
# Who takes a minute and gigabytes runs once.
_SLOW = {"dedupe 60 labels": 1}


@dataclass(frozen=True)
class Entry:
    """How a tool did on a set; ``cost`` is None when it gave up."""

    tool: str
    cost: Cost | None
    pairs: tuple[tuple[Pair, float], ...] = ()
    clusters: tuple[tuple[str, ...], ...] = ()

    def found(self, threshold: float = SHOWN) -> frozenset[Pair]:
        """Give the pairs that are at least this probable."""
        return frozenset(two for two, probability in self.pairs if probability >= threshold)


def contest(
    labelled: LabelledSet, python: Path | None, tools: Sequence[str] = (), times: int = 1
) -> Iterator[Entry]:
    """Run ours, then each peer that is asked for."""
    folder = WORK / "linkage" / labelled.name.replace(",", "").replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    write_records(labelled, folder / "records.jsonl")
    yield _run("ours", [sys.executable, HERE / "ours.py", folder / "records.jsonl"], folder, times)
    if python is None:
        return
    write_table(labelled, folder / "table.csv")
    kinds = {record["number"]: record["kind"] for record in labelled.records}
    for tool in tools or _PEERS:
        script, way = _PEERS[tool]
        entry = _run(
            tool, [python, HERE / "peers" / script, way, folder / "table.csv"], folder, _SLOW.get(tool, times)
        )
        # A person and an organisation are never one; who uses these tools would link the two apart.
        alike = tuple((two, chance) for two, chance in entry.pairs if kinds[two[0]] == kinds[two[1]])
        yield replace(entry, pairs=alike, clusters=tuple(_apart(entry.clusters, kinds)))


def _apart(clusters: Iterable[Sequence[str]], kinds: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for members in clusters:
        for kind in ("organisation", "person"):
            yield tuple(member for member in members if kinds[member] == kind)


def _run(tool: str, command: Sequence[object], folder: Path, times: int) -> Entry:
    target = folder / f"{tool.replace(' ', '-')}.json"
    target.unlink(missing_ok=True)
    spent = cost([*command, target], times, accepted=(0, 1))
    if not target.is_file():
        return Entry(tool, None)
    found = json.loads(target.read_text(encoding="utf-8"))
    pairs = tuple((pair(a, b), float(chance)) for a, b, chance in found["pairs"])
    return Entry(tool, spent, pairs, tuple(tuple(members) for members in found["clusters"]))


def line(labelled: LabelledSet, entry: Entry, ours: Entry) -> str:
    """Write how a tool did as a line of the printed table."""
    if entry.cost is None or ours.cost is None:
        return f"{labelled.name:<22} {entry.tool:<18} gave up on this set"
    at = score(entry.found(), labelled.truth)
    together = score(pairs_of(entry.clusters), labelled.truth) if entry.clusters else None
    return (
        f"{labelled.name:<22} {entry.tool:<18} {_three(at)} {together.f1 if together else float('nan'):>6.4f}"
        f" {entry.cost.seconds:>7.1f} {entry.cost.seconds / ours.cost.seconds:>6.1f} {entry.cost.memory:>6.0f}"
    )


def _three(at: Score) -> str:
    return f"{at.precision:>6.4f} {at.recall:>6.4f} {at.f1:>6.4f}"


HEADER = (
    f"{'set':<22} {'tool':<18} {'P':>6} {'R':>6} {'F1':>6} {'F1 (c)':>6} {'CPU s':>7} {'ratio':>6} {'MiB':>6}"
)
