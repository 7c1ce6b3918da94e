"""Charts as SVG: made while pages are built, coloured by the theme, without scripts."""

from klantboek.handbook.charts.chart import Point, bars, line, sparkline
from klantboek.handbook.charts.waterfall import waterfall

__all__ = ["Point", "bars", "line", "sparkline", "waterfall"]
