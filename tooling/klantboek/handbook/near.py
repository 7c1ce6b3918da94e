"""Rows of figures by the names of their columns; those about the relations that were asked about last are at hand."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from klantboek.handbook.asking import ask
from klantboek.handbook.streamed import about

if TYPE_CHECKING:
    from klantboek.aggregates import Result, Row

Named = Sequence[Mapping[str, Any]]


# Pages of so many relations are made together.
TOGETHER = 32


class NearRows:
    """The rows of the figures of an edition: the parts of a page ask for the same ones of its relation."""

    def __init__(self, results: "Mapping[str, Result]") -> None:
        self._results = results
        self._headings = cache(self._names)
        self._near: dict[str, dict[str, Named]] = {}

    def all(self, figure: str) -> Iterator[Mapping[str, Any]]:
        """Give all rows of a figure, one after the other."""
        result = self._results.get(figure)
        names = self._headings(figure) if result is not None else ()
        return (dict(zip(names, row, strict=True)) for row in (() if result is None else result.rows))

    def about(self, figure: str, relation: str) -> Named:
        """Give the rows of a figure about a relation."""
        near = self._near.get(relation)
        if near is None:
            if len(self._near) == TOGETHER:
                self._near.clear()
            near = self._near[relation] = {}
        found = near.get(figure)
        if found is None:
            result = self._results.get(figure)
            rows = () if result is None else about(result, "relation", relation)
            found = near[figure] = self._named(figure, rows) if rows else ()
        else:
            # Who notes what a page asks for must hear of it each time.
            ask("about", relation)
        return found

    def _named(self, figure: str, rows: "Sequence[Row]") -> Named:
        names = self._headings(figure)
        return [dict(zip(names, row)) for row in rows]  # noqa: B905 -- a row has a value for each column

    def _names(self, figure: str) -> tuple[str, ...]:
        return tuple(column.name for column in self._results[figure].columns)
