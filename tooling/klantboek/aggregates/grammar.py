"""What the SELECT of an aggregate may be made of: only what DuckDB and Spark understand in the same way.

It is a list of what is allowed. Neither engine, nor the translation between them, warns where the two differ;
what is not named here is refused, and with it everything that reads files, the network, the clock or chance.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from klantboek.aggregates.functions import NAMES
from klantboek.aggregates.header import Fault

_CONSTRUCTS = """
    Select From Join Where Group Having Order Ordered With CTE Subquery Union Distinct Star Table TableAlias
    Alias Column Identifier Literal Boolean Null Paren Placeholder Var DataType DataTypeParam Cast Limit Exists
    Tuple Values
    And Or Not EQ NEQ GT GTE LT LTE Is In Between NullSafeEQ NullSafeNEQ Like Case If Coalesce Nullif Greatest
    Least Neg Add Sub Mul Div IntDiv Mod Abs Sign Floor Ceil Sqrt Pow Ln Exp
    Count Sum Min Max LogicalAnd LogicalOr Filter
    Window WindowSpec RowNumber Rank DenseRank Lag Lead Over
    DateDiff TimestampTrunc DateTrunc Extract Interval Year Month Day DateAdd DateSub LastDay
    Length Trim Concat DPipe Substring StartsWith Anonymous
    """
_ALLOWED = frozenset(_CONSTRUCTS.split())
_TYPES = frozenset({"VARCHAR", "TEXT", "BIGINT", "INT", "INT128", "DECIMAL", "DOUBLE", "DATE", "BOOLEAN"})
_TEXTS = frozenset({"VARCHAR", "TEXT"})
_WHOLE = frozenset({"BIGINT", "INT", "INT128"})
# Units and parts that mean the same in both.
_UNITS = {
    "DateDiff": {"DAY"},
    "TimestampTrunc": {"MONTH", "QUARTER", "YEAR", "WEEK"},
    "DateTrunc": {"MONTH", "QUARTER", "YEAR", "WEEK"},
    "Extract": {"YEAR", "QUARTER", "MONTH", "DAY"},
    "Interval": {"DAY", "MONTH", "YEAR"},
}
_HELP = {
    "Round": "Round by CAST(FLOOR(x + 0.5) AS BIGINT): the two engines round halves of a float differently.",
    "Avg": "Divide a sum of whole numbers by a count: the two engines give averages other digits.",
    "AnyValue": "Say which one: MIN, MAX or ROW_NUMBER.",
    "ArgMax": "Use ROW_NUMBER with an order that ends in the key: of equals each engine takes another.",
    "ArgMin": "Use ROW_NUMBER with an order that ends in the key: of equals each engine takes another.",
    "Lower": "Compare texts as they stand: of some letters, such as İ, each engine makes another small one.",
    "Upper": "Compare texts as they stand: of some letters, such as ß, each engine makes another capital.",
    "Median": "Take the middle rows by ROW_NUMBER and COUNT: the two engines estimate differently.",
    "ArrayAgg": "Give a row for each: one engine loses the order of a list.",
    "Lateral": "Join a table instead.",
    "Pivot": "Write a CASE for each column.",
    "CurrentDate": "Use $as_of: a figure never reads the clock.",
    "CurrentTimestamp": "Use $as_of: a figure never reads the clock.",
}
_REFUSED = (
    "Only what DuckDB and Spark understand in the same way can be used; see klantboek.aggregates.grammar."
)


class NoSelectError(ValueError):
    """The SQL of an aggregate can't be read, or is no single SELECT."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@cache
def dialect() -> Any:
    """Give the dialect of the SELECTs: that of DuckDB, in which ``percent`` is a name like others."""
    from sqlglot.dialects.duckdb import DuckDB  # noqa: PLC0415 -- 0.3 s to import

    class Ours(DuckDB):
        """DuckDB's, without the word PERCENT, which only LIMIT would use."""

        class Tokenizer(DuckDB.Tokenizer):
            """Its words."""

            KEYWORDS = {word: kind for word, kind in DuckDB.Tokenizer.KEYWORDS.items() if word != "PERCENT"}  # noqa: RUF012 -- as in the library

    return Ours


def parsed(sql: str, first_line: int = 1) -> Any:
    """Give the syntax tree of one SELECT. Raises NoSelectError."""
    from sqlglot import exp, parse  # noqa: PLC0415 -- 0.3 s to import
    from sqlglot.errors import SqlglotError  # noqa: PLC0415

    try:
        trees = [tree for tree in parse(sql, dialect=dialect()) if tree is not None]
    except (SqlglotError, RecursionError) as error:
        raise NoSelectError(_fault_of(error, first_line)) from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        at = trees[1] if len(trees) > 1 else None
        line, column = place(at, sql, first_line) if at is not None else (first_line, 1)
        raise NoSelectError(Fault(line, column, "an aggregate is one SELECT and nothing else"))
    return trees[0]


def _fault_of(error: Exception, first_line: int) -> Fault:
    told = getattr(error, "errors", None) or [{}]
    line, column = told[0].get("line") or 1, told[0].get("col") or 1
    words = told[0].get("highlight") or ""
    near = f" near {words!r}" if words else ""
    return Fault(first_line + line - 1, max(column - len(words) + 1, 1), f"this is not SQL{near}")


