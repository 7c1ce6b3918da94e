"""Pairs and judgements: which pairs nobody has settled yet, and which wait to be merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
    """Give what people judged and still holds, under the numbers that the relations have now."""
    judgements = Judgements(book)
    pairs = ((judgements.pair(one), one.verdict) for one in judgements.valid)
    return tuple(Judged(a, b, verdict) for (a, b), verdict in pairs if a != b)


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
