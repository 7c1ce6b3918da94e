"""Pairs and judgements: which pairs nobody has settled yet, and which wait to be merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from klantboek.book import Book, Node
from klantboek.book.judgements import DISTINCT, SAME, UNSURE, Judgements, in_order
from klantboek.duplicates.pairs import Judged, Pair


class State(StrEnum):
    """Why a pair is open: nobody judged it, a relation changed since, or who judged was not sure."""

    NEW = "new"
    CHANGED = "changed"
    UNSURE = "unsure"


@dataclass(frozen=True)
class OpenPair:
    """A pair that nobody settled; ``judgement`` is the one that went stale or was not sure."""

    pair: Pair
    state: State
    judgement: Node | None = None


@dataclass(frozen=True)
class OpenPairs:
    """What a page of duplicates shows: open pairs, the best first, and pairs that wait to be merged."""

    open: tuple[OpenPair, ...]
    to_merge: tuple[Node, ...]


def judged(book: Book) -> tuple[Judged, ...]:
    """Give what people judged and still holds, and after it what follows, under the numbers of now."""
    judgements = Judgements(book)
    pairs = ((judgements.pair(one), one.verdict) for one in judgements.valid)
    said = tuple(Judged(a, b, verdict) for (a, b), verdict in pairs if a != b)
    return (*said, *sorted(_following(said)))


def _following(said: tuple[Judged, ...]) -> set[Judged]:
    """Give what follows: same and same make same, same and distinct make distinct; what was said is left out."""
    members = _members(said)
    apart = {(one.a, one.b) for one in said if one.verdict == DISTINCT}
    found = {
        Judged(*in_order(a, b), SAME) for group in members.values() for a, b in combinations(sorted(group), 2)
    }
    found |= {
        Judged(*in_order(a, b), DISTINCT)
        for one, other in apart
        for a, b in product(members.get(one, {one}), members.get(other, {other}))
        if b not in members.get(a, ())
    }
    known = {frozenset((one.a, one.b)) for one in said if one.verdict != UNSURE}
    return {one for one in found if frozenset((one.a, one.b)) not in known}


def _members(said: tuple[Judged, ...]) -> dict[str, set[str]]:
    """Give for each relation that is the same as another all that are one with it, itself included."""
    found: dict[str, set[str]] = {}
    for one in said:
        if one.verdict == SAME:
            group = found.setdefault(one.a, {one.a}) | found.setdefault(one.b, {one.b})
            found.update(dict.fromkeys(group, group))
    return found


def open_pairs(book: Book, pairs: Iterable[Pair]) -> tuple[OpenPair, ...]:
    """Give the pairs of living relations that no judgement settles, in their order."""
    judgements = Judgements(book)
    stale = {judgements.pair(one): one for one in judgements.stale}
    living = {node.number for node in book.relations}
    found = []
    for pair in pairs:
        verdict = judgements.verdict(pair.a, pair.b)
        if verdict in {SAME, DISTINCT} or not {pair.a, pair.b} <= living:
            continue
        before = stale.get(in_order(pair.a, pair.b))
        if verdict == UNSURE:
            found.append(OpenPair(pair, State.UNSURE, judgements.about(pair.a, pair.b)))
        else:
            found.append(OpenPair(pair, State.NEW if before is None else State.CHANGED, before))
    return tuple(found)


def overview(book: Book, pairs: Iterable[Pair]) -> OpenPairs:
    """Give the data of the page of duplicates."""
    judgements = Judgements(book)
    living = {node.number for node in book.relations}
    waiting = [
        one
        for one in judgements.valid
        if one.verdict == SAME and len(sides := set(judgements.pair(one))) > 1 and sides <= living
    ]
    return OpenPairs(open_pairs(book, pairs), tuple(waiting))
