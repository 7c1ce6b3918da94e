"""Every aggregate on Spark: the very rows that the embedded database gives."""

import hashlib
import importlib.util
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlglot import exp, parse_one

from given import as_file, data, expanded
from klantboek import tables
from klantboek.aggregates import all_aggregates
from klantboek.aggregates.cases import columns_asked, database
from klantboek.aggregates.compile import Way, compile_book
from klantboek.aggregates.compute import install, with_read, words
from klantboek.aggregates.functions import define
from klantboek.aggregates.grammar import parsed, refused
from klantboek.aggregates.spark import NoSparkError, compute_through, rows_of, session, take_in
from klantboek.aggregates.translated import in_steps, translated
from klantboek.book import Book
from klantboek.house import carried
from klantboek.linting.sources import FolderSource
from webhdfs import webhdfs

CASES = Path(__file__).parent / "cases"
BY_NAME = {one.name: one for one in all_aggregates()}
NAMES = {*BY_NAME, *(table.name for table in tables.all_tables())}
DAY = date(2026, 11, 20)
ALLOWED = data(Path(__file__).with_name("allowed.yaml"))
# For a few rows the time goes into plans, not into rows.
_SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.driver.memory": "1g",
    # What follows from what takes far longer to find out for a deep plan than it saves here.
    "spark.sql.constraintPropagation.enabled": "false",
    # Nothing runs long enough here for the second compiler and for several collectors to pay.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
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


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_what_is_read_several_times_is_made_once(one: Any) -> None:
    """Every part is read once, or is a view that is made before what reads it."""
    steps, last = in_steps(one, DAY)
    made: set[str] = set()
    for name, text in (*steps, ("", last)):
        tree: Any = parse_one(text, dialect="spark")
        read = Counter(table.name for table in tree.find_all(exp.Table))
        assert [part.alias for part in tree.ctes if read[part.alias] > 1] == []
        assert {table for table in read if table.startswith(f"{one.name}__")} <= made
        made.add(name)


def test_without_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Spark is not installed, one message says what is needed."""
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(NoSparkError), session("local[1]"):
        pass


def _in_two_parts(_: None, aggregates: Sequence[Any], day: date, read: str, write: str) -> None:
    """Compute as Spark does, by the database: each result in parts, with types of its own."""
    with duckdb.connect(":memory:") as connection:
        for file in Path(read).glob("*.parquet"):
            connection.execute(f"CREATE VIEW {tables.quoted(file.stem)} AS FROM {tables.literal(str(file))}")
        install(connection, day, kept=True, aggregates=aggregates)
        for one in aggregates:
            folder = Path(write) / one.name
            folder.mkdir()
            name = tables.quoted(one.name)
            (many,) = connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone() or (0,)  # noqa: S608 -- names are quoted
            columns = ", ".join(
                f"CAST({tables.quoted(column)} AS {'DECIMAL(38, 0)' if kind == 'BIGINT' else kind}) AS {tables.quoted(column)}"
                for column, kind, *_ in connection.execute(f"DESCRIBE {name}").fetchall()
            )
            for number, rest in enumerate((f"LIMIT {many // 2}", f"OFFSET {many // 2}")):
                part = tables.literal(str(folder / f"part-{number:05}.zstd.parquet"))
                connection.execute(f"COPY (SELECT {columns} FROM {name} {rest}) TO {part} (FORMAT parquet)")  # noqa: S608 -- names are quoted


def test_what_spark_leaves_is_taken_in(
    book_of: Callable[..., Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of files become the kept rows of the figures, in order; the next time only what is stale is asked."""
    lines = [{"product": "oven", "quantity": 2, "unit_price": Decimal("12.5")}]
    order = {"number": "A", "date": "2026-01-05", "channel": "web", "lines": lines}
    root = book_of({"relations/R-00002.yaml": {"orders": [order]}, "products/oven.yaml": {}}).root
    asked: list[set[str]] = []

    def compute(spark: None, aggregates: Sequence[Any], *rest: Any) -> None:
        asked.append({one.name for one in aggregates})
        _in_two_parts(spark, aggregates, *rest)

    monkeypatch.setattr("klantboek.aggregates.spark.session", lambda _: nullcontext())
    monkeypatch.setattr("klantboek.aggregates.spark.compute_on", compute)

    def both() -> list[dict[str, str]]:
        here = compile_book(FolderSource(root), DAY, None, tmp_path / "here", Way(keeps=False)).folder
        there = compile_book(
            FolderSource(root), DAY, None, tmp_path / "there", Way(spark="spark://there")
        ).folder
        return [_hashes(here), _hashes(there)]

    here, there = both()
    assert here == there
    assert asked == [BY_NAME.keys()]
    (root / "relations" / "R-00003.yaml").write_text(
        as_file("relations/R-00003.yaml", {"since": "2026-02-01"}), encoding="utf-8"
    )
    here, there = both()
    assert here == there
    assert "relation_activity" in asked[1]
    assert not {"complaints_by_year", "net_promoter_score"} & asked[1]


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


