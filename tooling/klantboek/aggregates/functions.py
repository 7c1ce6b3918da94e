"""Functions that the SELECTs of aggregates share, in SQL."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The two-sided 95 % point of the normal distribution.
_Z = "1.959963984540054"

FUNCTIONS = {
    # One decimal, a half rounded up; exact from here on.
    "tenth(x)": "CAST(FLOOR((x) * 10 + 0.5) AS BIGINT) * 0.1",
    # A part of a whole in percent, in whole numbers all the way: a half is a half on every machine.
    "percent(part, whole)": "CASE WHEN whole > 0 THEN CAST((2000 * part + whole) // (2 * whole) AS BIGINT) * 0.1 END",
    # Wilson 1927: the bounds of a share; side is -1 for the lower and 1 for the upper.
    "wilson(part, whole, side)": (
        "CASE WHEN whole > 0 THEN"
        f" (CAST(part AS DOUBLE) / whole + {_Z} * {_Z} / (2 * whole) + side * {_Z} * SQRT("
        "CAST(part AS DOUBLE) / whole * (1 - CAST(part AS DOUBLE) / whole) / whole"
        f" + {_Z} * {_Z} / (4 * CAST(whole AS DOUBLE) * whole))) / (1 + {_Z} * {_Z} / whole) END"
    ),
    "share_low(part, whole)": "tenth(100 * wilson(part, whole, -1))",
    "share_high(part, whole)": "tenth(100 * wilson(part, whole, 1))",
    # Newcombe 1998: the bounds of a difference between two shares.
    "difference(part, whole, part0, whole0, side)": (
        "CAST(part AS DOUBLE) / NULLIF(whole, 0) - CAST(part0 AS DOUBLE) / NULLIF(whole0, 0) + side * SQRT("
        "POW(wilson(part, whole, side) - CAST(part AS DOUBLE) / NULLIF(whole, 0), 2)"
        " + POW(CAST(part0 AS DOUBLE) / NULLIF(whole0, 0) - wilson(part0, whole0, -side), 2))"
    ),
    # Rocks 2016: the standard error of a net promoter score, with 3 answers added.
    "promoter_error(promoters, detractors, answers)": (
        "SQRT(((promoters + detractors + 1.5) / (answers + 3)"
        " - POW((promoters - detractors) / CAST(answers + 3 AS DOUBLE), 2)) / (answers + 3))"
    ),
    # Few answers that all agree would give bounds beyond what the score can be.
    "promoter_bound(promoters, detractors, answers, side)": (
        f"GREATEST(-100, LEAST(100, 100 * ((promoters - detractors) / CAST(answers + 3 AS DOUBLE)"
        f" + side * {_Z} * promoter_error(promoters, detractors, answers))))"
    ),
}

NAMES = frozenset(head.partition("(")[0] for head in FUNCTIONS)


def define(connection: "DuckDBPyConnection") -> None:
    """Make the functions known to a database."""
    for head, body in FUNCTIONS.items():
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {head} AS {body}")
