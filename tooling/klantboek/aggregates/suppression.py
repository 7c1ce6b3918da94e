"""Rows about groups of too few people left out of a table, and others with them, so that totals give none away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What nearly is one counts as one: the numbers come out of floats.
_ONE = 1 - 1e-9


@dataclass(frozen=True)
class Grouped:
    """A row of a table: by each key the groups it lies in, the finest first, and the people in it.

    ``parts`` are the numbers of people that the row tells; the smallest above zero decides.
    """

    groups: tuple[tuple[str, ...], ...]
    parts: tuple[int, ...]

    @property
    def fewest(self) -> int:
        """The smallest number of people that the row tells of; 0 for nobody."""
        return min((part for part in self.parts if part > 0), default=0)

    def is_small(self, smallest: int) -> bool:
        """Tell whether the row tells of people, and of fewer than may be told of."""
        return 0 < self.fewest < smallest


Line = tuple[int, ...]


def suppressed(rows: Sequence[Grouped], smallest: int) -> frozenset[int]:
    """Give the places of the rows that may not be told.

    First those of fewer than ``smallest`` people. A total over any of the keys, or over their coarser groups
    (the months of a year), may stand elsewhere: so wherever a total has a row that is left out, a second one
    goes, until one of them has enough people; what is left out together is then no small group either. Last,
    where several totals together would still give a row of few people away, one more row goes.
    """
    small = {place for place, row in enumerate(rows) if row.is_small(smallest)}
    gone = set(small)
    lines = sorted(_lines(rows), key=lambda line: (len(line), line))
    while True:
        more = _beside(rows, lines, gone, smallest)
        while more:
            gone |= more
            more = _beside(rows, lines, gone, smallest)
        told = _given_away(rows, lines, gone, smallest) & small
        more = {place for one in sorted(told) for place in _next(rows, lines, gone, one)}
        if not more:
            return frozenset(gone)
        gone |= more


def _lines(rows: Sequence[Grouped]) -> Iterator[Line]:
    """Give the rows that each total adds up, by every choice of a group, or of all, of each key."""
    if not rows:
        return
    levels = [range(len(groups) + 1) for groups in rows[0].groups]
    found: set[Line] = set()
    for chosen in product(*levels):
        if any(chosen):
            lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
            for place, row in enumerate(rows):
                # A row of nobody adds nothing to a total, and hides nothing in one.
                if not row.fewest:
                    continue
                name = tuple(
                    groups[level] if level < len(groups) else ""
                    for groups, level in zip(row.groups, chosen, strict=True)
                )
                lines[name].append(place)
            found.update(tuple(line) for line in lines.values())
    yield from found


def _beside(rows: Sequence[Grouped], lines: Iterable[Line], gone: set[int], smallest: int) -> set[int]:
    """Give the first row that must go because a total shows what is left out: one, or few people together."""
    for line in lines:
        out = [place for place in line if place in gone]
        left = [place for place in line if place not in gone]
        enough = len(out) > 1 and max(rows[place].fewest for place in out) >= smallest
        if out and left and not enough:
            return {_smallest(rows, left)}
    return set()


def _smallest(rows: Sequence[Grouped], places: Iterable[int]) -> int:
    return min(places, key=lambda place: (rows[place].fewest, rows[place].groups))


def _next(rows: Sequence[Grouped], lines: Iterable[Line], gone: set[int], one: int) -> Iterator[int]:
    """Give one more row out of the smallest total that has this row and any that is told."""
    for line in lines:
        left = [place for place in line if place not in gone]
        if one in line and left:
            yield _smallest(rows, left)
            return


def _given_away(rows: Sequence[Grouped], lines: Iterable[Line], gone: set[int], smallest: int) -> set[int]:
    """Give the left out rows that follow from totals and from what is told: by the space that the totals span."""
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    places = {place: number for number, place in enumerate(sorted(gone))}
    totals = {
        tuple(places[place] for place in line if place in gone)
        for line in lines
        # A total of few people is left out itself, wherever it stands.
        if sum(rows[place].fewest for place in line) >= smallest
    }
    sums = sorted(total for total in totals if total)
    if not sums:
        return set()
    matrix: NDArray[np.float64] = np.zeros((len(sums), len(places)))
    for number, total in enumerate(sums):
        matrix[number, list(total)] = 1.0
    _, sizes, spanned = np.linalg.svd(matrix, full_matrices=False)
    spanned = spanned[sizes > sizes[0] * 1e-9]
    weight = (spanned**2).sum(axis=0)
    return {place for place, number in places.items() if weight[number] >= _ONE}


def years(value: object) -> tuple[str, ...]:
    """Give a day or a month with its year; anything else alone."""
    text = "" if value is None else str(value)
    is_time = text[:4].isdigit() and text[4:5] == "-" and text[5:7].isdigit()
    return (text, text[:4]) if is_time else (text,)


def with_coarser(value: object, coarser: Mapping[str, str]) -> tuple[str, ...]:
    """Give a code with the group it lies in (a product with its category)."""
    text = "" if value is None else str(value)
    return (text, coarser.get(text, ""))
