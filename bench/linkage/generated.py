"""Labelled sets from the book generator: a Dutch and Belgian crowd with copies and lookalikes."""

from collections.abc import Iterator
from random import Random
from typing import Any

from books.crowd import crowd
from books.duplicates import Labelled, copies, grown, resembling
from linkage.sets import LabelledSet, pair

Data = dict[str, Any]
# One relation in five is entered again, one in nine has somebody who resembles it: so much larger is the whole.
_EVERY, _RESEMBLE_EVERY = 5, 9
_LARGER = 1.33


def generated(size: int, seed: int) -> LabelledSet:
    """Give about this many records, copies and lookalikes among them."""
    records = list(crowd(seed, round(size / _LARGER)))
    added, truth = grown(records, seed, len(records) + 1, _EVERY, _RESEMBLE_EVERY)
    return LabelledSet(
        f"dutch {size:,} seed {seed}",
        records + added,
        frozenset(pair(two.a, two.b) for two in truth if two.same),
        {pair(two.a, two.b): two.kinds for two in truth},
    )


def streamed(size: int, seed: int) -> Iterator[tuple[Data, list[Labelled]]]:
    """Give as many records one by one, each with what it makes true; for sizes that memory need not hold."""
    first = round(size / _LARGER)
    number = first + 1
    for place, record in enumerate(crowd(seed, first)):
        yield record, []
        if place % _EVERY and place % _RESEMBLE_EVERY:
            continue
        rng = Random(f"{seed}/{place}")
        make = resembling if place % _EVERY else copies
        added, truth = make(rng, record, number)
        number += len(added)
        for place_of_added, one in enumerate(added):
            yield one, truth if place_of_added == 0 else []
