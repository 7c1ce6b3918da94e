"""Aggregates computed on Spark, for books that one machine can't hold: the same SELECTs over the same tables.

Spark reads the tables as Parquet and leaves each result as Parquet, from any file system that it knows.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import ordered, words
from klantboek.aggregates.figures import table_of
from klantboek.aggregates.translated import in_steps
from klantboek.errors import KlantboekError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LOCAL = "local[*]"


class NoSparkError(KlantboekError):
    """Spark is not there, or can't be reached."""

    exit_code = 31

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(f"Spark can't be used: {reason}", advice or _NEEDS)


_NEEDS = "It needs Java 17 and the packages of the extra `spark`: pip install klantboek[spark]."
_FILES = (
    "--through names a folder on a file system that this Spark knows, as hdfs://host/folder. The packages that it takes"
    " (of s3a:// for one) and the rights are set up in Spark itself, in conf/spark-defaults.conf."
)


@contextmanager
def session(master: str, more: Mapping[str, str] | None = None) -> Iterator[Any]:
    """Start Spark, or take part in one that runs elsewhere; with settings on top of ours. Raises NoSparkError."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise NoSparkError(f"the package {error.name} is not installed") from None
    # The workers must run the very Python that asks.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("klantboek")
    for name, value in {**_SETTINGS, **(more or {})}.items():
        builder = builder.config(name, value)
    runs_already = SparkSession.getActiveSession() is not None
    try:
        found = builder.getOrCreate()
    except Exception as error:  # noqa: BLE001 -- whatever Java says
        raise NoSparkError(
            f"{master}: {_first_line(error)}", f"Is there a Spark that runs at {master}? {_NEEDS}"
        ) from None
    try:
        yield found
    finally:
        if not runs_already:
            found.stop()


_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    # What overflows is an error, not another number.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # What goes wrong is told by us, on one line.
    "spark.log.level": "FATAL",
    "spark.sql.parquet.compression.codec": "zstd",
}


def compute_on(spark: Any, aggregates: Sequence[Aggregate], as_of: date, read: str, write: str) -> None:
    """Compute aggregates over tables in ``read`` (a folder or a URL), each to a folder of Parquet in ``write``.

    Raises SparkFailedError.
    """
    for name in sorted(_tables_read(aggregates)):
        spark.read.parquet(f"{read}/{name}.parquet").createOrReplaceTempView(name)
    for one in ordered(aggregates):
        place = f"{write}/{one.name}"
        try:
            with rows_of(spark, one, as_of) as rows:
                rows.write.mode("overwrite").parquet(place)
        except Exception as error:
            raise SparkFailedError(one, _first_line(error)) from error
        if any(one.name in words(other) for other in aggregates):
            spark.read.parquet(place).createOrReplaceTempView(one.name)


def compute_through(  # noqa: PLR0913, PLR0917 -- what is computed, out of what, to where, and by which way
    spark: Any, aggregates: Sequence[Aggregate], as_of: date, read: str, write: str, through: str
) -> None:
    """Compute aggregates as ``compute_on`` does, on a Spark that does not see the folders ``read`` and ``write``.

    What is read and written passes through a folder of its own below ``through``, a URL of any file system that
    Spark knows; nothing stays there. Raises SparkFailedError and NoSparkError.
    """
    place = f"{through.rstrip('/')}/{Path(write).name}"
    try:
        hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs  # noqa: SLF001 -- Spark's own file systems have no other door
        files = hadoop.Path(place).getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())  # noqa: SLF001
        try:
            for name in sorted(_tables_read(aggregates)):
                file = f"{name}.parquet"
                files.copyFromLocalFile(
                    False, True, hadoop.Path(f"{read}/{file}"), hadoop.Path(f"{place}/tables/{file}")
                )
            compute_on(spark, aggregates, as_of, f"{place}/tables", f"{place}/figures")
            for one in aggregates:
                files.copyToLocalFile(
                    False, hadoop.Path(f"{place}/figures/{one.name}"), hadoop.Path(write), True
                )
        finally:
            files.delete(hadoop.Path(place), True)
    except KlantboekError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever Java says
        raise NoSparkError(f"{through}: {_first_line(error)}", _FILES) from None


@contextmanager
def rows_of(spark: Any, one: Aggregate, as_of: date) -> Iterator[Any]:
    """Give the rows of an aggregate as Spark will have them; what its SELECT reads several times is computed once."""
    steps, last = in_steps(one, as_of)
    kept = []
    try:
        for name, sql in steps:
            frame = spark.sql(sql).persist()
            frame.createOrReplaceTempView(name)
            kept.append((name, frame))
        yield spark.sql(last)
    finally:
        for name, frame in kept:
            spark.catalog.dropTempView(name)
            frame.unpersist()


class SparkFailedError(KlantboekError):
    """A derived figure that Spark can't compute."""

    exit_code = 9

    def __init__(self, aggregate: Aggregate, reason: str) -> None:
        super().__init__(
            f"The aggregate {aggregate.name} can't be computed on Spark: {reason}",
            "Compile without --engine spark; if that works, please report it.",
        )


def _tables_read(aggregates: Iterable[Aggregate]) -> set[str]:
    known = {table.name for table in tables.all_tables()}
    return {name for one in aggregates for name in words(one) & known}


def take_in(connection: "DuckDBPyConnection", aggregates: Sequence[Aggregate], folder: str) -> None:
    """Keep the rows that Spark left: tables with the columns, types and order that the views by their names have."""
    for one in aggregates:
        # The parts are named in the order of the rows.
        files = tables.literal(f"{folder}/{one.name}/*.parquet")
        connection.execute(
            f"CREATE OR REPLACE TABLE {table_of(one.name)} AS SELECT {_columns(connection, one)} FROM read_parquet({files})"  # noqa: S608 -- names are quoted
        )


def _columns(connection: "DuckDBPyConnection", one: Aggregate) -> str:
    described = connection.execute(f"DESCRIBE {tables.quoted(one.name)}").fetchall()
    return ", ".join(
        f"CAST({tables.quoted(name)} AS {kind}) AS {tables.quoted(name)}" for name, kind, *_ in described
    )


def _first_line(error: Exception) -> str:
    """Give what went wrong on one line; of what Java says the first and the last, without the names of its classes."""
    java = getattr(error, "java_exception", None)
    told = [] if java is not None else [str(error)]
    while java is not None:
        told.append(re.sub(r"^(?:[\w.$]+: )+", "", str(java.toString())))
        java = java.getCause()
    lines = [next((line.strip() for line in one.splitlines() if line.strip()), "") for one in told]
    return ": ".join(dict.fromkeys(filter(None, (lines[0], lines[-1])))) or type(error).__name__
