"""What the condition of a segment can ask for: the columns of relation_facts, with what each holds and is made of."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from klantboek import tables
from klantboek.aggregates import all_aggregates, install
from klantboek.aggregates.grammar import parsed
from klantboek.aggregates.lineage import fields_read

if TYPE_CHECKING:
    from klantboek.aggregates import Aggregate

# Which relation a row is about, and in what its amounts are.
_NOT_ASKED = {"relation", "currency"}
_KINDS = {"VARCHAR": "text", "BIGINT": "number", "DATE": "date", "BOOLEAN": "boolean"}


def facts() -> str:
    """Give the file: a line for each name, in the order of the columns."""
    by_name = {one.name: one for one in all_aggregates()}
    one = by_name["relation_facts"]
    others = {name: other.sql for name, other in by_name.items()}
    types = _types()
    found = {
        column.name.removesuffix("_minor"): _fact(one, column.name, types[column.name], others)
        for column in one.columns
        if column.name not in _NOT_ASKED
    }
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(about)}" for name, about in found.items())
    return "{\n" + lines + "\n}\n"


def _types() -> dict[str, str]:
    connection = tables.empty()
    try:
        install(connection, date(2026, 11, 20))
        return {name: kind for name, kind, *_ in connection.execute("DESCRIBE relation_facts").fetchall()}
    finally:
        connection.close()


def _fact(one: "Aggregate", name: str, kind: str, others: dict[str, str]) -> dict[str, object]:
    column = next(column for column in one.columns if column.name == name)
    about: dict[str, object] = {"kind": "money" if column.unit == "money" else _KINDS.get(kind, "number")}
    about["fields"] = [
        field for field in fields_read(_alone(one.sql, name), others) if field.startswith("relation.")
    ]
    if column.choices:
        about["choices"] = list(column.choices)
    return about


def _alone(sql: str, name: str) -> str:
    """Give the SELECT with one column, and of its joins only those that this column is taken from."""
    tree: Any = parsed(sql)
    wanted = next(one for one in tree.selects if one.alias_or_name == name)
    read = {column.table for column in wanted.find_all(exp.Column)}
    tree.set("expressions", [wanted])
    tree.set("order", None)
    tree.set("joins", [join for join in tree.args["joins"] if join.this.alias_or_name in read])
    return str(tree.sql(dialect="duckdb"))
