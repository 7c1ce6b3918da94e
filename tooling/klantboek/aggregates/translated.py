"""The SELECT of an aggregate in the words of Spark.

The parser translates what it knows to differ. What it does not warn of is written anew here, and what can't be
written anew is refused by the grammar.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.functions import FUNCTIONS
from klantboek.aggregates.grammar import dialect, parsed


def translated(one: Aggregate, as_of: date) -> str:
    """Give the SELECT of an aggregate for Spark, on a day. Raises NoSelectError."""
    return _text(_tree(one, as_of))


def in_steps(one: Aggregate, as_of: date) -> tuple[list[tuple[str, str]], str]:
    """Give the same in steps: views to be made and kept, by name, and then the SELECT that reads them.

    Spark works out what a WITH names once for each time that it is read; where one is made of another, and that of
    a third, these times multiply. Raises NoSelectError.
    """
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    tree = _tree(one, as_of)
    parts = {part.alias: part for part in tree.ctes}
    read = Counter(table.name for table in tree.find_all(exp.Table))
    views = {name: f"{one.name}__{name}" for name in parts if read[name] > 1}
    for table in list(tree.find_all(exp.Table)):
        if table.name in views:
            table.replace(exp.to_table(views[table.name], alias=table.alias_or_name))
    steps, inside = [], []
    for name, part in parts.items():
        if name not in views:
            inside.append(part)
            continue
        body = part.this.copy()
        for before in inside:
            body = body.with_(before.alias, as_=before.this.copy(), copy=False)
        steps.append((views[name], _text(body)))
        part.pop()
    return steps, _text(tree)


def _tree(one: Aggregate, as_of: date) -> Any:
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    tree = _expanded(parsed(one.sql, one.first_line))
    day = exp.cast(exp.Literal.string(as_of.isoformat()), "DATE")
    for node in list(tree.find_all(exp.Placeholder)):
        node.replace(day.copy())
    return _rewritten(tree)


def _text(tree: Any) -> str:
    return str(tree.sql(dialect="spark", identify=True, comments=False))


def _expanded(tree: Any) -> Any:
    """Put the bodies of our own functions in the place of their calls."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    while calls := [one for one in tree.find_all(exp.Anonymous) if _name(one) in _bodies()]:
        # The innermost first, so that what is given to a call holds no call any more.
        call = calls[-1]
        names, body = _bodies()[_name(call)]
        given = dict(zip(names, call.expressions, strict=True))
        call.replace(exp.paren(_filled(body.copy(), given), copy=False))
    return tree


def _filled(body: Any, given: dict[str, Any]) -> Any:
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    def fill(node: Any) -> Any:
        if isinstance(node, exp.Column) and not node.table and node.name in given:
            return exp.paren(given[node.name].copy())
        return node

    return body.transform(fill)


def _name(call: Any) -> str:
    return str(call.this).strip('"').lower()


@cache
def _bodies() -> dict[str, tuple[list[str], Any]]:
    """Give the parameters and the body of each of our own functions, by its name."""
    from sqlglot import parse_one  # noqa: PLC0415 -- 0.3 s to import

    found = {}
    for head, body in FUNCTIONS.items():
        name, _, rest = head.partition("(")
        names = [one.strip() for one in rest.rstrip(")").split(",")]
        found[name] = (names, parse_one(body, dialect=dialect()))
    return found


def _rewritten(tree: Any) -> Any:
    # What is inside comes first: a node that is written anew takes the new ones with it.
    for node in reversed(list(tree.walk())):
        if change := _CHANGES.get(type(node).__name__):
            node.replace(change(node))
    return tree


def _division(node: Any) -> Any:
    """Divide floats, as DuckDB does with everything; Spark keeps decimals, with digits of its own choice."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    return exp.Div(
        this=_as(node.this, "DOUBLE"), expression=_as(node.expression, "DOUBLE"), typed=False, safe=False
    )


def _as(node: Any, kind: str) -> Any:
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    return exp.cast(exp.paren(node.copy()), kind)


def _sign(node: Any) -> Any:
    """Give a whole number: Spark's own sign of a decimal is a float."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    inner = exp.paren(node.this.copy())
    zero = exp.Literal.number(0)
    return exp.paren(
        exp.case()
        .when(exp.GT(this=inner.copy(), expression=zero.copy()), exp.Literal.number(1))
        .when(exp.LT(this=inner.copy(), expression=zero.copy()), exp.Neg(this=exp.Literal.number(1)))
        .when(exp.EQ(this=inner.copy(), expression=zero.copy()), zero.copy())
    )


def _first_day(node: Any) -> Any:
    """Give a date: Spark's own date_trunc gives a moment."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    unit = exp.Literal.string(str(node.args["unit"].name).upper())
    return exp.Anonymous(this="TRUNC", expressions=[node.this.copy(), unit])


def _type(node: Any) -> Any:
    """Whole numbers of any length are decimals there."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    return exp.DataType.build("DECIMAL(38, 0)") if node.this.value == "INT128" else node


_CHANGES: dict[str, Callable[[Any], Any]] = {
    "Div": _division,
    "Sign": _sign,
    "TimestampTrunc": _first_day,
    "DateTrunc": _first_day,
    "DataType": _type,
}
