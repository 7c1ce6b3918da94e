"""Derived figures: one SQL file each, whose comment is its documentation.

results = compute_all(book)                      # dict: name -> Result
result = results["purchase_history"]
result.aggregate.title["nl"]                     # also answers, formula; en; source, requirements, charts
[column.heading["en"] for column in result.columns]   # also name, unit, reference
result.rows                                      # tuples: str, int, bool, date, Decimal or None
result.where("relation", "R-00001")              # the rows of one relation
row[result.position("amount_minor")]             # money: minor units of row[result.position("currency")]
"""

from klantboek.aggregates.aggregate import Aggregate, Chart, Column, aggregate_of, all_aggregates
from klantboek.aggregates.compute import AggregateError, Result, Row, Value, compute, compute_all, install
from klantboek.aggregates.refusal import FigureError

__all__ = [
    "Aggregate",
    "AggregateError",
    "Chart",
    "Column",
    "FigureError",
    "Result",
    "Row",
    "Value",
    "aggregate_of",
    "all_aggregates",
    "compute",
    "compute_all",
    "install",
]
