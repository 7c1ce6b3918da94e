"""Through which channel a relation will order next: its own orders, leaning on those of all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from klantboek.predictions.back_test import Method
from klantboek.predictions.bought import Order, ordered
from klantboek.predictions.hits import MOST_NAMED, Asked, HitTest, Likeliest, Option, Options, hit_test
from klantboek.predictions.placed import Placed, Whole
from klantboek.predictions.purchases import DAYS_A_WEEK
from klantboek.predictions.shares import all_leaning, leaning
from klantboek.predictions.told import Told


@dataclass(frozen=True)
class Channels:
    """The test of the forecast, and the likeliest channels of each relation, the likeliest first."""

    test: Told[HitTest]
    each: Options


def next_channels(orders: Placed | Iterable[Order], as_of: date, asked: Asked) -> Channels:
    """Give the chance of each channel at the next order: (n_ic + weight · share_c) / (n_i + weight).

    n_ic are the relation's own orders through the channel, share_c that of all orders: the mean of a Dirichlet
    distribution (Agresti 2002, 14.3). Where the test isn't won the shares of all stand for each.
    """
    rows = ordered(orders)
    test = _test(rows, as_of, asked)
    method = test.value.method if test.value else Method.NAIVE
    own = _Counted.of(rows, None)
    places = np.unique(rows.places)
    relations = tuple(rows.relations[place] for place in places.tolist())
    if method is Method.MODEL:
        return Channels(test, Options(relations, places, own.likeliest(asked.weight)))
    whole = sum(own.all.values())
    usual = [Option(code, leaning(n, whole, 0.0, 0.0), n, whole) for code, n in own.all.items()]
    return Channels(test, Options(relations, np.zeros_like(places), Likeliest.of(usual)))


@dataclass(frozen=True, eq=False)
class _Counted:
    """How many orders each relation placed through each channel (a row and a column each), and all together."""

    codes: tuple[str, ...]
    by_relation: Whole
    all: Counter[str]

    @classmethod
    def of(cls, rows: Placed, until: date | None) -> "_Counted":
        """Count the orders until a day, or all; those without a channel don't count."""
        kept = rows.days <= (until or date.max).toordinal()
        size = len(rows.words)
        cells = np.bincount(
            rows.places[kept] * size + rows.said[kept], minlength=len(rows.relations) * size
        ).reshape(len(rows.relations), size)
        named = [place for place, code in enumerate(rows.words) if code]
        counts = cells[:, named]
        codes = tuple(rows.words[place] for place in named)
        totals = zip(codes, counts.sum(axis=0).tolist(), strict=True)
        return cls(codes, counts, Counter({code: count for code, count in totals if count}))

    def likeliest(self, weight: float) -> Likeliest:
        """Give the likeliest channels of each relation."""
        totals = np.array([self.all[code] for code in self.codes], dtype=np.int64)
        used = np.flatnonzero(totals)
        part = self.by_relation[:, used].astype(np.float64)
        whole = np.broadcast_to(self.by_relation.sum(axis=1, keepdims=True), part.shape).astype(np.float64)
        share = np.broadcast_to(totals[used] / max(self.all.total(), 1), part.shape)
        chances = np.stack(all_leaning(part, whole, share, np.full(part.shape, weight)), axis=-1)
        # The codes are in their order, and of equals the first comes first.
        best = np.argsort(-chances[:, :, 0], axis=1, kind="stable")[:, :MOST_NAMED]
        return Likeliest(
            tuple(self.codes[place] for place in used.tolist()),
            best,
            np.take_along_axis(chances, best[:, :, None], axis=1),
            np.take_along_axis(part, best, axis=1),
            np.take_along_axis(whole, best, axis=1),
            np.zeros_like(best),
        )


def _test(rows: Placed, as_of: date, asked: Asked) -> Told[HitTest]:
    """Name the channel of the first order since the start of the last weeks from what came before."""
    start = as_of - timedelta(days=asked.weeks * DAYS_A_WEEK)
    known = _Counted.of(rows, start)
    usual = min(known.all, key=lambda code: (-known.all[code], code), default="")
    since = rows.days > start.toordinal()
    since &= np.array([bool(code) for code in rows.words], dtype=np.bool_)[rows.said]
    places, firsts = np.unique(rows.places[since], return_index=True)
    came = rows.said[since][firsts].tolist()
    several = known.by_relation.sum(axis=1) > 1
    named = known.likeliest(asked.weight)
    right = [
        (named.code(place) == rows.words[word], usual == rows.words[word])
        for place, word in zip(places.tolist(), came, strict=True)
        if several[place]
    ]
    return hit_test(right, (start, as_of), asked)
