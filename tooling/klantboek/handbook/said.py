"""What figures say of every relation at once: its turnover, what lists tell of it, and the segments it is in."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from klantboek.handbook.streamed import picked, tallied

if TYPE_CHECKING:
    from klantboek.aggregates import Result

_TURNOVER = "customer_class"
# The figure that has a row for each relation and each currency that it orders in.
CURRENCIES = "relation_profit"


def turnovers(results: "Mapping[str, Result]") -> Iterator[tuple[str, int]]:
    """Give what each relation bought in the last twelve months, in minor units of the book's currency, with its number."""
    bought = picked(results.get(_TURNOVER), ["relation", "turnover_minor"])
    return ((str(relation), int(amount)) for relation, amount in bought if amount)


def listed(results: "Mapping[str, Result]", home: str) -> Iterator[tuple[Any, ...]]:
    """Give each relation with its last order, its turnover and the currency of that: the book's, or else one it buys in."""
    others = dict(_abroad(results.get(CURRENCIES), home))
    columns = ["relation", "last_on", "turnover_minor", "currency"]
    for number, last, amount, currency in picked(results.get("relation_activity"), columns):
        yield (number, last, *((not amount and others.get(number)) or (amount, currency)))


def _abroad(result: "Result | None", home: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Give the relations that bought in other currencies; one that did so in several comes with the first one last."""
    currencies = () if result is None else tallied(result, "currency", "")
    for currency in sorted((str(one) for one, _, _ in currencies), reverse=True):
        if currency != home:
            for number, amount in picked(result, ["relation", "turnover_minor"], currency):
                if amount:
                    yield str(number), (amount, currency)


def segments(results: "Mapping[str, Result]") -> Mapping[str, list[str]]:
    """Give the codes of the segments that each relation is in, by its number."""
    found: dict[str, list[str]] = {}
    for result, relation_column, segment_column in _memberships(results):
        for relation, segment in picked(result, [relation_column, segment_column]):
            found.setdefault(str(relation), []).append(str(segment))
    return found


def members(results: "Mapping[str, Result]") -> Mapping[str, int] | None:
    """Count the members of each segment that has any, by its code; None where nobody may know them."""
    for result, _, segment in _memberships(results):
        return {str(code): int(size) for code, size, _ in tallied(result, segment, "")}
    return None


def _memberships(results: "Mapping[str, Result]") -> "Iterator[tuple[Result, str, str]]":
    """Give the figure that says which relation is in which segment, with the columns of both."""
    for result in results.values():
        columns = {column.reference: column.name for column in result.columns if column.reference}
        if {columns.get("segment"), columns.get("relation")} == set(result.aggregate.key):
            yield result, columns["relation"], columns["segment"]
