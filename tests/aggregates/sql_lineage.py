"""Which columns of the book's tables a SELECT reads, by its syntax tree."""

from functools import cache

from sqlglot import exp, parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from klantboek import tables
from klantboek.aggregates import all_aggregates
from klantboek.tables.definition import fields


@cache
def fields_read(name: str) -> tuple[str, ...]:
    """Give the fields of records that an aggregate reads, also through other aggregates, by path with dots."""
    by_name = {one.name: one for one in all_aggregates()}
    tree = _parsed(by_name[name].sql)
    while known := [one for one in tree.find_all(exp.Table) if one.name in by_name]:
        for table in known:
            table.replace(_parsed(by_name[table.name].sql).subquery(table.alias_or_name))
    return _fields(tree)


def _parsed(sql: str) -> exp.Query:
    # To the parser PERCENT is a word of LIMIT; to us it is a function.
    plain = sql.replace("$as_of", "DATE '2026-11-20'").replace("percent(", '"percent"(')
    tree = parse_one(plain, dialect="duckdb")
    assert isinstance(tree, exp.Query)
    return tree


def _fields(tree: exp.Query) -> tuple[str, ...]:
    schema: dict[str, object] = {
        table.name: {column.name: column.holds.sql for column in table.columns}
        for table in tables.all_tables()
    }
    whole = qualify(tree, schema=schema, dialect="duckdb", quote_identifiers=False)
    found: set[str] = set()
    where = fields()
    for scope in traverse_scope(pushdown_projections(whole)):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table) and (field := where.get((source.name, column.name))):
                found.add(field)
        for source in scope.sources.values():
            if isinstance(source, exp.Table):
                found.add(where[source.name, ""])
    return tuple(sorted(one for one in found if not any(more.startswith(f"{one}.") for more in found)))