@contextmanager
def _local(folder: Path) -> Iterator[tuple[str, list[str]]]:
    yield folder.as_uri(), ["CREATE", "OPEN", "RENAME", "DELETE"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("file_system", [_local, webhdfs])
def test_through_another_file_system(spark: Any, tmp_path: Path, file_system: Callable[[Path], Any]) -> None:
    """Tables and figures pass by a file system of Spark's, one on a network too, and nothing stays there."""
    one = BY_NAME["repeat_complainers"]
    case = data(CASES / f"{one.name}.yaml")[0]
    connection = database({table: expanded(rows) for table, rows in case["given"].items()})
    read, write, between = (tmp_path / name for name in ("tables", "figures", "between"))
    for folder in (read, write, between):
        folder.mkdir()
    wanted, day = with_read([one], all_aggregates()), date.fromisoformat(case["as_of"])
    try:
        for table in tables.all_tables():
            file = tables.literal(str(read / f"{table.name}.parquet"))
            connection.execute(f"COPY {tables.quoted(table.name)} TO {file} (FORMAT parquet)")
        install(connection, day, aggregates=wanted)
        with file_system(between) as (url, asked):
            compute_through(spark, wanted, day, str(read), str(write), f"{url}/")
        rows = connection.execute(f"SELECT * FROM {tables.quoted(one.name)}").fetchall()  # noqa: S608 -- names are quoted
        connection.execute("CREATE SCHEMA figures")
        take_in(connection, wanted, str(write))
        assert rows
        assert connection.execute(f"FROM figures.{tables.quoted(one.name)}").fetchall() == rows
        assert {"CREATE", "OPEN", "RENAME", "DELETE"} <= set(asked)
    finally:
        connection.close()
    assert list(between.iterdir()) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("through", "says"),
    [
        ("nowhere://at-all/folder", 'No FileSystem for scheme "nowhere"'),
        ("s3a://bucket/folder", "org.apache.hadoop.fs.s3a.S3AFileSystem not found"),
        ("webhdfs://127.0.0.1:1/folder", "refused"),
        ("a b://c", "c"),
    ],
)
def test_a_file_system_that_spark_does_not_reach(spark: Any, through: str, says: str) -> None:
    """What is no file system, lacks its package or does not answer is one message with what to do."""
    with pytest.raises(NoSparkError) as caught:
        compute_through(spark, [BY_NAME["repeat_complainers"]], DAY, "tables", "figures", through)
    assert caught.value.message.startswith(f"Spark can't be used: {through}: ")
    assert says in caught.value.message
    assert "\n" not in caught.value.message
    assert "--through" in caught.value.help


