"""The search on Spark through Splink: ``python -m klantboek.duplicates.spark FEATURES.jsonl INDEX PAIRS.csv``.

FEATURES has the features of a relation on each line, as JSON; INDEX is the folder of a saved index, made of
the book or of a part of it large enough to tell how often names occur.
"""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from klantboek.duplicates import trader_settings
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.index import Index
from klantboek.duplicates.pairs import MINIMUM
from klantboek.duplicates.scoring import least_tenths
from klantboek.duplicates.splink_settings import COLUMN, FUNCTION, rows, settings, weigh
from klantboek.duplicates.storing import load
from klantboek.errors import KlantboekError

_Weigh = Callable[[list[str], list[str]], list[list[int]]]
_SCHEMA = f"id string, {COLUMN} string, block_keys array<string>"


def session(master: str = "local[*]") -> Any:
    """Start Spark with the functions that Splink asks for."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra: most books never need it
    from splink.backends.spark import similarity_jar_location  # noqa: PLC0415

    # Its processes need the packages that this one has.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("klantboek")
    for name, value in {
        "spark.jars": similarity_jar_location(),
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.default.parallelism": "8",
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def pairs_on_spark(
    spark: Any, index: Index, features: Iterable[Features], minimum: float = MINIMUM
) -> Iterator[tuple[str, str, float]]:
    """Give the pairs that are at least so probable, with their weight in bits as Splink adds it up."""
    known = list(features)
    shared = spark.sparkContext.broadcast(index.in_memory())
    for model in MODELS:
        kind = model.kind
        of_kind = [one for one in known if one.kind == kind]

        def weighed(left: list[str], right: list[str], kind: str = kind) -> list[list[int]]:
            return weigh(shared.value, kind, left, right)

        yield from _pairs(spark, (FUNCTION, weighed), rows(index, of_kind), settings(index, kind), minimum)
    traders = trader_settings.rows(index, known)
    told = trader_settings.settings(index)
    yield from _pairs(spark, (trader_settings.FUNCTION, trader_settings.weigh), traders, told, minimum)


def _pairs(
    spark: Any,
    function: tuple[str, _Weigh],
    found: list[dict[str, Any]],
    told: dict[str, Any],
    minimum: float,
) -> Iterator[tuple[str, str, float]]:
    import pandas as pd  # noqa: PLC0415 -- an extra
    from pyspark.sql.functions import pandas_udf  # noqa: PLC0415 -- an extra
    from splink import Linker, SparkAPI  # noqa: PLC0415

    name, how = function
    if not found:
        return

    def weighed(left: Any, right: Any) -> Any:
        return pd.Series(how(left.tolist(), right.tolist()))

    # Spark looks at these to know what it may pass.
    weighed.__annotations__ = dict.fromkeys(("left", "right", "return"), pd.Series)
    spark.udf.register(name, pandas_udf(weighed, "array<bigint>"))
    frame = spark.createDataFrame([tuple(row.values()) for row in found], _SCHEMA)
    api = SparkAPI(spark_session=spark, break_lineage_method="persist")
    linker = Linker(api.register(frame), told)
    predicted = linker.inference.predict(threshold_match_weight=least_tenths(minimum) / 10 - 1e-9)
    for row in predicted.as_spark_dataframe().select("id_l", "id_r", "match_weight").collect():
        yield min(row[0], row[1]), max(row[0], row[1]), float(row[2])


def main(words: list[str]) -> None:
    """Read the features and the index, and write the pairs."""
    if len(words) != 3:  # noqa: PLR2004 -- three files
        raise KlantboekError("Say which files: FEATURES.jsonl INDEX PAIRS.csv.")
    index = load(Path(words[1]))
    if index is None:
        raise KlantboekError(
            f"{words[1]} holds no index of this version.", "klantboek.duplicates.index.build makes one."
        )
    with Path(words[0]).open(encoding="utf-8") as lines:
        features = [Features.read(json.loads(line)) for line in lines]
    with Path(words[2]).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("a", "b", "weight"))
        writer.writerows(sorted(pairs_on_spark(session(), index, features)))


if __name__ == "__main__":
    main(sys.argv[1:])
