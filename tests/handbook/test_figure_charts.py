"""How the charts of figures stand along their axes, and what stands beside them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.book import load
from klantboek.handbook.charts import Point, across
from klantboek.handbook.charts.axis import growing, months
from klantboek.handbook.edition import Edition
from klantboek.handbook.figure_charts import Drawn, charts
from klantboek.handbook.whole import edition
from klantboek.house import carried
from klantboek.yaml import read

HERE = Path(__file__).parent
AXES = read((HERE / "axes.yaml").read_bytes(), "axes.yaml").value
Named = Callable[[str, int], Drawn]


@pytest.fixture(scope="module")
def drawn(example: Edition) -> Named:
    """Give a function that draws one chart of a figure of the example book."""
    return lambda name, place: charts(example.cells("../"), example.results[name])[place]


def _rows(picture: str) -> dict[str, str]:
    """Give the names and amounts of bars across."""
    return dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", picture))


def _bars(picture: str) -> list[tuple[float, float]]:
    """Give where each bar across starts, and how wide it is."""
    return [(float(x), float(wide)) for x, wide in re.findall(r' x="([-\d.]+)" width="([\d.]+)"', picture)]


@pytest.mark.parametrize("case", AXES["growing"], ids=lambda case: f"{case['low']} to {case['high']}")
def test_steps_grow_away_from_nought(case: dict[str, Any]) -> None:
    """Steps of 1, 2 and 5 lie around all values, and are finest near nought."""
    assert growing(float(case["low"]), float(case["high"]), case["wanted"]) == [
        float(one) for one in case["gives"]
    ]


@given(st.integers(-(10**11), 10**11), st.integers(1, 10**11))
def test_growing_steps_hold_all_values(least: int, more: int) -> None:
    """Whatever lies between the lowest and the highest value lies between two steps."""
    low, high = least / 100, (least + more) / 100
    marks = growing(low, high)
    assert marks == sorted(set(marks))
    assert marks[0] <= low * (1 if low < 0 else 0) * 0.999
    assert marks[-1] >= max(high, 0) * 0.999
    assert 2 <= len(marks) <= 13


@pytest.mark.parametrize("case", AXES["months"], ids=lambda case: str(case["found"]))
def test_months_follow_each_other(case: dict[str, Any]) -> None:
    """Along time every month has its place, also one in which nothing was."""
    found = months([*map(date.fromisoformat, case["found"])], date.fromisoformat(case["today"]), case["most"])
    assert [f"{day:%Y-%m}" for day in found] == case["gives"]
    assert all(day.day == 1 for day in found)


def test_bars_start_at_nought() -> None:
    """The longest bar takes all the room there is, what is below nought goes to the left, and nothing has no bar."""
    points = [
        Point("up", 30, "30"),
        Point("down", -10, "-10"),
        Point("no", 0, "0"),
        Point("bit", 0.001, "0.001"),
    ]
    picture = across(points)
    assert _bars(picture) == [(250.0, 750.0), (0.0, 250.0), (250.0, 0.0), (250.0, 3.0)]
    assert picture.count('class="minus"') == 1


def test_names_beside_bars_are_text() -> None:
    """A name is escaped, stands whole as long as it is a name, and is cut when it is a story."""
    picture = across([Point("<b>" * 40, 1, "<1>"), Point("k" * 80, 1, "1")])
    assert "<b>" not in picture
    assert _rows(picture)["k" * 80] == "1"
    assert f"{'&lt;b&gt;' * 26}&lt;…" in picture


def test_reasons_are_told_apart(drawn: Named) -> None:
    """Two reasons that begin with the same words stand whole."""
    assert len(_rows(drawn("churn_warnings", 0).picture)) == 2


def test_most_do_not_lie_in_one_bar(drawn: Named) -> None:
    """Where most amounts are small and a few very large, the small ones are told apart."""
    counts = [int(one) for one in _rows(drawn("order_totals", 0).picture).values()]
    assert 2 * max(counts) <= sum(counts)
    # Scores are spread evenly: they keep steps of one width.
    assert "10 \N{EN DASH} 20" in _rows(drawn("customer_score", 0).picture)


@pytest.mark.parametrize("case", AXES["spread"], ids=lambda case: str(case["values"]))
def test_steps_are_as_coarse_as_can_be(example: Edition, case: dict[str, Any]) -> None:
    """Of the ways to count, the one with the fewest steps is drawn by which no bar holds more than half of all."""
    result = example.results["loyalty_balance"]
    place, row = result.position("balance"), result.rows[0]
    rows = [(*row[:place], value, *row[place + 1 :]) for value in case["values"]]
    (chart,) = charts(example.cells("../"), replace(result, rows=rows))
    assert [*_rows(chart.picture)] == [
        f"{low} \N{EN DASH} {high}".replace("1000", "1.000") for low, high in pairwise(case["steps"])
    ]


def test_bars_along_time_leave_no_month_out(drawn: Named) -> None:
    """What is to be replaced stands in its month; the months between have their place and are empty."""
    told = re.findall(r"<desc>(.*)</desc>", drawn("replacements_due", 0).picture)[0].split("; ")
    assert len(told) > 24
    assert any(one.endswith(": 0") for one in told)
    assert drawn("replacements_due", 0).title.endswith(": Aantal per maand: te vervangen op")


def test_interval_stands_beside_an_estimate(drawn: Named) -> None:
    """An effect is never drawn without how sure it is."""
    assert re.fullmatch(
        "[0-9,]+ [(][0-9,]+ \N{EN DASH} [0-9,]+[)]",
        _rows(drawn("discount_code_effect", 0).picture)["LENTE25"],
    )


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("2026-11-20", "; the last month up to 20 Nov 2026", "; the last year up to 20 Nov 2026"),
        ("2026-09-30", "", "; the last year up to 30 Sept 2026"),
        ("2025-12-31", "", ""),
    ],
)
def test_month_that_is_not_over_is_said_to_be_so(day: str, month: str, year: str) -> None:
    """A last bar that is low because its month has only begun is no fall; a month that is over needs no word."""
    made = edition(load(carried("records"), date.fromisoformat(day)), "en")
    titles = {
        name: charts(made.cells("../"), made.results[name])[0].title.rpartition(":")[2]
        for name in ("turnover_by_month", "orders_by_year")
    }
    assert titles == {"turnover_by_month": f" Turnover{month}", "orders_by_year": f" Orders by year{year}"}


@pytest.mark.parametrize("name", ["turnover_by_month", "orders_by_year"])
def test_what_ended_before_today_is_over(example: Edition, name: str) -> None:
    """Where nothing was this month or this year, the last bar is of one that is over, and needs no word."""
    result, today = example.results[name], example.book.as_of
    place = result.position(result.aggregate.charts[0].x)
    before = [row for row in result.rows if row[place] not in {today.replace(day=1), today.year}]
    titles = [
        charts(example.cells("../"), replace(result, rows=rows))[0].title for rows in (result.rows, before)
    ]
    assert titles[0].startswith(f"{titles[1]}; ")


def test_groups_of_relations_are_called_relations(drawn: Named) -> None:
    """A figure with a row for each relation in a segment counts relations by segment."""
    assert drawn("segment_members", 0).title.endswith(": Relaties naar segment")
    assert drawn("rfm", 0).title.endswith(": Relaties: R omlaag, F opzij")


def test_cents_stand_on_an_axis_of_cents(example: Edition) -> None:
    """Steps smaller than one euro are not all written as the same whole amount."""
    result = example.results["turnover_by_month"]
    place, home = result.position("turnover_minor"), result.position("currency")
    tiny = [
        tuple(100 + number if at == place else value for at, value in enumerate(row))
        for number, row in enumerate(one for one in result.rows if one[home] == "EUR")
    ]
    picture = charts(example.cells("../"), replace(result, rows=tiny))[0].picture
    marks = re.findall(r'class="end"[^>]*>([^<]*)<', picture)
    assert len(marks) == len(set(marks)) > 2
