"""What sixty judgements are worth: asked by the reviewer itself, answered by who knows the truth, kept as files."""

import json
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from klantboek.book import Book, load
from klantboek.duplicates import Duplicates
from klantboek.duplicates.findings import LINT, duplicates_of, features_in
from klantboek.duplicates.review import answer, teach
from klantboek.duplicates.teaching import questions
from klantboek.edits.writing import write_files
from linkage.book import write_book
from linkage.score import Score, score
from linkage.sets import LabelledSet, Pair, pair, pairs_of, write_table

PEERS = Path(__file__).with_name("peers")
_ASKED = 60
# Which of equally good questions comes first is chance: so many orders are tried.
ORDERS = 5
_STAFF = "sa"


@dataclass(frozen=True)
class Judging:
    """How right ours is before and after judgements: its pairs, its clusters, the pairs that lint would report.

    ``unasked_before`` and ``unasked_after`` leave out the pairs that were judged.
    """

    before: Score
    after: Score
    clustered: Score
    lint: Score
    unasked_before: Score
    unasked_after: Score
    same: int
    distinct: int


def judged(labelled: LabelledSet, folder: Path, asked: int = _ASKED) -> Judging:
    """Write a set as a book, answer so many questions of the reviewer, and measure what the answers change."""
    write_book(labelled, folder)
    book = load(folder, None)
    before = _found(duplicates_of(book))
    verdicts = _answered(book, labelled, asked)
    after = duplicates_of(load(folder, None))
    known = frozenset(verdicts)
    same = sum(verdicts.values())
    sure = {pair(one.a, one.b) for one in after.pairs if one.probability >= LINT}
    return Judging(
        score(before, labelled.truth),
        score(_found(after), labelled.truth),
        score(pairs_of(one.members for one in after.clusters), labelled.truth),
        score(sure, labelled.truth),
        score(before - known, labelled.truth - known),
        score(_found(after) - known, labelled.truth - known),
        same,
        len(verdicts) - same,
    )


def renumbered(labelled: LabelledSet, seed: int) -> LabelledSet:
    """Give the same records under other numbers, which change the order of the questions; 0 leaves them."""
    if not seed:
        return labelled
    old = [record["number"] for record in labelled.records]
    new = sorted(old)
    Random(f"renumbered/{seed}").shuffle(new)
    now = dict(zip(old, new, strict=True))
    records = [record | {"number": now[record["number"]]} for record in labelled.records]
    return replace(
        labelled,
        records=sorted(records, key=lambda record: str(record["number"])),
        truth=frozenset(pair(now[a], now[b]) for a, b in labelled.truth),
        kinds={},
        rows=(),
    )


def peer_judged(labelled: LabelledSet, python: Path, folder: Path) -> list[Score]:
    """Give how right dedupe is after sixty labels, in as many orders; the best is last."""
    folder.mkdir(parents=True, exist_ok=True)
    table, target = folder / "table.csv", folder / "dedupe.json"
    write_table(labelled, table)
    found = []
    for seed in range(1, ORDERS + 1):
        words: list[str | Path] = [python, PEERS / "dedupe_peer.py", str(_ASKED), table, target, str(seed)]
        subprocess.run(words, check=True, capture_output=True)
        pairs = json.loads(target.read_text(encoding="utf-8"))["pairs"]
        found.append(score((pair(a, b) for a, b, _ in pairs), labelled.truth))
    return sorted(found, key=lambda one: one.f1)


def _answered(book: Book, labelled: LabelledSet, asked: int) -> dict[Pair, bool]:
    walk = teach(book, questions(features_in(book), ()), _STAFF)
    verdicts: dict[Pair, bool] = {}
    (book.root / "judgements").mkdir()
    for _ in range(asked):
        if walk.current is None:
            break
        two = pair(walk.current.pair.a, walk.current.pair.b)
        verdicts[two] = two in labelled.truth
        walk, written = answer(walk, "same" if verdicts[two] else "distinct", "The truth of the set")
        write_files(book.project, [written], allow_dirty=True)
    return verdicts


def _found(duplicates: Duplicates) -> frozenset[Pair]:
    return frozenset(pair(one.a, one.b) for one in duplicates.pairs)
