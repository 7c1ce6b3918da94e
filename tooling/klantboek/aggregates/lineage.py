"""Which fields of records a SELECT reads, by its syntax tree."""

from collections.abc import Mapping
from typing import Any

from klantboek import tables
from klantboek.aggregates.grammar import dialect, parsed
from klantboek.tables.definition import fields


def fields_read(sql: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """Give the fields that a SELECT reads, also through the other aggregates (their SELECTs by name), by path with dots.

    Raises NoSelectError, and sqlglot's OptimizeError for a column that no table has.
    """
    return _fields(whole(parsed(sql), others))


def whole(tree: Any, others: Mapping[str, str]) -> Any:
    """Put the SELECTs of other aggregates in the place of their names."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    while known := [one for one in tree.find_all(exp.Table) if one.name in others]:
        for table in known:
            table.replace(parsed(others[table.name]).subquery(table.alias_or_name))
    return tree


def columns_of(tree: Any) -> list[str]:
    """Give the names of the columns of a result."""
    return [str(one) for one in tree.named_selects]


def qualified(tree: Any) -> Any:
    """Name for each column the table that it is of. Raises sqlglot's OptimizeError."""
    from sqlglot.optimizer.qualify import qualify  # noqa: PLC0415 -- 0.3 s to import

    schema: dict[str, object] = {
        table.name: {column.name: column.holds.sql for column in table.columns}
        for table in tables.all_tables()
    }
    return qualify(tree, schema=schema, dialect=dialect(), quote_identifiers=False)


def _fields(tree: Any) -> tuple[str, ...]:
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import
    from sqlglot.optimizer.pushdown_projections import pushdown_projections  # noqa: PLC0415
    from sqlglot.optimizer.scope import traverse_scope  # noqa: PLC0415

    found: set[str] = set()
    where = fields()
    for scope in traverse_scope(pushdown_projections(qualified(tree))):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table) and (field := where.get((source.name, column.name))):
                found.add(field)
        for source in scope.sources.values():
            if isinstance(source, exp.Table):
                found.add(where[source.name, ""])
    return tuple(sorted(one for one in found if not any(more.startswith(f"{one}.") for more in found)))
