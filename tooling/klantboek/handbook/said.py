"""What figures say of every relation at once: its turnover, and the segments it is in."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klantboek.aggregates import Result

_TURNOVER = "customer_class"


def turnovers(results: "Mapping[str, Result]") -> Mapping[str, int]:
    """Give what each relation bought in the last twelve months, in minor units of the book's currency, by its number."""
    result = results.get(_TURNOVER)
    if result is None:
        return {}
    relation, amount = result.position("relation"), result.position("turnover_minor")
    return {str(row[relation]): int(str(row[amount])) for row in result.rows if row[amount]}


def segments(results: "Mapping[str, Result]") -> Mapping[str, list[str]]:
    """Give the codes of the segments that each relation is in, by its number."""
    found: dict[str, list[str]] = {}
    for result in results.values():
        columns = {column.reference: column.name for column in result.columns if column.reference}
        if {columns.get("segment"), columns.get("relation")} == set(result.aggregate.key):
            segment, relation = (result.position(columns[one]) for one in ("segment", "relation"))
            for row in result.rows:
                found.setdefault(str(row[relation]), []).append(str(row[segment]))
    return found
