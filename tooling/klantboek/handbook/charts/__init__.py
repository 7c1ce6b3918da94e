"""Charts as SVG: made while pages are built, coloured by the theme, without scripts."""

from klantboek.handbook.charts.across import across
from klantboek.handbook.charts.chart import bars, line, sparkline
from klantboek.handbook.charts.frame import HALF, Point
from klantboek.handbook.charts.heat import heat
from klantboek.handbook.charts.stacked import Series, stacked
from klantboek.handbook.charts.waterfall import waterfall

__all__ = ["HALF", "Point", "Series", "across", "bars", "heat", "line", "sparkline", "stacked", "waterfall"]