def place(node: Any, sql: str, first_line: int) -> tuple[int, int]:
    """Give the line and column of a file at which a part of its SELECT stands."""
    starts: list[int] = []
    # What is given from outside has no place of its own, nor have some words: what is around them has.
    start = sql.find(f"${node.name}") if type(node).__name__ == "Placeholder" else -1
    while start < 0 and not starts and node is not None:
        starts = [one.meta["start"] for one in node.walk() if "start" in one.meta]
        node = node.parent
    start = start if start >= 0 else min(starts, default=0)
    before = sql[:start]
    return first_line + before.count("\n"), start - (before.rfind("\n") + 1) + 1


def refused(tree: Any, sql: str, known: frozenset[str], first_line: int = 1) -> list[Fault]:
    """Give everything in a SELECT that is not allowed; ``known`` are the tables and aggregates that it may read."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    inside = {one.alias.lower() for one in tree.find_all(exp.CTE)}
    found = []
    for node in tree.walk():
        for message, advice in _refused(node, known | inside):
            found.append(Fault(*place(node, sql, first_line), message, advice))
    return sorted(set(found))


def _refused(node: Any, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    kind = type(node).__name__
    if kind not in _ALLOWED:
        yield f"{_words(node)} can't be used in an aggregate", _HELP.get(kind, _REFUSED)
    elif kind == "Anonymous" and str(node.this).strip('"').lower() not in NAMES:
        yield f"the function {node.this} can't be used in an aggregate", _REFUSED
    elif kind == "Table":
        yield from _table(node, known)
    elif kind == "Placeholder" and node.name != "as_of":
        yield (
            f"${node.name} is not known",
            "The only thing given from outside is $as_of, the day of the figures.",
        )
    elif kind == "DataType" and node.this.value not in _TYPES:
        yield f"the type {node.this.value} can't be used in an aggregate", _REFUSED
    elif kind == "Join" and node.args.get("method"):
        yield f"a {node.args['method']} JOIN can't be used in an aggregate", "Spark does not know it."
    elif kind == "With" and node.args.get("recursive"):
        yield "a WITH that reads itself can't be used in an aggregate", "Spark does not know it."
    elif kind in _CLOSER:
        yield from _CLOSER[kind](node)
    elif kind in _UNITS:
        yield from _unit(node, kind)


def _words(node: Any) -> str:
    """Name a part of SQL as it is written."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    if isinstance(node, exp.Func):
        return f"the function {node.sql_name()}"
    return str(node.key).upper()


def _table(node: Any, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    if not isinstance(node.this, exp.Identifier):
        return  # a function: it is refused by its own name
    if node.args.get("db") or node.args.get("catalog") or node.name.lower() not in known:
        yield f"{node.name!r} is no table and no aggregate", "klantboek query lists them."


def _cast(node: Any) -> Iterator[tuple[str, str]]:
    """Refuse a fraction that is cast to a whole number: one engine rounds it, the other cuts it off."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    if node.args.get("safe") or node.args.get("format"):
        yield "TRY_CAST can't be used in an aggregate", _REFUSED
    inner = node.this.unnest()
    if node.to.this.value in _TEXTS and _is_moment(inner):
        yield (
            "a moment is cast to text: where one engine has a day, the other has an hour as well",
            "CAST it to DATE first.",
        )
    if node.to.this.value not in _WHOLE:
        return
    if isinstance(inner, (exp.Floor, exp.Ceil)):
        return
    outside = inner.find(exp.Div) is not None and inner.find(exp.Floor, exp.Ceil) is None
    if outside:
        yield (
            "a fraction is cast to a whole number, which one engine rounds and the other cuts off",
            "Write CAST(FLOOR(x + 0.5) AS BIGINT), or divide whole numbers with //.",
        )


def _is_moment(node: Any) -> bool:
    """Tell whether a value is a day in Spark and a moment in DuckDB."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    if isinstance(node, (exp.Add, exp.Sub)):
        return any(isinstance(one, exp.Interval) for one in (node.this.unnest(), *node.expression.walk()))
    return isinstance(node, (exp.TimestampTrunc, exp.DateTrunc))


def _like(node: Any) -> Iterator[tuple[str, str]]:
    if "\\" in str(node.expression.this):
        yield "a pattern has a backslash, which is a sign of its own in one engine only", _REFUSED


def _substring(node: Any) -> Iterator[tuple[str, str]]:
    """Refuse a part of a text from its place 0, which the two engines count differently."""
    from sqlglot import exp  # noqa: PLC0415 -- 0.3 s to import

    start = node.args.get("start")
    first = start.this if isinstance(start, exp.Neg) else start
    if not isinstance(first, exp.Literal) or first.name.strip("0") == "":
        yield (
            "a part of a text is taken from a place that may be 0",
            "Count from 1, or with a minus sign from the end.",
        )


def _unit(node: Any, kind: str) -> Iterator[tuple[str, str]]:
    unit = node.args.get("unit") if kind != "Extract" else node.this
    name = str(getattr(unit, "name", unit) or "DAY").upper().removesuffix("S").partition("(")[0]
    if name not in _UNITS[kind]:
        allowed = ", ".join(sorted(_UNITS[kind])).lower()
        yield f"{name.lower()} can't be used here: the two engines count it differently", f"Use {allowed}."


# Of these it depends on what stands in them.
_CLOSER: dict[str, Callable[[Any], Iterator[tuple[str, str]]]] = {
    "Cast": _cast,
    "Like": _like,
    "Substring": _substring,
}
