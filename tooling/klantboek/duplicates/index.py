"""The index: what the full search knows of a book, kept so that a few changed relations are compared quickly.

Weights are those of the day the index was made: how often each text occurs, the prior and the lifted caps.
So a check gives the same answer for the same change, whatever else is in the branch.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.blocking import in_blocks
from klantboek.duplicates.columns import Columns, columns_of, kind_of
from klantboek.duplicates.comparisons import MODEL_VERSION, MODELS
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.evaluation import Frequencies, frequencies_of
from klantboek.duplicates.features import FEATURES_VERSION, Features
from klantboek.duplicates.find import Part, gathered, judged_same, reach, search
from klantboek.duplicates.model import Lesson, Model
from klantboek.duplicates.name_words import word_counts
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged
from klantboek.duplicates.plan import plan_of
from klantboek.duplicates.sole_traders import sole_traders
from klantboek.duplicates.texts import hashes

VERSION = f"{MODEL_VERSION}/{FEATURES_VERSION}/{sha256(repr(MODELS).encode()).hexdigest()[:8]}/5"
_ID = 20
KIND = {model.kind: code for code, model in enumerate(MODELS)}


@dataclass(frozen=True, eq=False)
class Names:
    """Which relation stands where, and an id of what each file held; as JSON and bytes until somebody asks.

    Ids are of one length, and also of relations that are not compared.
    """

    told: bytes = b'{"numbers": [], "files": []}'
    ids: bytes = b""

    @classmethod
    def of(cls, numbers: Sequence[str], contents: Mapping[str, bytes] | None = None) -> "Names":
        """Take the numbers of relations in the order of their rows, and the ids of contents by number."""
        held = contents or {}
        told = {"numbers": list(numbers), "files": list(held)}
        return cls(json.dumps(told).encode(), b"".join(held.values()))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each relation among the rows."""
        return {number: at for at, number in enumerate(self._read["numbers"])}

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """The id of what each file held, by number."""
        starts = range(0, len(self.ids), _ID)
        return {
            name: self.ids[start : start + _ID]
            for name, start in zip(self._read["files"], starts, strict=True)
        }

    @cached_property
    def _read(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads(self.told)
        return found


@dataclass(frozen=True, eq=False)
class Index:
    """Sorted keys, counts of texts and the features themselves, by name; ``rows`` are features as JSON lines."""

    meta: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    rows: bytes | np.ndarray[Any, Any]
    ends: Rows
    names: Names

    def features(self, kind: str, record: int) -> Features:
        """Give the features of a record of this kind."""
        return self._row(record + self.meta["first"][kind])

    def features_of(self, number: str) -> Features:
        """Give the features of a relation by its number."""
        return self._row(self.names.numbers[number])

    def record_of(self, kind: str, number: str) -> int:
        """Give the record of this kind with a number, by which they are in order; -1 where there is none."""
        size = self.records(kind)
        at = bisect_left(range(size), number, key=lambda record: self.features(kind, record).id)
        return at if at < size and self.features(kind, at).id == number else -1

    def _row(self, at: int) -> Features:
        start = int(self.ends[at - 1]) if at else 0
        return Features.read(json.loads(bytes(self.rows[start : int(self.ends[at])])))

    @property
    def models(self) -> tuple[Model, ...]:
        """The models with the weights that they had."""
        return tuple(replace(model, lesson=lesson_of(self.meta["lessons"][model.kind])) for model in MODELS)

    def records(self, kind: str) -> int:
        """Give how many records of this kind there are."""
        return int(self.meta["records"][kind])

    def in_memory(self) -> "Index":
        """Give the index without its files, so that it can be sent elsewhere; features are left behind."""
        arrays = {
            name: np.array(array)
            for name, array in self.arrays.items()
            if name.endswith(("-texts", "-counts"))
        }
        return Index(self.meta, arrays, b"", np.zeros(0, np.int64), Names())


def build(
    features: Iterable[Features],
    judgements: Iterable[Judged] = (),
    minimum: float = MINIMUM,
    models: tuple[Model, ...] = MODELS,
) -> tuple[Index, Duplicates]:
    """Search a whole book, and give the index of it as well."""
    judged = tuple(judgements)
    ordered = sorted(features, key=lambda one: (KIND.get(one.kind, 1), one.id))
    columns = columns_of(ordered)
    arrays: dict[str, NDArray[Any]] = {}
    meta: dict[str, Any] = {"version": VERSION, "records": {}, "first": {}, "lifts": {}}
    meta["lessons"] = {model.kind: model.lesson and model.lesson.steps for model in models}
    meta["alone"] = {}
    parts: list[Part] = []
    first = 0
    for code, model in enumerate(models):
        some = kind_of(columns, code)
        searched = search(some, model, minimum)
        parts.append(searched.part)
        meta["alone"][model.kind] = reach(some, model)
        meta["records"][model.kind], meta["first"][model.kind], meta["lifts"][model.kind] = (
            len(some),
            first,
            searched.lifts,
        )
        first += len(some)
        arrays |= _keys_of(some, model.kind) | _counts_of(some, model.kind)
    lines = [row_of(one) for one in ordered]
    ends = np.cumsum(np.fromiter(map(len, lines), np.int64, len(lines)))
    parts.append(Part(tuple(sole_traders(columns, minimum))))
    parts.append(judged_same(columns, parts, judged, models))
    names = Names.of([one.id for one in ordered])
    return Index(meta, arrays, b"".join(lines), ends, names), gathered(parts, judged)


def row_of(features: Features) -> bytes:
    """Write features as they stand in the index."""
    return json.dumps(features, ensure_ascii=False).encode("utf-8", "surrogatepass")


def lesson_of(steps: Any) -> Lesson | None:
    """Give the lesson that was written down. Raises ValueError and TypeError where it is none."""
    if steps is None:
        return None
    return Lesson(tuple((str(feature), str(level), int(tenths)) for feature, level, tenths in steps))


def _keys_of(columns: Columns, kind: str) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    for key, others in plan_of(columns, kind):
        for one in (key, *others):
            if f"{kind}-{one.name}-hashes" not in found:
                records, values = in_blocks(one)
                found[f"{kind}-{one.name}-hashes"], found[f"{kind}-{one.name}-records"] = (
                    values,
                    records.astype(np.int32),
                )
    return found


def _counts_of(columns: Columns, kind: str) -> dict[str, NDArray[Any]]:
    frequencies = frequencies_of(columns)
    counted = {name: (columns.column[name].texts, counts) for name, counts in frequencies.counts.items()}
    words = columns.column["name"].words
    counted["word"] = (words.texts, word_counts(words, frequencies.counts["name"]))
    found: dict[str, NDArray[Any]] = {}
    for name, (texts, counts) in counted.items():
        values = hashes(texts)
        order = np.argsort(values)
        found[f"{kind}-{name}-texts"] = values[order]
        found[f"{kind}-{name}-counts"] = counts[order].astype(np.int32)
    return found


def lifts_in(index: Index, model: Model) -> dict[str, int]:
    """Give how far the cap of each group was lifted when the index was made."""
    known = index.meta["lifts"][model.kind]
    return {group.name: int(known.get(group.name, 0)) for group in model.groups}


def frequencies_in(index: Index, columns: Columns, kind: str) -> Frequencies:
    """Give how often the texts of some records occur among all that the index was made of."""

    def counted(name: str, texts: Sequence[str]) -> NDArray[np.int64]:
        known, counts = index.arrays[f"{kind}-{name}-texts"], index.arrays[f"{kind}-{name}-counts"]
        wanted = hashes(texts)
        at = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
        if not len(known):
            return np.zeros(len(texts), np.int64)
        return np.where(known[at] == wanted, counts[at], 0).astype(np.int64)

    counts = {name: counted(name, column.texts) for name, column in columns.column.items()}
    return Frequencies(index.records(kind), counts, lambda texts: counted("word", texts))
