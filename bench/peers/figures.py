# ruff: noqa: PLC0415, S608 -- each way imports what it needs, so that it costs what it costs; the folder is that of the bench
"""One way to make figures, as a whole process: ``python figures.py WAY FOLDER``; see bench_compile.py.

``read`` is ours, on the folder of a book; the others take a folder of tables as Parquet.
"""

import sys
from pathlib import Path
from typing import Any

AS_OF = "2026-11-20"
# As somebody would write them who has the tables: no returns or discounts to care for but what is there.
_LINES = f"""
  SELECT o.relation, o.number, o.date, o.channel, l.product, l.quantity, l.currency,
    CAST(FLOOR(l.quantity * l.unit_price_minor * (100 - COALESCE(l.discount_percent, 0)) / 100 + 0.5) AS BIGINT)
      - COALESCE(l.discount_amount_minor, 0) AS amount
  FROM '{{0}}/relations_orders_lines.parquet' l JOIN '{{0}}/relations_orders.parquet' o USING (relation, orders_position)
  WHERE o.date <= DATE '{AS_OF}' AND COALESCE(o.status, '') NOT IN ('cancelled', 'returned') AND l.quantity > 0
"""
PLAIN = {
    "by_month": "SELECT date_trunc('month', date) AS month, currency, SUM(amount) AS amount FROM lines GROUP BY ALL ORDER BY ALL",
    "by_product": "SELECT product, currency, SUM(quantity) AS pieces, SUM(amount) AS amount FROM lines GROUP BY ALL ORDER BY ALL",
    "by_channel": "SELECT channel, currency, COUNT(DISTINCT (relation, number)) AS orders, SUM(amount) AS amount FROM lines GROUP BY ALL ORDER BY ALL",
    "bought": "SELECT relation, product, COUNT(DISTINCT number) AS orders, SUM(quantity) AS pieces, MAX(date) AS last_on FROM lines GROUP BY ALL ORDER BY ALL",
    "rfm": f"SELECT relation, DATE '{AS_OF}' - MAX(date) AS days, COUNT(DISTINCT date) AS times, SUM(amount) AS amount FROM lines GROUP BY ALL ORDER BY ALL",
}


def main() -> None:
    """Do what is asked for."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    {
        "read": read,
        "script": script,
        "all": every,
        "duckdb": plain,
        "pandas": pandas_,
        "check": check,
    }[way](folder)


def read(folder: Path) -> None:
    """See what changed since the time before, and nothing more."""
    from klantboek.linting.sources import FolderSource
    from klantboek.tables.store import stored

    with stored(FolderSource(folder), None, None):
        pass


def script(folder: Path) -> None:
    """Write all our figures down as one script of plain SQL beside the tables."""
    import re

    from klantboek.aggregates.compute import ordered
    from klantboek.aggregates.functions import FUNCTIONS
    from klantboek.aggregates.own import aggregates_of
    from klantboek.linting.sources import FolderSource
    from klantboek.tables import all_tables, quoted
    from klantboek.tables.store import State, registers_of

    book = registers_of(State(FolderSource(folder.parents[2] / "records"), None))
    parts = [f"CREATE MACRO {head} AS {body};" for head, body in FUNCTIONS.items()]
    parts += [
        f"CREATE VIEW {quoted(one.name)} AS FROM '{folder}/{one.name}.parquet';" for one in all_tables()
    ]
    for one in ordered(aggregates_of(book)):
        sql = re.sub(r"\$as_of\b", f"DATE '{book.as_of}'", one.sql)
        parts.append(f"CREATE TABLE {quoted(one.name)} AS {sql};")
        parts.append(
            f"COPY {quoted(one.name)} TO '{folder.parent}/plain/{one.name}.parquet' (FORMAT parquet);"
        )
    (folder.parent / "plain").mkdir(exist_ok=True)
    (folder.parent / "plain.sql").write_text("\n".join(parts), encoding="utf-8")


def _connected() -> Any:
    import duckdb

    return duckdb.connect(":memory:", config={"threads": 1})


def every(folder: Path) -> None:
    """Run the script that was written beside the tables."""
    _connected().execute((folder.parent / "plain.sql").read_text(encoding="utf-8"))


def plain(folder: Path) -> dict[str, Any]:
    """Make the five figures by plain SQL."""
    connection = _connected()
    connection.execute(f"CREATE TEMP TABLE lines AS {_LINES.format(folder)}")
    return {name: connection.execute(sql).fetchall() for name, sql in PLAIN.items()}


def pandas_(folder: Path) -> dict[str, Any]:
    """Make the five figures by hand-written pandas."""
    import pandas as pd

    orders = pd.read_parquet(folder / "relations_orders.parquet")
    lines = pd.read_parquet(folder / "relations_orders_lines.parquet")
    orders = orders[["relation", "orders_position", "number", "date", "channel", "status"]]
    lines = lines.merge(orders, on=["relation", "orders_position"])
    lines["date"] = pd.to_datetime(lines["date"])
    lines = lines[(lines["date"] <= AS_OF) & ~lines["status"].isin(["cancelled", "returned"])]
    quantity = lines["quantity"].astype(float)
    percent = lines["discount_percent"].astype(float).fillna(0)
    less = lines["discount_amount_minor"].fillna(0)
    exact = quantity * lines["unit_price_minor"] * (100 - percent) / 100 + 0.5
    lines = lines.assign(quantity=quantity, amount=(exact // 1 - less).astype("int64"))
    lines = lines[lines["quantity"] > 0]
    month = lines["date"].dt.to_period("M")
    keyed = lines.assign(order=lines["relation"] + " " + lines["number"])
    return {
        "by_month": lines.groupby([month, "currency"])["amount"].sum(),
        "by_product": lines.groupby(["product", "currency"])[["quantity", "amount"]].sum(),
        "by_channel": keyed.groupby(["channel", "currency"]).agg({"order": "nunique", "amount": "sum"}),
        "bought": lines.groupby(["relation", "product"]).agg(
            {"number": "nunique", "quantity": "sum", "date": "max"}
        ),
        "rfm": lines.groupby("relation").agg({"date": ["max", "nunique"], "amount": "sum"}),
    }


def check(folder: Path) -> None:
    """Stop unless pandas gives what plain SQL gives."""
    there, here = plain(folder), pandas_(folder)
    for name in PLAIN:
        assert len(there[name]) == len(here[name]), name
    for name, at in (("by_month", 2), ("by_product", 3), ("by_channel", 3)):
        total = here[name].sum() if name == "by_month" else here[name]["amount"].sum()
        assert sum(row[at] for row in there[name]) == total, name


if __name__ == "__main__":
    main()