# What the list of words allows, with edges of all kinds: whole numbers below zero, NULL, leap days, letters.
_EDGES = (
    "SELECT CAST(id AS BIGINT) AS id, CAST(n AS BIGINT) AS n, CAST(m AS BIGINT) AS m, t, d,"
    " CAST(q AS DECIMAL(18, 5)) AS q, b FROM (VALUES (1, 7, 2, 'Été', DATE '2024-02-29', 2.5, TRUE), (2, -7, 2, 'ß a', DATE '2023-01-31', -2.5, FALSE),"
    " (3, 7, -2, '', DATE '2026-11-20', 0.1, NULL), (4, 0, 3, 'a_b%', DATE '2000-01-01', 1.005, TRUE),"
    " (5, NULL, 1, NULL, NULL, NULL, FALSE), (6, 5, NULL, 'z', DATE '2025-12-31', 100.0, NULL)) AS x (id, n, m, t, d, q, b)"
)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_what_is_allowed_means_the_same(spark: Any) -> None:
    """Every expression that may stand in an aggregate has one value in both engines, at its edges too."""
    names = [f"v{number}" for number in range(len(ALLOWED))]
    listed = ", ".join(f"{one} AS {name}" for one, name in zip(ALLOWED, names, strict=True))
    sql = f"SELECT id, {listed} FROM edges ORDER BY id"  # noqa: S608 -- from the file beside this one
    assert refused(parsed(sql), sql, frozenset({"edges"})) == []
    with duckdb.connect(":memory:") as connection:
        define(connection)
        connection.execute(f"CREATE VIEW edges AS {_EDGES}")
        here = connection.execute(sql).fetchall()
    spark.sql(f"CREATE OR REPLACE TEMP VIEW edges AS {_EDGES}")
    there = spark.sql(translated(replace(all_aggregates()[0], sql=sql), DAY)).collect()
    for number, one in enumerate(ALLOWED, start=1):
        assert [_told(row[number]) for row in there] == [_told(row[number]) for row in here], one


_TYPES = {"VARCHAR": "STRING", "HUGEINT": "DECIMAL(38, 0)", "INTEGER": "INT", "UBIGINT": "DECIMAL(20, 0)"}


def _view(connection: Any, table: str) -> str:
    """Give the SELECT with which Spark has the rows that a table or figure has in the database."""
    described = connection.execute(f"DESCRIBE {tables.quoted(table)}").fetchall()
    cells = ", ".join(f"CAST({tables.quoted(name)} AS VARCHAR)" for name, *_ in described)
    rows = connection.execute(f"SELECT {cells} FROM {tables.quoted(table)}").fetchall()  # noqa: S608 -- names are quoted
    casts = ", ".join(
        f"CAST(c{number} AS {_TYPES.get(kind, kind)}) AS `{name}`"
        for number, (name, kind, *_) in enumerate(described)
    )
    names = ", ".join(f"c{number}" for number in range(len(described)))
    listed = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows or [(None,) * len(described)])
    condition = "" if rows else " WHERE FALSE"
    return f"SELECT {casts} FROM VALUES {listed} AS t ({names}){condition}"  # noqa: S608 -- values are quoted


def _literal(text: str | None) -> str:
    if text is None:
        return "NULL"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_cases_on_spark(spark: Any, name: str) -> None:
    """Every case of an aggregate gives on Spark what it gives in the embedded database, in the same order.

    What it reads of other aggregates comes from the embedded database; each of them is compared by its own cases,
    and all of them in a row by the example book.
    """
    one = BY_NAME[name]
    for case in data(CASES / f"{name}.yaml"):
        day = date.fromisoformat(case["as_of"])
        asked = columns_asked(case["expect"], one)
        connection = database({table: expanded(rows) for table, rows in case["given"].items()})
        try:
            install(connection, day, kept=True, aggregates=with_read([one], all_aggregates()))
            for table in sorted(words(one) & NAMES):
                spark.sql(f"CREATE OR REPLACE TEMP VIEW `{table}` AS {_view(connection, table)}")
            names = ", ".join(map(tables.quoted, asked))
            here = connection.execute(f"SELECT {names} FROM {tables.quoted(name)}").fetchall()  # noqa: S608 -- names are quoted
        finally:
            connection.close()
        with rows_of(spark, one, day) as found:
            there = found.select(*(f"`{column}`" for column in asked)).collect()
        told = [[_told(value) for value in row] for row in there]
        assert told == [[_told(value) for value in row] for row in here], case["name"]


def _told(value: Any) -> str:
    """Give a value so that the two engines write it alike: 1.50 and 1.5 are one number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f"{value.normalize() + 0:f}" if isinstance(value, Decimal) else str(value)
