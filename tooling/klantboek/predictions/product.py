"""Which product a relation will buy next: what it buys often, what follows on what it has, what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from klantboek.predictions.back_test import Method
from klantboek.predictions.baskets import Basket, Baskets
from klantboek.predictions.hits import Asked, HitTest, Likeliest, Options, hit_test
from klantboek.predictions.purchases import DAYS_A_WEEK
from klantboek.predictions.rates import Offer, Rates
from klantboek.predictions.told import Told


@dataclass(frozen=True)
class Products:
    """The test of the forecast, and the likeliest products of each relation, the likeliest first."""

    test: Told[HitTest]
    each: Options


def next_products(
    baskets: Mapping[str, tuple[Basket, ...]], offers: Sequence[Offer], as_of: date, asked: Asked
) -> Products:
    """Give the chance of each product to be bought on a relation's next purchase day, whenever that is.

    Each is a share of purchase days, leaning on the same share of all (``shares.leaning``):

    - of what it bought before, of its own purchase days; of what lasts, instead of the days on which others that
      had it bought it again, apart for what is past its life and what is not;
    - of what it never bought, of the days on which others bought that for the first time while they had one of
      the products that this relation has: the one that says most.

    Where the test against the product that is sold most isn't won, what is sold most stands for each.
    """
    baskets = Baskets.of(baskets)
    test = _test(baskets, offers, as_of, asked)
    rates = Rates.of(baskets, offers, as_of)
    names, size = tuple(baskets), len(baskets)
    if test.value is None or test.value.method is Method.NAIVE:
        return Products(test, Options(names, np.zeros(size, dtype=np.int64), Likeliest.of(rates.usual())))
    return Products(test, Options(names, np.arange(size), rates.likeliest(baskets, as_of, asked.weight)))


def _test(baskets: Baskets, offers: Sequence[Offer], as_of: date, asked: Asked) -> Told[HitTest]:
    """Name a product of the first purchase day since the start of the last weeks from what came before."""
    start = as_of - timedelta(days=asked.weeks * DAYS_A_WEEK)
    known = baskets.until(start)
    rates = Rates.of(known, offers, start)
    usual = {one.code for one in rates.usual()[:1]}
    likeliest, several = rates.likeliest(known, start, asked.weight), known.several()
    came = baskets.first_after(start)
    right = [
        (likeliest.code(place) in came[name], not usual.isdisjoint(came[name]))
        for place, name in enumerate(known)
        if several[place] and name in came
    ]
    return hit_test(right, (start, as_of), asked)
