"""Through which channel a relation will buy next: its own orders, leaning on those of all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from klantboek.predictions.back_test import Method
from klantboek.predictions.bought import Order
from klantboek.predictions.hits import MOST_NAMED, Asked, HitTest, Option, hit_test
from klantboek.predictions.purchases import DAYS_A_WEEK
from klantboek.predictions.shares import leaning
from klantboek.predictions.told import Told


@dataclass(frozen=True)
class Channels:
    """The test of the forecast, and the likeliest channels of each relation, the likeliest first."""

    test: Told[HitTest]
    each: Mapping[str, tuple[Option, ...]]


def next_channels(orders: Sequence[Order], as_of: date, asked: Asked) -> Channels:
    """Give the chance of each channel at the next order: (n_ic + weight · share_c) / (n_i + weight).

    n_ic are the relation's own orders through the channel, share_c that of all orders: the mean of a Dirichlet
    distribution (Agresti 2002, 14.3). Orders are in the order of relations and days. Where the test isn't won the
    shares of all stand for each.
    """
    test = _test(orders, as_of, asked)
    method = test.value.method if test.value else Method.NAIVE
    counts, by_relation = _counted(orders)
    if method is Method.NAIVE:
        whole = sum(counts.values())
        usual = _best(Option(code, leaning(n, whole, 0.0, 0.0), n, whole) for code, n in counts.items())
        return Channels(test, dict.fromkeys(by_relation, usual))
    return Channels(test, {name: _options(own, counts, asked.weight) for name, own in by_relation.items()})


def _counted(orders: Sequence[Order]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    by_relation = {
        name: Counter(one.channel for one in some if one.channel)
        for name, some in groupby(orders, lambda one: one.relation)
    }
    return sum(by_relation.values(), Counter()), by_relation


def _options(own: Counter[str], counts: Counter[str], weight: float) -> tuple[Option, ...]:
    whole, all_ = own.total(), counts.total()
    return _best(
        Option(code, leaning(own[code], whole, count / all_, weight), own[code], whole)
        for code, count in counts.items()
    )


def _best(options: Iterator[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda one: (-one.chance.value, one.code))[:MOST_NAMED])


def _test(orders: Sequence[Order], as_of: date, asked: Asked) -> Told[HitTest]:
    """Name the channel of the first order since the start of the last weeks from what came before."""
    start = as_of - timedelta(days=asked.weeks * DAYS_A_WEEK)
    counts, by_relation = _counted([one for one in orders if one.day <= start])
    usual = min(counts, key=lambda code: (-counts[code], code), default="")
    right = []
    for name, some in groupby(
        (one for one in orders if one.channel and one.day > start), lambda one: one.relation
    ):
        own = by_relation.get(name, Counter())
        if own.total() > 1:
            came = next(some).channel
            right.append((_options(own, counts, asked.weight)[0].code == came, usual == came))
    return hit_test(right, (start, as_of), asked)
