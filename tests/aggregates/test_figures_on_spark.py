"""Every aggregate on Spark: the very rows that the embedded database gives."""

import hashlib
import importlib.util
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from given import data, expanded
from klantboek import tables
from klantboek.aggregates import all_aggregates
from klantboek.aggregates.cases import columns_asked, database, result_of
from klantboek.aggregates.compile import Way, compile_book
from klantboek.aggregates.compute import ordered, with_read
from klantboek.aggregates.spark import NoSparkError, session
from klantboek.aggregates.translated import translated
from klantboek.house import carried
from klantboek.linting.sources import FolderSource

CASES = Path(__file__).parent / "cases"
BY_NAME = {one.name: one for one in all_aggregates()}
DAY = date(2026, 11, 20)
# For a few rows the time goes into plans, not into rows.
_SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.memory": "1g",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Start Spark on this machine."""
    if not shutil.which("java") or not importlib.util.find_spec("pyspark"):
        pytest.skip("Spark needs Java and the packages of the extra `spark`")
    with session("local[1]", _SMALL) as found:
        yield found


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_every_select_is_translated(one: Any) -> None:
    """Each SELECT has a translation, which holds none of our own functions and nothing from outside."""
    text = translated(one, DAY)
    assert "$" not in text
    assert "tenth(" not in text.lower()


def test_without_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Spark is not installed, one message says what is needed."""
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(NoSparkError), session("local[1]"):
        pass


def _hashes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.*"))
    }


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_compiled_book_has_the_same_bytes(spark: Any, tmp_path: Path) -> None:
    """The example compiled on Spark gives the same files to the byte, those of the aggregates too."""
    source = FolderSource(carried("records"))
    here = compile_book(source, DAY, None, tmp_path / "here", Way(keeps=False)).folder
    there = compile_book(source, DAY, None, tmp_path / "there", Way(keeps=False, spark="local[1]")).folder
    assert spark is not None
    assert _hashes(here) == _hashes(there)


_TYPES = {"VARCHAR": "STRING", "BIGINT": "BIGINT", "BOOLEAN": "BOOLEAN", "DATE": "DATE"}


def _columns(table: tables.Table) -> str:
    return ", ".join(
        f"`{column.name}` {_TYPES.get(column.holds.sql, column.holds.sql)}" for column in table.columns
    )


@pytest.fixture(scope="module")
def empty(spark: Any) -> Any:
    """Give Spark with every table, without rows."""
    for table in tables.all_tables():
        spark.createDataFrame([], _columns(table)).createOrReplaceTempView(table.name)
    return spark


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_cases_on_spark(empty: Any, tmp_path: Path, name: str) -> None:
    """Every case of an aggregate gives on Spark what it gives in the embedded database, in the same order."""
    wanted = ordered(with_read([BY_NAME[name]], all_aggregates()))
    by_name = {table.name: table for table in tables.all_tables()}
    for number, case in enumerate(data(CASES / f"{name}.yaml")):
        given = {"book": [{}], **{table: expanded(rows) for table, rows in case["given"].items()}}
        day = date.fromisoformat(case["as_of"])
        asked = columns_asked(case["expect"], BY_NAME[name])
        connection = database(given)
        try:
            for table in given:
                file = str(tmp_path / f"{number}-{table}.parquet")
                connection.execute(f"COPY {tables.quoted(table)} TO {tables.literal(file)} (FORMAT parquet)")
                rows = empty.read.schema(_columns(by_name[table])).parquet(file)
                rows.createOrReplaceTempView(table)
        finally:
            connection.close()
        for one in wanted:
            rows = empty.sql(translated(one, day))
            # A plan of plans of plans takes longer to make than its few rows.
            (rows if one.name == name else rows.localCheckpoint()).createOrReplaceTempView(one.name)
        found = empty.table(name).select(*(f"`{column}`" for column in asked)).collect()
        here = result_of(BY_NAME[name], all_aggregates(), given, day, asked)
        told = [[_told(value) for value in row] for row in found]
        assert told == [[_told(value) for value in row.values()] for row in here], case["name"]
        for table in given:
            empty.createDataFrame([], _columns(by_name[table])).createOrReplaceTempView(table)


def _told(value: Any) -> str:
    """Give a value so that the two engines write it alike: 1.50 and 1.5 are one number."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
