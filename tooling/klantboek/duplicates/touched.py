"""What a few relations that changed make other for the relations of one kind: weights, blocks and candidates."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from klantboek.duplicates.blocking import Counted, Keys
from klantboek.duplicates.blocks import Blocks, Values, among, is_full
from klantboek.duplicates.columns import columns_of
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.evaluation import weights_of_same
from klantboek.duplicates.features import Features
from klantboek.duplicates.model import Comparison, Model
from klantboek.duplicates.plan import PLANS, rarest
from klantboek.duplicates.texts import Hashed, Hashes, distinct
from klantboek.duplicates.trace import WORDS, Standing, rows_of, text_of

# Gives the features that relations have now, of those ids that are compared.
LookUp = Callable[[Iterable[str]], Iterable[Features]]
# What is compared now of relations that changed, by id; None where nothing is.
Moves = Mapping[str, Features | None]
# With more relations of which neighbours or weights are others a whole search is as quick.
_MOST = 500


@dataclass(frozen=True)
class Candidates:
    """The candidates of which anything is other: as they were and as they are, by key; pairs of records."""

    was: Mapping[str, set[tuple[int, int]]]
    now: Mapping[str, set[tuple[int, int]]]


class Touched:
    """The relations of one kind, of which some changed since a search left its trace."""

    def __init__(self, standing: Standing, model: Model, moves: Moves, look_up: LookUp) -> None:
        self.standing, self.model, self._look_up = standing, model, look_up
        before = [number for name in sorted(moves) if (number := standing.number(name)) >= 0]
        after = [one for one in moves.values() if one is not None and one.kind == model.kind]
        fresh = sorted(one.id for one in after if standing.number(one.id) < 0)
        self.ids = [*standing.ids, *fresh]
        self._places = {name: len(standing.ids) + at for at, name in enumerate(fresh)}
        self._was = {number: standing.values(number) for number in before}
        self._now = self._values(after)
        self.moved = np.array(sorted({*self._was, *self._now}), np.int64)
        self.size = len(standing.ids) - len(before) + len(after)

    def number(self, name: str) -> int:
        """Give the number of a record by its id."""
        return self._places[name] if name in self._places else self.standing.number(name)

    def often(self, name: str, values: Hashes) -> Rows:
        """Count how often each value stands somewhere now."""
        found = self.standing.often(name, values)
        for value, more in self._more(name).items():
            found[values == np.uint64(value)] += more
        return found

    @cached_property
    def before(self) -> Blocks:
        """Who was held together before."""
        return Blocks(self.standing)

    @cached_property
    def blocks(self) -> Blocks:
        """Who is held together now."""
        rows = {name for values in (*self._was.values(), *self._now.values()) for name in values}
        moved = {
            name: {record: self._now.get(record, {}).get(name, ()) for record in self.moved.tolist()}
            for name in rows
        }
        if "rarest" in rows:
            moved["rarest"] = {record: self._rarest(record, after=True) for record in self._shifted}
        return Blocks(self.standing, moved)

    def moved_values(self, name: str) -> set[int]:
        """Give the values of a row that records that changed had or have."""
        known = (self._was, self._now)
        return {
            value
            for some in known
            for one in self.moved.tolist()
            for value in some.get(one, {}).get(name, ())
        }

    def records(self) -> Rows | None:
        """Give, in order, all records of which a weight or a neighbour may be other; None when they are many."""
        movers = {*self.moved.tolist(), *self._shifted}
        found = movers | self._reweighed()
        if len(found) > _MOST:
            return None
        self._know(found)
        for record in movers:
            found |= self._crossed(record)
        if len(found) > _MOST:
            return None
        self._know(found)
        return np.array(sorted(found), np.int64)

    def candidates(self, records: Rows) -> Candidates:
        """Give the candidates that one of some records is in."""
        return Candidates(_pairs(self.before, self._was, records), _pairs(self.blocks, self._now, records))

    def counted(self, found: Candidates) -> tuple[Counted, ...]:
        """Give what each key comes to now."""
        result = []
        for one in self.standing.counted:
            (full, every), (full_now, every_now) = (
                self._held(one.key, blocks) for blocks in (self.before, self.blocks)
            )
            more = len(found.now.get(one.key, ())) - len(found.was.get(one.key, ()))
            result.append(
                Counted(
                    one.key, one.blocks + full_now - full, one.every + every_now - every, one.pairs + more
                )
            )
        return tuple(result)

    def _held(self, name: str, blocks: Blocks) -> tuple[int, int]:
        """Count the over-full blocks of values that a moved record had or has, and the pairs that share one."""
        found = [(((name, value),), blocks.holders(name, value)) for value in self.moved_values(name)]
        return sum(is_full(*one) for one in found), sum(len(one) * (len(one) - 1) // 2 for _, one in found)

    def _values(self, features: Sequence[Features]) -> dict[int, dict[str, list[int]]]:
        """Give the values of each record by row."""
        columns = columns_of(features)
        numbers = [self.number(name) for name in columns.ids]
        found: dict[int, dict[str, list[int]]] = {number: {} for number in numbers}
        for name, records, values in rows_of(columns, self.model) if features else ():
            for record, value in zip(records.tolist(), values.tolist(), strict=True):
                found[numbers[record]].setdefault(name, []).append(value)
        return found

    def _more(self, name: str) -> dict[int, int]:
        """Give how many more of each value of a row there are now than before."""
        found: Counter[int] = Counter()
        for record in self.moved.tolist():
            found.update(self._now.get(record, {}).get(name, ()))
            found.subtract(self._was.get(record, {}).get(name, ()))
        return {value: more for value, more in found.items() if more}

    def _know(self, records: Iterable[int]) -> None:
        """Look up the values of records that did not change; their rarest word may be another all the same."""
        numbers = sorted({*records} - {*self._was, *self._now})
        values = self._values(list(self._look_up(self.ids[number] for number in numbers))) if numbers else {}
        self._was |= values
        self._now |= {record: dict(some) for record, some in values.items()}
        if self._has_rarest:
            for known, after in ((self._was, False), (self._now, True)):
                for record in known:
                    known[record]["rarest"] = self._rarest(record, after=after)

    def _reweighed(self) -> set[int]:
        """Give the records with a text of which the weight is another now."""
        found: set[int] = set()
        for comparison in self.model.comparisons:
            if comparison.spread:
                found |= self._reweighed_by(comparison, text_of(self.model.kind, comparison.feature))
            if comparison.feature == "name":
                found |= self._reweighed_by(comparison, WORDS)
        return found

    def _reweighed_by(self, comparison: Comparison, name: str) -> set[int]:
        more, known = self._more(name), self.standing.row(name)[0]
        wanted = np.array(sorted(more), np.uint64)
        if self.size != len(self.standing.ids):
            wanted = np.unique(np.concatenate((wanted, known)))
        # The rarity of a whole name, or of a number, doesn't depend on what it is.
        texts = Hashed(wanted) if name == WORDS or comparison.feature != "name" else ()
        before, after = (
            weights_of_same(comparison, often, size, texts)
            for often, size in (
                (self.standing.often(name, wanted), len(self.standing.ids)),
                (self.often(name, wanted), self.size),
            )
        )
        found: set[int] = set()
        for value in wanted[before != after].tolist():
            found.update(self.standing.holders(name, value).tolist())
            if len(found) > _MOST:
                break
        return found

    def _crossed(self, record: int) -> set[int]:
        """Give the records of blocks around one that are over-full now and were not, or the other way round."""
        was = dict(self.before.around(self._was.get(record, {})))
        now = dict(self.blocks.around(self._now.get(record, {})))
        found: set[int] = set()
        for path in was.keys() | now.keys():
            one = was[path] if path in was else self.before.block(path)
            other = now[path] if path in now else self.blocks.block(path)
            if is_full(path, one) != is_full(path, other):
                found.update(one.tolist(), other.tolist())
        return found

    @property
    def _has_rarest(self) -> bool:
        return "word" in PLANS[self.model.kind]

    def _rarest(self, record: int, *, after: bool) -> list[int]:
        known = self._rarest_words[after]
        return [int(known[record])] if known[record] else []

    @cached_property
    def _shifted(self) -> list[int]:
        """Give the records of which the rarest word is another now."""
        was, now = self._rarest_words
        changed = set(np.flatnonzero(was != now).tolist()) if was is not now else set()
        return sorted(changed.union(self.moved.tolist())) if self._has_rarest else []

    @cached_property
    def _rarest_words(self) -> tuple[Hashes, Hashes]:
        """Give the rarest word of each record before and now, 0 where it has none."""
        if not self._has_rarest:
            return (np.zeros(0, np.uint64),) * 2
        values, records = self.standing.row("rarest")
        was = np.zeros(len(self.ids), np.uint64)
        was[records] = values
        if not any(
            self._was.get(one, {}).get("word") != self._now.get(one, {}).get("word")
            for one in self.moved.tolist()
        ):
            return was, was
        found = rarest(self._words())
        now = np.zeros(len(self.ids), np.uint64)
        now[found.records] = found.hashes
        return was, now

    def _words(self) -> Keys:
        """Give the words of all names now, in the order of the records."""
        values, records = self.standing.row("word")
        kept = ~among(records, self.moved)
        fresh = [
            (record, value)
            for record in self.moved.tolist()
            for value in self._now.get(record, {}).get("word", ())
        ]
        records = np.concatenate((records[kept], np.array([one for one, _ in fresh], np.int64)))
        values = np.concatenate((values[kept], np.array([value for _, value in fresh], np.uint64)))
        order = np.argsort(records, kind="stable")
        known, codes = distinct(values[order])
        return Keys("word", records[order], codes, len(self.ids), lambda: known[codes])


def _pairs(blocks: Blocks, values: Mapping[int, Values], records: Rows) -> dict[str, set[tuple[int, int]]]:
    """Give the candidates that one of some records is in, by key."""
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for record in records.tolist():
        for path, block in blocks.around(values.get(record, {})):
            if not is_full(path, block):
                found[path[0][0]].update(
                    (min(record, one), max(record, one)) for one in block.tolist() if one != record
                )
    return found
