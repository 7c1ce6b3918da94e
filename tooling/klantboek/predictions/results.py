"""Predictions as figures with columns and rows, like those of the aggregates: for tables, files and pages."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek.aggregates import Aggregate, Column, HeaderError, Result, Row
from klantboek.aggregates.aggregate import read_aggregate
from klantboek.aggregates.anonymous import More
from klantboek.predictions.told import Estimate, Told, in_short
from klantboek.tables.table import Column as TableColumn
from klantboek.tables.table import Holds

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.predictions.forecast import Forecast
    from klantboek.predictions.hits import HitTest, Option
    from klantboek.predictions.predicted import Predictions

_FOLDER = Path(__file__).parent / "figures"
_SILENT = "silent"
_NOTHING_USED = {"too_few", "too_few_reached"}
# The figures that predictions are made from.
READS = ("order_totals", "order_lines", "campaign_contacts")
_NUMBERS = {
    "purchases", "purchases_low", "purchases_high", "said_by_model", "said_by_naive",
    "model", "naive", "gain", "gain_low", "gain_high",
}  # fmt: skip
_DAYS = {"from_day", "to_day"}
_AT_ONCE = 1000
_SCALES = {"1": 1, "0.1": 10, "0.01": 100, "0.001": 1000}
_PERCENTS = tuple(Decimal(tenths) * Decimal("0.1") for tenths in range(1001))
_EDGE = 1e-4
Cells = list[Any]


@cache
def all_predictions() -> tuple[Aggregate, ...]:
    """Give the description of every prediction, by name: each file of figures/ is one."""
    return tuple(_described(file) for file in sorted(_FOLDER.glob("*.yaml")))


def _described(file: Path) -> Aggregate:
    """Read a description; a column ``silent…`` holds the code of a reason."""
    found, faults = read_aggregate(file.stem, f"/*\n{file.read_text(encoding='utf-8').strip()}\n*/\nSELECT")
    if found is None:
        raise HeaderError(
            "\n".join(f"{file.name}:{one.line - 1}:{one.column}: {one.message}" for one in faults)
        )
    columns = tuple(
        replace(one, choices=in_short()) if one.name.startswith(_SILENT) else one for one in found.columns
    )
    return replace(found, columns=columns, sql="")


def more_figures() -> More:
    """Give what makes the predictions of a book from its figures, and what their columns hold."""
    return More(READS, columns(), make_predictions)


def make_predictions(book: "Book", results: Mapping[str, Result]) -> dict[str, Result]:
    """Give the predictions of a book from the figures that they read, by name."""
    from klantboek.predictions.predicted import predict  # noqa: PLC0415 -- numpy takes 0.1 s to import

    return predictions_of(predict(book, results), book.settings.currency)


def columns() -> Mapping[str, Sequence[TableColumn]]:
    """Give what the columns of each prediction hold, by its name."""
    return {
        one.name: tuple(TableColumn(column.name, _holds(column), "") for column in one.columns)
        for one in all_predictions()
    }


def _holds(column: Column) -> Holds:
    if column.unit == "money":
        return Holds.MONEY
    if column.unit == "percent" or column.name in _NUMBERS:
        return Holds.NUMBER
    if column.name in _DAYS:
        return Holds.DATE
    return Holds.TEXT if column.reference or column.choices or column.name == "currency" else Holds.INTEGER


def predictions_of(found: "Predictions", currency: str) -> dict[str, Result]:
    """Give the rows of each prediction, by its name."""
    rows: dict[str, list[Row]] = {one.name: [] for one in all_predictions()}
    for name, some in rows_of(found, currency):
        rows[name] += some
    return {one.name: Result(one, tuple(rows[one.name])) for one in all_predictions()}


def rows_of(found: "Predictions", currency: str) -> Iterator[tuple[str, list[Row]]]:
    """Give the rows of all predictions, a few at a time with the name of theirs; those of each in their order."""
    for start in range(0, len(found.outlook.each), _AT_ONCE):
        some = found.outlook.each[start : start + _AT_ONCE]
        for name, made in (
            ("relation_outlook", (_outlook(found, one, currency) for one in some)),
            ("next_channel", _channels(found, some)),
            ("next_product", _products(found, some)),
        ):
            yield name, [tuple(row) for row in made]
    yield "response_chance", [tuple(row) for row in _responses(found)]
    yield "prediction_tests", [tuple(row) for row in _tests(found)]


def _outlook(found: "Predictions", one: "Forecast", currency: str) -> Cells:
    buying = found.outlook.buying.value
    purchases = _three(one.purchases, _hundredth)
    return [
        one.relation,
        one.repeats,
        one.weeks,
        str(one.method),
        str(buying.sureness) if buying else None,
        *_three(one.active, percent),
        *_three(one.buys, percent),
        *purchases,
        *_three(one.spend, _whole),
        *_three(one.value, _whole),
        currency,
        *(
            told.reason.code if told.reason else None
            for told in (one.buys, one.purchases, one.spend, one.value)
        ),
    ]


def _channels(found: "Predictions", some: "Sequence[Forecast]") -> Iterator[Cells]:
    method = _method(found.channels.test)
    for one, place, option, silent in _options(found, some, found.channels.each):
        if option is None:
            yield [one.relation, 1, *[None] * 10, silent, None]
        else:
            yield [
                one.relation,
                place,
                option.code,
                method,
                option.part,
                option.whole,
                *_chances(one, option),
            ]


def _products(found: "Predictions", some: "Sequence[Forecast]") -> Iterator[Cells]:
    method = _method(found.products.test)
    for one, place, option, silent in _options(found, some, found.products.each):
        if option is None:
            yield [one.relation, 1, *[None] * 11, silent, None]
        else:
            begin = [one.relation, place, option.code, method, option.because]
            yield [*begin, option.part, option.whole, *_chances(one, option)]


def _options(
    found: "Predictions", some: "Sequence[Forecast]", each: "Mapping[str, Sequence[Option]]"
) -> "Iterator[tuple[Forecast, int, Option | None, str]]":
    """Give what relations may do next, the likeliest first; one line without any where nothing can be said."""
    for one in some:
        options = tuple(each.get(one.relation, ()))
        reason = found.why_no_next(one, options)
        if reason is not None:
            yield one, 1, None, reason.code
        else:
            yield from ((one, place, option, "") for place, option in enumerate(options, 1))


def _chances(one: "Forecast", option: "Option") -> Cells:
    from klantboek.predictions.shares import times  # noqa: PLC0415

    own = [percent(part) for part in (option.chance.value, option.chance.low, option.chance.high)]
    if one.buys.value is None:
        return [*own, None, None, None, None, one.buys.reason.code if one.buys.reason else None]
    whole = times(one.buys.value, option.chance)
    return [*own, *(percent(part) for part in (whole.value, whole.low, whole.high)), None, None]


def _responses(found: "Predictions") -> Iterator[Cells]:
    method = _method(found.responses.test)
    for name, one in sorted(found.responses.each.items()):
        code = one.chance.reason.code if one.chance.reason else None
        yield [name, one.campaigns, one.responses, method, *_three(one.chance, percent), code]


def _tests(found: "Predictions") -> Iterator[Cells]:
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
            percent(ranked.auc.value),
            Decimal("50.0"),
            *_gain(gain, percent),
            str(ranked.method),
            None,
        ]


def _hit_test(name: str, told: "Told[HitTest]") -> Cells:
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
    shares = [percent(one / test.relations) for one in (test.by_model, test.by_naive)]
    return [*begin, *shares, *_gain(test.gain, percent), str(test.method), None]


def _untested(name: str, measure: str, told: "Told[Any]") -> Cells:
    code = told.reason.code if told.reason else None
    return [name, measure, *[None] * 11, None if code in _NOTHING_USED else "naive", code]


def _gain(gain: Estimate, write: Any) -> Cells:
    return [write(gain.value), write(gain.low), write(gain.high)]


def _method(test: "Told[Any]") -> str:
    return str(test.value.method) if test.value else "naive"


def _three(told: Told[Estimate], write: Any) -> Cells:
    one = told.value
    return [None, None, None] if one is None else [write(one.value), write(one.low), write(one.high)]


def percent(share: float) -> Decimal:
    """Give a share in percent with one decimal."""
    scaled = share * 1000 + 0.5
    # As ``_rounded`` does it, and quicker, for there are many.
    if _EDGE < scaled % 1 < 1 - _EDGE and 0 <= share <= 1:
        return _PERCENTS[int(scaled)]
    return _rounded(share * 100, "0.1")


def _hundredth(number: float) -> Decimal:
    return _rounded(number, "0.01")


def _thousandth(number: float) -> Decimal:
    return _rounded(number, "0.001")


def _whole(number: float) -> int:
    return int(_rounded(number, "1"))


def _rounded(number: float, step: str) -> Decimal:
    scale = _SCALES[step]
    scaled = number * scale + 0.5
    whole = math.floor(scaled)
    # Away from the edges between two values a division will do, which takes a tenth of the time.
    edge = 1e-8 * (scaled + 1)
    if number >= 0 and edge < scaled - whole < 1 - edge:
        return _decimal(whole, step)
    # The last digits of floats are not the same on each machine: two roundings hide them but on a very edge.
    return Decimal(f"{number:.9g}").quantize(Decimal(step), ROUND_HALF_UP)


@lru_cache(maxsize=20_000)
def _decimal(whole: int, step: str) -> Decimal:
    return Decimal(whole) * Decimal(step)
