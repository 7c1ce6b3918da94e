"""Find duplicates: ours beside Splink, recordlinkage and dedupe on sets whose truth is known.

BENCH_SIZES names the sizes of the scale run, BENCH_SEEDS how many books of a hundred records there are.
BENCH_HELDBACK=1 adds the held-back sets (those whose name ends with -2 are the ones that nothing was tuned on), and
BENCH_FINAL=1 FEBRL 3; BENCH_LABELLERS=1 lets dedupe learn with five seeds, which takes minutes for each set.
BENCH_ONLY="febrl3 business-2" measures the sets that it names and nothing else.
"""

import os
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add
from pathlib import Path
from statistics import median

from linkage.book import of_the_generator, same_both_ways
from linkage.contest import HEADER, Entry, contest, line
from linkage.environment import packages, peers
from linkage.febrl import febrl
from linkage.generated import generated
from linkage.heldback.reading import NAMES, heldback
from linkage.judging import ORDERS, judged, peer_judged, renumbered
from linkage.score import Score, per_kind, score
from linkage.sets import LabelledSet, pairs_of
from linkage.speed import changed_record, scale
from measure import WORK

# At this probability lint reports; a false alarm costs more there than a miss.
LINT = 0.99
_SEED = 101
# Up to so many records dedupe takes part, and everything runs three times.
_SMALL = 2_500
_QUICK = ("splink trained", "splink fixed", "recordlinkage ECM")


def main() -> None:
    """Print how right and how costly each tool is, per kind of mistake, on small books, with judgements, at scale."""
    python = peers()
    only = os.environ.get("BENCH_ONLY", "").split()
    print(HEADER)
    for labelled in _sets(python, only):
        _contested(labelled, python)
    if only:
        return
    if python:
        as_book = same_both_ways(febrl("febrl1", packages()), WORK / "linkage" / "febrl1" / "book")
        print(f"FEBRL 1 as a book of YAML files gives the same {as_book} pairs\n")
    own = of_the_generator(1_000, _SEED, WORK / "linkage" / "own" / "records")
    print(
        f"The command on a generated book of 1,000: P {own.precision:.4f}  R {own.recall:.4f}  F1 {own.f1:.4f}\n"
    )
    _hundreds(python)
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,10000").split(",")]
    scale(sizes, python)
    changed_record(max(sizes))


def _sets(python: Path | None, only: Sequence[str]) -> Iterator[LabelledSet]:
    """Give the sets that are asked for; FEBRL 3 and the held-back ones only by name or by their own switch."""
    final = ["febrl3"] if os.environ.get("BENCH_FINAL") else []
    held = NAMES if os.environ.get("BENCH_HELDBACK") else ()
    for name in only or ("febrl1", *final, "febrl4", "dutch-2000", "dutch-10000", *held):
        if name.startswith("dutch"):
            yield generated(int(name.partition("-")[2]), _SEED)
        elif name in NAMES:
            yield heldback(name)
        elif python:
            yield febrl(name, packages())


def _contested(labelled: LabelledSet, python: Path | None) -> None:
    small = len(labelled.records) <= _SMALL
    entries = list(contest(labelled, python, () if small else _QUICK, times=3 if small else 1))
    for entry in entries:
        print(line(labelled, entry, entries[0]), flush=True)
    at = score(entries[0].found(LINT), labelled.truth)
    print(f"{labelled.name:<22} {'ours, as lint':<18} {at.precision:>6.4f} {at.recall:>6.4f} {at.f1:>6.4f}")
    if small:
        print(_with_judgements(labelled))
    if small and python and os.environ.get("BENCH_LABELLERS"):
        print(_peer_with_labels(labelled, python))
    print()
    if labelled.kinds:
        _kinds(labelled, entries)


def _with_judgements(labelled: LabelledSet) -> str:
    """Write how right ours is after sixty judgements, beside dedupe's sixty labels; medians over several orders."""
    folder = WORK / "linkage" / "judged" / "records"
    every = [judged(renumbered(labelled, seed), folder) for seed in range(ORDERS)]
    name = f"ours, {every[0].same + every[0].distinct} judged"
    after = sorted((one.after for one in every), key=lambda score: score.f1)[ORDERS // 2]
    lint = min(one.lint.precision for one in every)
    clustered, before, apart = (
        median(score.f1 for score in some)
        for some in zip(
            *((one.clustered, one.unasked_before, one.unasked_after) for one in every), strict=True
        )
    )
    return (
        f"{labelled.name:<22} {name:<18} {after.precision:>6.4f} {after.recall:>6.4f} {after.f1:>6.4f} {clustered:>6.4f}"
        f"  (pairs nobody was asked about: {before:.4f} before, {apart:.4f} after; lint's precision: {lint:.4f})"
    )


def _peer_with_labels(labelled: LabelledSet, python: Path) -> str:
    """Write the median of dedupe over several seeds: which pairs it asks for is chance."""
    every = peer_judged(labelled, python, WORK / "linkage" / "labelled")
    at, told = every[len(every) // 2], " ".join(f"{one.f1:.4f}" for one in every)
    return f"{labelled.name:<22} {'dedupe, median':<18} {at.precision:>6.4f} {at.recall:>6.4f} {at.f1:>6.4f}  (of {told})"


def _kinds(labelled: LabelledSet, entries: list[Entry]) -> None:
    """Print how many pairs of each kind every tool found; of who only resembles, how many it took for the same."""
    print(f"{'kind':<20} {'pairs':>6} " + " ".join(f"{entry.tool[:17]:>17}" for entry in entries))
    found = [per_kind(entry.found(), labelled) for entry in entries]
    for kind, (_, pairs) in found[0].items():
        print(f"{kind:<20} {pairs:>6} " + " ".join(f"{right[kind][0] / pairs:>17.3f}" for right in found))
    print()


def _hundreds(python: Path | None) -> None:
    """Print the sums over many books of a hundred records, where nothing can be learned from the book itself."""
    seeds = int(os.environ.get("BENCH_SEEDS", "5"))
    totals: dict[str, list[tuple[Score, Score]]] = {}
    for seed in range(_SEED, _SEED + seeds):
        labelled = generated(100, seed)
        for entry in contest(labelled, python, _QUICK):
            sums = score(entry.found(), labelled.truth), score(pairs_of(entry.clusters), labelled.truth)
            totals.setdefault(entry.tool, []).append(sums)
    print(f"{seeds} books of 100 records")
    for tool, scores in totals.items():
        pairs, clusters = (reduce(add, side) for side in zip(*scores, strict=True))
        together = f"{clusters.f1:.4f}" if clusters.right else "     -"
        print(
            f"{tool:<22} P {pairs.precision:.4f}  R {pairs.recall:.4f}  F1 {pairs.f1:.4f}  clustered {together}"
        )
    print()


if __name__ == "__main__":
    main()
