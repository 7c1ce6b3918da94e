"""What sixty judgements are worth: the pairs that are least sure, judged by who knows the truth."""

from collections.abc import Sequence
from dataclasses import dataclass

from klantboek.duplicates import Judged, Pair, features_of, find_duplicates
from klantboek.duplicates.find import learned
from linkage.score import Score, score
from linkage.sets import LabelledSet

_ASKED = 60
# The reviewer is asked in rounds, as a person who starts again the next day is.
_ROUNDS = 4


@dataclass(frozen=True)
class Judging:
    """How right ours is before and after judgements: with what they say, and on the pairs nobody was asked about."""

    before: Score
    after: Score
    unasked_before: Score
    unasked_after: Score
    same: int
    distinct: int


def judged(labelled: LabelledSet, asked: int = _ASKED) -> Judging:
    """Ask so many questions in a few rounds, and measure what the answers change."""
    features = [features_of(record) for record in labelled.records]
    before = find_duplicates(features).pairs
    verdicts: tuple[Judged, ...] = ()
    models = learned(features, verdicts)
    for _ in range(_ROUNDS):
        found = find_duplicates(features, minimum=0.0001, models=models).pairs
        known = {(one.a, one.b) for one in verdicts}
        verdicts += _asked(
            [pair for pair in found if (pair.a, pair.b) not in known], labelled, asked // _ROUNDS
        )
        models = learned(features, verdicts)
    after = find_duplicates(features, verdicts, models=models).pairs
    same = sum(one.verdict == "same" for one in verdicts)
    return Judging(
        score(((one.a, one.b) for one in before), labelled.truth),
        score(((one.a, one.b) for one in after), labelled.truth),
        _apart(before, labelled, verdicts),
        _apart(after, labelled, verdicts),
        same,
        len(verdicts) - same,
    )


def _asked(pairs: Sequence[Pair], labelled: LabelledSet, asked: int) -> tuple[Judged, ...]:
    least_sure = sorted(pairs, key=lambda pair: (abs(pair.weight), pair.a, pair.b))[:asked]
    return tuple(
        Judged(pair.a, pair.b, "same" if (pair.a, pair.b) in labelled.truth else "distinct")
        for pair in least_sure
    )


def _apart(pairs: Sequence[Pair], labelled: LabelledSet, verdicts: Sequence[Judged]) -> Score:
    known = {(one.a, one.b) for one in verdicts}
    found = {(pair.a, pair.b) for pair in pairs} - known
    return score(found, labelled.truth - known)
