"""The duplicates of a book and its index: a whole search keeps it, a search of what changed uses it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from klantboek.duplicates.changed import for_changed
from klantboek.duplicates.features import Features
from klantboek.duplicates.index import Index, Names, build
from klantboek.duplicates.learning import learned
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged
from klantboek.duplicates.storing import save

# With more of them a whole search is as quick.
_MOST_CHANGED = 1000


@dataclass(frozen=True)
class Moved:
    """What of a book differs from its index: features that are new or other, and numbers that are not compared."""

    fresh: Sequence[Features]
    gone: frozenset[str] = frozenset()


def search_all(
    features: Iterable[Features],
    judgements: Sequence[Judged],
    folder: Path | None,
    minimum: float = MINIMUM,
    contents: Mapping[str, bytes] | None = None,
) -> Duplicates:
    """Search among all features of a book, and keep the index in a folder of that name where one is given.

    ``features`` are gone through more than once; ``contents`` are the ids of what the files of relations hold, by
    number.
    """
    index, found = build(features, judgements, minimum, learned(features, judgements))
    if folder is not None:
        names = Names.of(list(index.names.numbers), contents)
        _save(replace(index, names=names), folder)
    return found


def search_since(
    index: Index, moved: Moved, judgements: Iterable[Judged], wanted: Iterable[str], minimum: float = MINIMUM
) -> Duplicates | None:
    """Give the pairs that one of the wanted relations is in, with weights as they were when the index was made.

    Only those relations are compared, and what else differs from the index. None when that is much: a whole
    search is as quick then.
    """
    asked = frozenset(wanted)
    fresh = {one.id: one for one in moved.fresh}
    numbers = asked.difference(fresh, moved.gone).intersection(index.names.numbers)
    if len(fresh) + len(numbers) > _MOST_CHANGED:
        return None
    every = [*fresh.values(), *(index.features_of(number) for number in sorted(numbers))]
    return of_relations(for_changed(index, every, tuple(judgements), minimum, moved.gone), asked)


def of_relations(found: Duplicates, numbers: frozenset[str]) -> Duplicates:
    """Leave only pairs that one of these relations is in, and the clusters of those."""
    pairs = tuple(pair for pair in found.pairs if pair.a in numbers or pair.b in numbers)
    among = {number for pair in pairs for number in (pair.a, pair.b)}
    return replace(
        found, pairs=pairs, clusters=tuple(one for one in found.clusters if among.intersection(one.members))
    )


def _save(index: Index, folder: Path) -> None:
    try:
        save(index, folder)
    except OSError:
        return  # the next search is a whole one again
