"""The rows of predictions as arrays, a column at a time."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from klantboek.aggregates.arrays import Cells
from klantboek.predictions.forecast import Figure, Forecasts
from klantboek.predictions.predicted import NOTHING_NAMED
from klantboek.predictions.shares import times
from klantboek.predictions.told import Estimate, Reason, Told

if TYPE_CHECKING:
    from klantboek.predictions.hits import HitTest, Options
    from klantboek.predictions.placed import Whole
    from klantboek.predictions.predicted import Predictions
    from klantboek.predictions.purchases import Floats
    from klantboek.predictions.shelf import Flags

_NOTHING_USED = {"too_few", "too_few_reached"}
_AT_ONCE = 20_000


def rows_of(found: "Predictions", currency: str) -> Iterator[tuple[str, list[Cells]]]:
    """Give the rows of all predictions, some thousands at a time with the name of theirs; those of each in their order."""
    every = found.outlook.each
    for start in range(0, len(every), _AT_ONCE):
        some = every.part(start, start + _AT_ONCE)
        yield "relation_outlook", _outlook(found, some, currency)
        for name, each, test in (
            ("next_channel", found.channels.each, found.channels.test),
            ("next_product", found.products.each, found.products.test),
        ):
            yield name, _next(some, each, _method(test), explains=name == "next_product")
    yield "response_chance", _responses(found)
    yield "prediction_tests", [_objects(column) for column in zip(*_tests(found), strict=True)]


def _outlook(found: "Predictions", some: Forecasts, currency: str) -> list[Cells]:
    buying = found.outlook.buying.value

    def three(figure: Figure, digits: int, unit: float = 1) -> list[Cells]:
        return [_numbers(one * unit, digits, some.why[figure] < 0) for one in some.figures[figure]]

    return [
        _objects(some.known.relations),
        Cells(some.known.repeats.astype(np.int64)),
        Cells(some.known.age.astype(np.int64)),
        _objects([str(some.method)] * len(some)),
        _objects([str(buying.sureness) if buying else None] * len(some)),
        *three(Figure.ACTIVE, 1, 100),
        *three(Figure.BUYS, 1, 100),
        *three(Figure.PURCHASES, 2),
        *three(Figure.SPEND, 0),
        *three(Figure.VALUE, 0),
        _objects([currency] * len(some)),
        *(
            _chosen(some.codes, some.why[figure])
            for figure in (Figure.BUYS, Figure.PURCHASES, Figure.SPEND, Figure.VALUE)
        ),
    ]


def _next(some: Forecasts, options: "Options", method: str, *, explains: bool) -> list[Cells]:
    """Give what relations may do next, the likeliest first; one row without any where nothing can be said."""
    named, width = options.likeliest, options.likeliest.width
    rows = np.array([options.places.get(name, -1) for name in some.known.relations], dtype=np.int64)
    silent = np.where((rows < 0) | (width == 0), len(some.codes), -1)
    silent = np.where(some.why[Figure.PURCHASES] < 0, silent, some.why[Figure.PURCHASES])
    counts = np.where(silent < 0, width, 1)
    owners = np.repeat(np.arange(len(some)), counts)
    places = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    spoken = silent[owners] < 0
    of = owners[spoken]
    at = rows[of], places[spoken]
    chances, buys = named.chances[at], some.figures[Figure.BUYS].T[of]
    why = some.why[Figure.BUYS][of]

    def spread(values: "Whole", *, there: "Flags | None" = None, digits: int = 0) -> Cells:
        cells = np.ma.array(np.zeros(len(owners), dtype=np.int64), mask=True)
        cells[spoken] = values if there is None else np.ma.array(values, mask=~there)
        return Cells(cells, digits)

    def words(texts: Sequence[str], chosen: "Whole") -> Cells:
        cells = np.full(len(owners), -1)
        cells[spoken] = chosen
        return _chosen(texts, cells)

    return [
        _chosen(some.known.relations, owners),
        Cells(places + 1),
        words(named.codes, named.places[at]),
        words([method], np.zeros_like(of)),
        *([words(named.grounds, named.because[at])] if explains else []),
        spread(named.parts[at].astype(np.int64)),
        spread(named.wholes[at].astype(np.int64)),
        *(spread(rounded(one * 100, 1), digits=1) for one in chances.T),
        *(spread(rounded(one * 100, 1), there=why < 0, digits=1) for one in times(buys, chances).T),
        _chosen([*some.codes, Reason(NOTHING_NAMED).code], silent[owners]),
        words(some.codes, why),
    ]


def _responses(found: "Predictions") -> list[Cells]:
    method = _method(found.responses.test)
    each = sorted(found.responses.each.items())
    chances = [one.chance for _, one in each]
    told = [one.value or Estimate(0, 0, 0) for one in chances]
    there = np.array([one.value is not None for one in chances], dtype=np.bool_)
    three = np.array([(one.value, one.low, one.high) for one in told]).reshape(-1, 3)
    return [
        _objects([name for name, _ in each]),
        Cells(np.array([one.campaigns for _, one in each], dtype=np.int64)),
        Cells(np.array([one.responses for _, one in each], dtype=np.int64)),
        _objects([method] * len(each)),
        *(_numbers(one * 100, 1, there) for one in three.T),
        _objects([one.reason.code if one.reason else None for one in chances]),
    ]


def _tests(found: "Predictions") -> Iterator[list[Any]]:
    purchases, response = found.outlook.test, found.responses.test
    if (test := purchases.value) is None:
        yield _untested("purchases", "error", purchases)
    else:
        said = [test.came, _hundredth(test.by_model), _hundredth(test.by_naive)]
        errors = [_thousandth(test.model_error), _thousandth(test.naive_error)]
        begin = ["purchases", "error", test.relations, test.start, test.end, *said, *errors]
        yield [*begin, *_gain(test.gain, _thousandth), str(test.method), None]
    yield _hit_test("channel", found.channels.test)
    yield _hit_test("product", found.products.test)
    if (ranked := response.value) is None:
        yield _untested("response", "auc", response)
    else:
        gain = Estimate(*(one - 0.5 for one in (ranked.auc.value, ranked.auc.low, ranked.auc.high)))
        begin = ["response", "auc", ranked.relations, None, None, ranked.responses, None, None]
        yield [
            *begin,
            _percent(ranked.auc.value),
            Decimal("50.0"),
            *_gain(gain, _percent),
            str(ranked.method),
            None,
        ]


def _hit_test(name: str, told: "Told[HitTest]") -> list[Any]:
    test = told.value
    if test is None:
        return _untested(name, "right", told)
    begin = [
        name,
        "right",
        test.relations,
        test.start,
        test.end,
        test.relations,
        test.by_model,
        test.by_naive,
    ]
    shares = [_percent(one / test.relations) for one in (test.by_model, test.by_naive)]
    return [*begin, *shares, *_gain(test.gain, _percent), str(test.method), None]


def _untested(name: str, measure: str, told: "Told[Any]") -> list[Any]:
    code = told.reason.code if told.reason else None
    return [name, measure, *[None] * 11, None if code in _NOTHING_USED else "naive", code]


def _gain(gain: Estimate, write: Any) -> list[Any]:
    return [write(gain.value), write(gain.low), write(gain.high)]


def _method(test: "Told[Any]") -> str:
    return str(test.value.method) if test.value else "naive"


def _objects(values: Sequence[Any]) -> Cells:
    return Cells(np.array([*values, None], dtype=np.object_)[:-1])


def _chosen(words: Sequence[str], places: "Whole") -> Cells:
    """Give for each place the word that stands there, nothing for -1."""
    return Cells(np.array([*words, None], dtype=np.object_)[places])


def _numbers(values: "Floats", digits: int, there: "Flags") -> Cells:
    """Give numbers with so many digits behind the point; nothing where none is told."""
    return Cells(np.ma.array(rounded(np.where(there, values, 0.0), digits), mask=~there), digits)


def rounded(values: "Floats", digits: int) -> "Whole":
    """Give what ``exactly`` gives of many numbers, in units of their last digit."""
    scaled = values * 10**digits + 0.5
    whole = np.floor(scaled)
    # Away from the edges between two values a division will do.
    edge = 1e-8 * (scaled + 1)
    unsure = (values < 0) | (scaled - whole <= edge) | (scaled - whole >= 1 - edge)
    for place in np.flatnonzero(unsure).tolist():
        whole[place] = int(exactly(float(values[place]), digits).scaleb(digits))
    return np.asarray(np.nan_to_num(whole), dtype=np.int64)


def exactly(number: float, digits: int) -> Decimal:
    """Give a number with so many digits, a half away from zero."""
    # The last digits of floats are not the same on each machine: two roundings hide them but on a very edge.
    return Decimal(f"{number:.9g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _percent(share: float) -> Decimal:
    return exactly(share * 100, 1)


def _hundredth(number: float) -> Decimal:
    return exactly(number, 2)


def _thousandth(number: float) -> Decimal:
    return exactly(number, 3)
