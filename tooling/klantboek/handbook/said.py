"""What figures say of every relation at once: its turnover, and the segments it is in."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from klantboek.handbook.streamed import picked

if TYPE_CHECKING:
    from klantboek.aggregates import Result

_TURNOVER = "customer_class"


def turnovers(results: "Mapping[str, Result]") -> Iterator[tuple[str, int]]:
    """Give what each relation bought in the last twelve months, in minor units of the book's currency, with its number."""
    bought = picked(results.get(_TURNOVER), ["relation", "turnover_minor"])
    return ((str(relation), int(amount)) for relation, amount in bought if amount)


def segments(results: "Mapping[str, Result]") -> Mapping[str, list[str]]:
    """Give the codes of the segments that each relation is in, by its number."""
    found: dict[str, list[str]] = {}
    for result in results.values():
        columns = {column.reference: column.name for column in result.columns if column.reference}
        if {columns.get("segment"), columns.get("relation")} == set(result.aggregate.key):
            for relation, segment in picked(result, [columns["relation"], columns["segment"]]):
                found.setdefault(str(relation), []).append(str(segment))
    return found
