"""Spark as the machine that joins and adds up, through Splink: for books that one machine can't hold."""

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any

from klantboek.duplicates import trader_settings
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.index import Index, build
from klantboek.duplicates.learning import learned
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged
from klantboek.duplicates.spark_search import Found, Question, duplicates_of, found_by
from klantboek.duplicates.splink_settings import COLUMN, FUNCTION, weigh

_SCHEMA = f"id string, {COLUMN} string, block_keys array<string>"
# How often values occur is counted among so many relations at most: every one of them, or every second, third …
_MOST_COUNTED = 1_000_000


def session_settings() -> dict[str, str]:
    """Give the settings of Spark that Splink needs. Raises ImportError without the packages of the extra."""
    with _quiet():
        from splink.backends.spark import similarity_jar_location  # noqa: PLC0415 -- an extra: most books never need it

    # Splink relies on casts that ANSI does not allow.
    return {"spark.jars": similarity_jar_location(), "spark.sql.ansi.enabled": "false"}


def counted(
    features: Iterable[Features], judgements: Sequence[Judged], most: int = _MOST_COUNTED
) -> tuple[Index, Duplicates]:
    """Count how often values occur and learn from judgements: what every machine takes along.

    Of more relations than ``most`` a part is counted, and those that were judged. Gives also what a search of
    just these finds.
    """
    known = list(features)
    part = max(-(-len(known) // most), 1)
    judged = {number for one in judgements for number in (one.a, one.b)}
    # Of each kind by itself: numbers may be given out to both in turn.
    places = {model.kind: count() for model in MODELS}
    some = [one for one in known if next(places[one.kind]) % part == 0 or one.id in judged]
    index, found = build(some, judgements, MINIMUM, learned(some, judgements))
    return replace(index, meta={**index.meta, "part": part}), found


def duplicates_on_spark(
    spark: Any, features: Iterable[Features], judgements: Sequence[Judged] = (), minimum: float = MINIMUM
) -> Duplicates:
    """Give what the search of the whole book gives, of pairs that Spark found.

    What a bound left out is counted among as many relations as one machine looks at.
    """
    known = list(features)
    index, part = counted(known, judgements)
    found = duplicates_of(index, known, pairs_on_spark(spark, index, known, minimum), judgements)
    return replace(found, bounded=part.bounded, compared=part.compared)


def pairs_on_spark(
    spark: Any, index: Index, features: Sequence[Features], minimum: float = MINIMUM
) -> dict[str, Found]:
    """Give the pairs of each kind that are at least so probable, with their weight in bits as Splink adds it up."""
    return found_by(_OnSpark(spark, index), index, features, minimum)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries from telling those who look for duplicates which versions they like best."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class _OnSpark:
    """Answers questions with Splink on Spark."""

    def __init__(self, spark: Any, index: Index) -> None:
        self._spark = spark
        self._shared = spark.sparkContext.broadcast(index.in_memory())

    def __call__(self, asked: Question) -> Found:
        """Give the pairs that have a key in common, with their weights."""
        if not asked.rows:
            return {}
        with _quiet():
            from splink import Linker, SparkAPI  # noqa: PLC0415 -- an extra

            self._register(asked)
            frame = self._spark.createDataFrame([tuple(row.values()) for row in asked.rows], _SCHEMA)
            api = SparkAPI(spark_session=self._spark, break_lineage_method="persist")
            # It would advise on settings that are meant to be as they are.
            linker = Linker(api.register(frame), asked.settings, log_level=logging.ERROR)
            predicted = linker.inference.predict(threshold_match_weight=asked.bits)
            rows = predicted.as_spark_dataframe().select("id_l", "id_r", "match_weight").collect()
        return {(min(row[0], row[1]), max(row[0], row[1])): float(row[2]) for row in rows}

    def _register(self, asked: Question) -> None:
        """Tell Spark the function that gives the levels of a pair."""
        import pandas as pd  # noqa: PLC0415 -- an extra
        from pyspark.sql.functions import pandas_udf  # noqa: PLC0415 -- an extra

        shared, kind, taught = self._shared, asked.kind, asked.taught

        def weighed(left: Any, right: Any) -> Any:
            if not kind:
                return pd.Series(trader_settings.weigh(left.tolist(), right.tolist()))
            return pd.Series(weigh(shared.value, kind, left.tolist(), right.tolist(), taught=taught))

        # Spark looks at these to know what it may pass.
        weighed.__annotations__ = dict.fromkeys(("left", "right", "return"), pd.Series)
        name = FUNCTION if kind else trader_settings.FUNCTION
        self._spark.udf.register(name, pandas_udf(weighed, "array<bigint>"))
