"""Looking ahead: the models, what they were worth on the past beside the simplest forecast, and what they say."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.handbook.ahead import PAGE, between, label, option_name, three_of
from klantboek.handbook.asking import ask
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, bars
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, number_key
from klantboek.handbook.markup import NOTHING, Fact, escaped, pairs
from klantboek.handbook.page import Page

if TYPE_CHECKING:
    from klantboek.predictions.ground import Ground

_MOST = 100
_NEXT = ("channel", "product")
_TOLD = ("active", "buys", "purchases", "value")


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of the predictions, where the orders are open to the reader."""
    if edition.foreseen is not None and "relation_outlook" in edition.results:
        title = edition.words("ahead.title")
        yield Page(PAGE, "predictions", title, partial(_make, edition, edition.foreseen), "figures", 32)


def _make(edition: Edition, found: "Ground") -> Mapping[str, Any]:
    ask("ground")
    words, cells = edition.words, edition.cells("")
    return {
        "title": words("ahead.title"),
        "intro": words("ahead.intro", weeks=found.weeks),
        "rests": [_capital(one) for one in _rests(edition, found)],
        "tests": list(_tests(edition, found)),
        "chart": _chart(edition, found),
        "facts": pairs(_parameters(edition, found)),
        "relations": _relations(cells, edition),
        "figures": [
            (name, edition.results[name].aggregate.title[edition.language])
            for name in ("relation_outlook", "next_channel", "next_product", "response_chance")
            if name in edition.results
        ],
    }


def _tests(edition: Edition, found: "Ground") -> Iterator[dict[str, Any]]:
    """Give for each prediction how near or how often right it was, beside the simplest, and what is used."""
    words = edition.words
    rows = {row["prediction"]: row for row in edition.all_rows("prediction_tests")}
    for name, reason in found.verdicts:
        if (row := rows.get(name)) is not None:
            measure = _measure(edition, row["measure"])
            yield {
                "name": words(f"ahead.test.{name}"),
                "measure": words(f"ahead.measure.{row['measure']}"),
                "relations": _said(row["relations"], edition.write.number),
                "model": _said(row["model"], measure),
                "naive": _said(row["naive"], measure),
                "gain": _gain(row, measure),
                "used": words(f"ahead.used.{row['method'] or 'nothing'}"),
                "why": f"{reason.say(edition.language)}.",
            }


def _measure(edition: Edition, measure: str) -> Callable[[Any], str]:
    return edition.write.number if measure == "error" else edition.write.percent


def _said(value: Any, write: Callable[[Any], str]) -> str:
    return "" if value is None else write(value)


def _gain(row: Mapping[str, Any], write: Callable[[Any], str]) -> str:
    if row["gain"] is None:
        return ""
    middle, low, high = (write(row[name]) for name in ("gain", "gain_low", "gain_high"))
    return f"{middle} ({low} \u2013 {high})"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _rests(edition: Edition, found: "Ground") -> Iterator[str]:
    words, write = edition.words, edition.write
    buying, spend, total = found.buying, found.spend, found.total.value
    if fit := buying.value:
        yield words(
            "ahead.fitted",
            relations=write.number(fit.relations),
            repeat_buyers=write.number(fit.repeat_buyers),
            sureness=words(f"ahead.sureness.{fit.sureness}"),
        )
    elif buying.reason:
        yield buying.reason.say(edition.language)
    if spend.reason and not (buying.reason and buying.reason.code == spend.reason.code):
        yield words("ahead.no_spend", why=spend.reason.say(edition.language))
    if total:
        low, middle, high = (write.number(round(one)) for one in (total.low, total.value, total.high))
        method = words(f"ahead.method.{found.method}")
        yield words("ahead.total", middle=middle, low=low, high=high, method=method, weeks=found.weeks)


def _parameters(edition: Edition, found: "Ground") -> Iterator[Fact]:
    buying, spend = found.buying.value, found.spend.value
    if buying:
        said = ", ".join(f"{name} = {buying.parameters[name]:.4g}" for name in ("r", "alpha", "a", "b"))
        yield escaped("BG/NBD"), escaped(f"{said}; ln L = {buying.log_likelihood:.1f}")
    if spend:
        p, q, v = (spend.parameters[name] for name in ("p", "q", "v"))
        values = (("p", p), ("q", q), ("v", v / 100))
        said = ", ".join(f"{name} = {value:.4g}" for name, value in values)
        yield escaped("Gamma-Gamma"), escaped(f"{said}; ln L = {spend.log_likelihood:.1f}")
    if found.weight:
        share = edition.write.percent(round(100 * found.share))
        words = edition.words("ahead.response_weight", weight=f"{found.weight:g}", share=share)
        yield escaped(edition.words("ahead.test.response")), escaped(words)


def _chart(edition: Edition, found: "Ground") -> Markup:
    """Draw what came in the tested weeks beside what the model and the simplest forecast had said."""
    test = found.test
    if test is None:
        return NOTHING
    write = edition.write
    three = (("came", float(test.came)), ("model", test.by_model), ("naive", test.by_naive))
    points = [
        Point(edition.words(f"ahead.bar.{name}"), value, write.number(round(value))) for name, value in three
    ]
    return bars(
        edition.words("ahead.chart", weeks=test.weeks), points, lambda height: write.number(int(height))
    )


def _relations(cells: Cells, edition: Edition) -> Listing | None:
    """List the relations with most to expect."""
    told: Counter[str] = Counter()
    spoken = nsmallest(_MOST, _spoken(edition, told), lambda row: (-row["purchases"], row["relation"]))
    if not spoken:
        return None
    keys = [key for key in _TOLD if told[key]]
    columns = [
        Column(edition.words("column.name")),
        *(Column(label(cells, key), "n") for key in keys),
        *(Column(label(cells, what)) for what in _NEXT),
    ]
    numbers = {row["relation"] for row in spoken}
    edition.take([one for number in numbers if (one := edition.book.find("relation", number)) is not None])
    firsts = {what: _firsts(edition, what, numbers) for what in _NEXT}
    rows = [
        [
            (cells.record("relation", row["relation"]), ""),
            *(_figure(cells, key, row) for key in keys),
            *(firsts[what].get(row["relation"], EMPTY) for what in _NEXT),
        ]
        for row in spoken
    ]
    return Listing.of(columns, rows, told["purchases"] - len(spoken))


def _spoken(edition: Edition, told: Counter[str]) -> Iterator[Mapping[str, Any]]:
    """Give the relations of which something is said, and count of how many each figure is told."""
    for row in edition.all_rows("relation_outlook"):
        if row["purchases"] is not None:
            told.update(key for key in _TOLD if three_of(row, key) is not None)
            yield row


def _figure(cells: Cells, key: str, row: Mapping[str, Any]) -> Sorted:
    three = three_of(row, key)
    return (
        EMPTY
        if three is None
        else (between(cells, key, three, row["currency"], "<br>"), number_key(three[0]))
    )


def _firsts(edition: Edition, what: str, numbers: set[str]) -> dict[str, Sorted]:
    """Give the likeliest channel or product of some relations."""
    cells = edition.cells("")
    return {
        number: (option_name(cells, what, row[what]), str(row[what]))
        for number in sorted(numbers)
        for row in edition.rows(f"next_{what}", number)
        if row["place"] == 1 and row[what] is not None
    }
