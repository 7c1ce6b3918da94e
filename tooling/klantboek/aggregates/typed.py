"""What two engines understand differently by the types of values: found in the syntax tree, with the columns' types."""

from collections.abc import Iterator, Mapping
from typing import Any

from klantboek.aggregates.grammar import dialect, parsed, place
from klantboek.aggregates.header import Fault

_FRACTIONS = frozenset({"DECIMAL", "DOUBLE", "FLOAT"})
_WHOLE = frozenset({"BIGINT", "INT", "INT128"})
_TEXTS = frozenset({"VARCHAR", "TEXT", "CHAR", "UNKNOWN", "NULL"})


def mistyped(sql: str, columns: Mapping[str, Mapping[str, str]], first_line: int = 1) -> list[Fault]:
    """Give what has another meaning in each engine; ``columns`` are the types by table and column, as DuckDB names them.

    Raises NoSelectError, and sqlglot's OptimizeError for a column that no table has.
    """
    found = []
    for node in _annotated(sql, columns).walk():
        for message, advice in _faults(node):
            found.append(Fault(*place(node, sql, first_line), message, advice))
    return sorted(set(found))


def _annotated(sql: str, columns: Mapping[str, Mapping[str, str]]) -> Any:
    """Give the syntax tree with the type of every value that can be known."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import
    from sqlglot.optimizer.annotate_types import annotate_types  # noqa: PLC0415
    from sqlglot.optimizer.qualify import qualify  # noqa: PLC0415
    from sqlglot.schema import MappingSchema  # noqa: PLC0415

    tree = parsed(sql)
    for given in list(tree.find_all(exp.Placeholder)):
        given.replace(exp.cast(exp.Literal.string("2000-01-01"), "DATE"))
    schema = MappingSchema({table: dict(found) for table, found in columns.items()}, dialect=dialect())
    tree = qualify(tree, schema=schema, dialect=dialect(), quote_identifiers=False)
    return annotate_types(tree, schema=schema, dialect=dialect())


def _type(node: Any) -> str:
    return str(node.type.this.value) if node.type is not None else "UNKNOWN"


def _faults(node: Any) -> Iterator[tuple[str, str]]:
    kind = type(node).__name__
    if kind == "Sub" and _type(node.this) == _type(node.expression) == "DATE":
        yield (
            "a day less a day is a number in one engine and a stretch of time in the other",
            "Count the days by DATE_DIFF('day', first, last).",
        )
    elif kind == "IntDiv" and _FRACTIONS & {_type(node.this), _type(node.expression)}:
        yield (
            "a fraction is divided by //, which one engine does without rounding",
            "Divide with / and round by CAST(FLOOR(x) AS BIGINT).",
        )
    elif kind == "Cast" and node.to.this.value in _WHOLE:
        inner = node.this.unnest()
        if _type(inner) in _FRACTIONS and type(inner).__name__ not in {"Floor", "Ceil"}:
            yield (
                "a fraction is cast to a whole number, which one engine rounds and the other cuts off",
                "Write CAST(FLOOR(x + 0.5) AS BIGINT).",
            )
    elif kind in {"Concat", "DPipe"}:
        parts = node.expressions if kind == "Concat" else (node.this, node.expression)
        if any(_type(part) not in _TEXTS for part in parts):
            yield "what is no text is joined to a text", "CAST it to VARCHAR first."
