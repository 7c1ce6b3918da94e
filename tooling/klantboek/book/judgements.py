"""What people judged about pairs of relations, and what follows from it."""

from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property

from klantboek.book.book import Book
from klantboek.book.identity import fingerprint
from klantboek.book.node import Node

SAME, DISTINCT, UNSURE = "same", "distinct", "unsure"


@dataclass(frozen=True)
class Contradiction:
    """A judgement that two relations are distinct, though others (or a merge) say that they are one.

    ``same`` are the judgements that lead from the one to the other; none when they were merged.
    """

    distinct: Node
    same: tuple[Node, ...]


def in_order(a: str, b: str) -> tuple[str, str]:
    """Give two relation numbers with the lower one first: R-00999 before R-01000, and R-99999 before R-100000."""
    return (a, b) if (len(a), a) <= (len(b), b) else (b, a)


def file_name(a: str, b: str) -> str:
    """Give the file of the judgement about two relations, below the book."""
    return f"judgements/{'_'.join(in_order(a, b))}.yaml"


class Judgements:
    """The judgements of a book, with what follows from them.

    Same and same make same; same and distinct make distinct. A number that was merged stands for the one it
    was merged into. A judgement that went stale settles nothing any more.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self.all = book.nodes("judgement")
        self.stale = tuple(one for one in self.all if self.changed_sides(one))
        gone = set(map(id, self.stale))
        self.valid = tuple(one for one in self.all if id(one) not in gone)

    def current(self, number: str) -> str:
        """Give the number under which a relation lives now: its own, or the one it was merged into."""
        seen = {number}
        while (into := self._merged.get(number)) is not None and into not in seen:
            seen.add(into)
            number = into
        return number

    def changed_sides(self, judgement: Node) -> list[str]:
        """Give the sides, ``content_a`` or ``content_b``, whose relation is no longer as it was judged."""
        found: list[str] = []
        if self.current(judgement.a) == self.current(judgement.b):
            return found  # merged by now: there is no pair to look at again
        for side in ("a", "b"):
            record = self._book.find("relation", judgement[side])
            stated = judgement[f"content_{side}"]
            if stated is None or record is None or not record.fits or record.node.tombstone:
                continue
            if fingerprint(record.document.value) != stated:
                found.append(f"content_{side}")
        return found

    def pair(self, judgement: Node) -> tuple[str, str]:
        """Give the two relations of a judgement under their present numbers, the lower one first."""
        return in_order(self.current(judgement.a), self.current(judgement.b))

    def about(self, a: str, b: str) -> Node | None:
        """Give the valid judgement about just these two; of several the one of the latest day."""
        found = self._direct.get(in_order(self.current(a), self.current(b)), ())
        return max(found, key=lambda one: (one.on, one.verdict), default=None)

    def verdict(self, a: str, b: str) -> str | None:
        """Give what is judged about two relations, or follows from other judgements; None when nothing does."""
        one, two = self._group(a), self._group(b)
        if frozenset((one, two)) in self._apart:
            return DISTINCT
        if one == two:
            return SAME
        found = self.about(a, b)
        return found.verdict if found is not None else None

    def follows(self, a: str, b: str) -> bool:
        """Tell whether nobody need be asked: same or distinct, by a judgement or by what follows from others."""
        return self.verdict(a, b) in {SAME, DISTINCT}

    def chain(self, a: str, b: str) -> tuple[Node, ...]:
        """Give the fewest judgements that make one relation of two; none when there is no such chain."""
        start, end = self.current(a), self.current(b)
        came: dict[str, tuple[str, Node] | None] = {start: None}
        waiting = deque([start])
        while waiting and end not in came:
            here = waiting.popleft()
            for there, judgement in self._alike[here]:
                if there not in came:
                    came[there] = (here, judgement)
                    waiting.append(there)
        steps: list[Node] = []
        step = came.get(end)
        while step is not None:
            steps.append(step[1])
            step = came[step[0]]
        return tuple(reversed(steps))

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The judgements that can't all be right."""
        return tuple(
            Contradiction(one, self.chain(one.a, one.b))
            for one in self.valid
            if one.verdict == DISTINCT and self._group(one.a) == self._group(one.b)
        )

    @cached_property
    def _merged(self) -> dict[str, str]:
        return {
            node.number: node.tombstone.into
            for node in self._book.nodes("relation")
            if node.tombstone and node.tombstone.into
        }

    @cached_property
    def _direct(self) -> dict[tuple[str, str], list[Node]]:
        found: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for one in self.valid:
            found[self.pair(one)].append(one)
        return found

    @cached_property
    def _alike(self) -> dict[str, list[tuple[str, Node]]]:
        found: dict[str, list[tuple[str, Node]]] = defaultdict(list)
        for one in self.valid:
            if one.verdict == SAME:
                a, b = self.pair(one)
                found[a].append((b, one))
                found[b].append((a, one))
        return found

    def _group(self, number: str) -> str:
        number = self.current(number)
        return self._groups.get(number, number)

    @cached_property
    def _groups(self) -> dict[str, str]:
        """Give for each relation that is judged the same as another the one that stands for all of them."""
        found: dict[str, str] = {}
        for start in sorted(self._alike):
            waiting = [start] if start not in found else []
            while waiting:
                here = waiting.pop()
                if here not in found:
                    found[here] = start
                    waiting.extend(there for there, _ in self._alike[here])
        return found

    @cached_property
    def _apart(self) -> frozenset[frozenset[str]]:
        pairs = (
            frozenset((self._group(one.a), self._group(one.b)))
            for one in self.valid
            if one.verdict == DISTINCT
        )
        return frozenset(pair for pair in pairs if len(pair) > 1)
