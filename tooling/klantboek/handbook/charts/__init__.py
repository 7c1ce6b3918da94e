"""Charts as SVG: made while pages are built, coloured by the theme, without scripts."""

from klantboek.handbook.charts.across import across
from klantboek.handbook.charts.chart import bars, line, sparkline
from klantboek.handbook.charts.columns import columns
from klantboek.handbook.charts.frame import HALF, Point
from klantboek.handbook.charts.heat import heat
from klantboek.handbook.charts.stacked import Series, stacked
from klantboek.handbook.charts.tree import Branch, tree
from klantboek.handbook.charts.waterfall import waterfall

__all__ = [
    "HALF", "Branch", "Point", "Series", "across", "bars", "columns", "heat", "line", "sparkline", "stacked", "tree", "waterfall",
]  # fmt: skip
