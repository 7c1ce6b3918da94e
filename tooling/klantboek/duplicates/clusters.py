"""Clusters: relations that are one party, joined best pair first, never across what keeps them apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter

from klantboek.duplicates.pairs import Cluster, Judged, Pair


def clusters_of(
    pairs: Sequence[Pair], judgements: Iterable[Judged] = (), apart: Iterable[tuple[str, str]] = ()
) -> tuple[Cluster, ...]:
    """Join relations from the best pair down; two groups with a pair to be kept apart are never joined.

    Pairs judged same go first; pairs judged distinct, and those in ``apart``, are never in one cluster.
    """
    judged = sorted(judgements)
    never: dict[str, set[str]] = {}
    for a, b in (*((one.a, one.b) for one in judged if one.verdict == "distinct"), *apart):
        never.setdefault(a, set()).add(b)
        never.setdefault(b, set()).add(a)
    same = [(one.a, one.b) for one in judged if one.verdict == "same"]
    times = Counter(chain.from_iterable(same))
    times.update(map(attrgetter("a"), pairs))
    times.update(map(attrgetter("b"), pairs))
    found: dict[str, tuple[str, ...]] = {}
    several = []
    for one in pairs:
        if times[one.a] == times[one.b] == 1:
            if one.b not in never.get(one.a, ()):
                found[one.a] = (one.a, one.b)
        else:
            several.append(one)
    several.sort(key=lambda one: (-one.weight, one.a, one.b))
    members: dict[str, set[str]] = {}
    for a, b in (*same, *((one.a, one.b) for one in several)):
        left, right = members.setdefault(a, {a}), members.setdefault(b, {b})
        if left is right or (never and any(never.get(one, set()) & right for one in left)):
            continue
        left |= right
        for name in right:
            members[name] = left
    found |= {min(group): tuple(sorted(group)) for group in members.values() if len(group) > 1}
    return tuple(Cluster(found[name]) for name in sorted(found))
