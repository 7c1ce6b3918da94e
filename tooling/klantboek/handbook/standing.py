"""How the book does: turnover of a year by day, active relations, who came and who went, recommendation, by month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.book.minor import major_units
from klantboek.book.period import months_later
from klantboek.handbook.charts import HALF, Point, Series, bars, line, stacked
from klantboek.handbook.edition import Edition
from klantboek.handbook.streamed import summed

Row = Mapping[str, Any]
_MONTHS, _YEAR = 24, 12
_FIGURE = "book_by_month"
_ORDERS = "order_totals"


class Number(NamedTuple):
    """A figure of the whole book, how it was a year before, and the page it stands on."""

    label: str
    value: str
    note: str
    page: str
    tone: str = ""


class Chart(NamedTuple):
    """A chart of the first page: its title, the picture, the page with the figures."""

    title: str
    picture: Markup
    page: str


def _rows(edition: Edition) -> list[Row]:
    """Give the months in their order; none when some tell nothing, for sums over the others would be wrong."""
    rows = list(edition.all_rows(_FIGURE))
    if any(row["buyers"] is None for row in rows):
        return []
    return sorted(rows, key=lambda row: str(row["month"]))


def numbers(edition: Edition) -> Iterator[Number]:
    """Give the figures of the last twelve months beside those of the twelve before them."""
    rows, words, write = _rows(edition), edition.words, edition.write
    year, before = rows[-_YEAR:], rows[-2 * _YEAR : -_YEAR]
    if not year:
        return
    yield from _turnover(edition)
    active, past = year[-1]["active"] or 0, (before[-1]["active"] or 0) if before else 0
    page = "figures/relations_by_month.html"
    yield Number(words("standing.active"), write.number(active), _against(edition, active, past), page)
    for name in ("new", "lost"):
        key = "new_relations" if name == "new" else "lost"
        now, then = (sum(row[key] or 0 for row in some) for some in (year, before))
        yield Number(
            words(f"standing.{name}_year"),
            write.number(now),
            words("standing.before", count=write.number(then)) if before else "",
            page,
        )
    scored = next((row for row in reversed(rows) if row["promoter_score"] is not None), None)
    if scored is not None:
        # In whole points: the interval shows how little a decimal would say.
        score, low, high = (
            write.number(round(scored[name])) for name in ("promoter_score", "score_low", "score_high")
        )
        between = words("home.between", low=low, high=high)
        yield Number(words("home.score"), score, between, "figures/net_promoter_score.html")


def _turnover(edition: Edition) -> Iterator[Number]:
    """Give the turnover of twelve months to the day, as figures about relations have it, beside that of the same days before."""
    result = edition.results.get(_ORDERS)
    if result is None:
        return
    as_of, home = edition.book.as_of, edition.book.settings.currency
    days = [months_later(as_of, -_YEAR * years) for years in range(3)]
    now, then = (summed(result, "amount_minor", home, after, until) for until, after in pairwise(days))
    amount = edition.write.whole_money(major_units(now, home), home)
    yield Number(
        edition.words("standing.turnover"),
        amount,
        _against(edition, now, then),
        "figures/turnover_by_month.html",
    )


def _against(edition: Edition, now: int, then: int) -> str:
    """Say how much more or less it is than a year before."""
    if not then:
        return ""
    change = round(100 * (now - then) / then)
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    return edition.words("standing.change", change=f"{sign}{edition.write.percent(abs(change))}")


def charts(edition: Edition) -> Iterator[Chart]:
    """Give the charts by month."""
    rows, words, write = _rows(edition)[-_MONTHS:], edition.words, edition.write
    if not rows:
        return
    home = edition.book.settings.currency

    def money(height: float) -> str:
        return write.whole_money(int(height), home)

    def plain(height: float) -> str:
        return write.number(Decimal(f"{abs(height):g}"))

    amounts = [
        Point(
            _month(edition, row),
            float(major_units(row["turnover_minor"] or 0, home)),
            write.minor(row["turnover_minor"] or 0, home),
        )
        for row in rows
    ]
    title = words("home.turnover")
    yield Chart(title, bars(title, amounts, money, HALF), "figures/turnover_by_month.html")
    title = words("standing.came")
    series = [
        Series(words(f"standing.{name}"), tone, _points(edition, rows, key, sign))
        for name, key, tone, sign in (("new", "new_relations", "good", 1), ("lost", "lost", "minus", -1))
    ]
    yield Chart(title, stacked(title, series, plain, HALF), "figures/relations_by_month.html")
    title = words("standing.active")
    yield Chart(
        title,
        line(title, _points(edition, rows, "active", 1), plain, HALF),
        "figures/relations_by_month.html",
    )
    scores = [row for row in rows if row["promoter_score"] is not None]
    if len(scores) > 1:
        title = words("home.score")
        yield Chart(
            title,
            line(title, _points(edition, scores, "promoter_score", 1), _signed(edition), HALF),
            "figures/net_promoter_score.html",
        )


def _signed(edition: Edition) -> Callable[[float], str]:
    return lambda height: edition.write.number(Decimal(f"{height:g}"))


def _points(edition: Edition, rows: Sequence[Row], key: str, sign: int) -> list[Point]:
    return [
        Point(_month(edition, row), sign * float(row[key] or 0), edition.write.number(row[key] or 0))
        for row in rows
    ]


def _month(edition: Edition, row: Row) -> str:
    return edition.write.month(row["month"])
