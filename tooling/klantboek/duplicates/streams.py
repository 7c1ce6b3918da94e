"""The duplicates of a stream that can be read again: one kind of relation at a time, so that half must be held."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from klantboek.duplicates.adaptation import FEWEST_JUDGED
from klantboek.duplicates.collecting import collected_later
from klantboek.duplicates.columns import Columns, columns_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.find import Part, duplicates_in, gathered, judged_same, search
from klantboek.duplicates.learning import learned_in
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged, Pair
from klantboek.duplicates.sole_traders import SHARED, sole_traders
from klantboek.duplicates.texts import Hashes, hashes
from klantboek.duplicates.trace import Leaving

# Gives the features of a kind of relation, or of all; as often as it is called.
Read = Callable[[str | None], Iterable[Features]]


@collected_later()
def duplicates_in_stream(
    read: Read,
    judgements: Sequence[Judged] = (),
    minimum: float = MINIMUM,
    leaving: Leaving | None = None,
) -> Duplicates:
    """Find the duplicates among features, with what people judged about them and what that teaches.

    Where a trace is to be left, the minimum is the usual one; none is left of a book that learned.
    """
    if len(judgements) >= FEWEST_JUDGED:
        # What is learned is learned of all kinds together.
        columns = columns_of(read(None))
        return duplicates_in(columns, judgements, minimum, learned_in(columns, judgements))
    parts: list[Part] = []
    values: list[dict[str, Hashes]] = []
    common: dict[str, set[str]] = {}
    records = 0
    for model in MODELS:
        columns = columns_of(read(model.kind))
        records += len(columns)
        common = _common(columns, values)
        values.append({name: hashes(columns.column[name].texts) for name in SHARED})
        searched = search(columns, model, minimum)
        parts += [searched.part, judged_same(columns, [searched.part], judgements, MODELS)]
        if leaving is not None:
            leaving.add(columns, model, searched)
        # The next ones take its place.
        del columns
    traders = tuple(_traders(read, common, minimum, records))
    if leaving is not None:
        leaving.done((one.a, one.b) for one in traders)
    parts.append(Part(traders))
    return gathered(parts, judgements)


def _common(columns: Columns, values: Sequence[dict[str, Hashes]]) -> dict[str, set[str]]:
    """Give the values that relations of an earlier kind have too, by column."""
    found: dict[str, set[str]] = {}
    for name in SHARED:
        texts = columns.column[name].texts
        held = [np.flatnonzero(np.isin(hashes(texts), one[name], assume_unique=True)) for one in values]
        codes = np.concatenate([np.zeros(0, np.int64), *held])
        found[name] = {texts[code] for code in codes.tolist()}
    return found


def _traders(read: Read, common: dict[str, set[str]], minimum: float, records: int) -> Iterator[Pair]:
    """Give the sole traders: of all relations only those are looked at that have such a value."""
    if not any(common.values()):
        return
    fields = [(SHARED[name], texts) for name, texts in common.items() if texts]
    some = (
        one for one in read(None) if any(not texts.isdisjoint(getattr(one, field)) for field, texts in fields)
    )
    yield from sole_traders(columns_of(some), minimum, records)
