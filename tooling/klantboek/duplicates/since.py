"""The duplicates of a book and its index: a whole search keeps it, a search of what changed uses it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from klantboek.book import Book
from klantboek.duplicates.adaptation import FEWEST_JUDGED
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.find import MINIMUM, learned
from klantboek.duplicates.findings import features_in
from klantboek.duplicates.index import Index, build, for_changed, load, row_of
from klantboek.duplicates.judgements import judged
from klantboek.duplicates.pairs import Duplicates, Judged

# With more of them a whole search is as quick.
_MOST_CHANGED = 1000


def search_and_keep(book: Book, folder: Path | None, minimum: float = MINIMUM) -> Duplicates:
    """Search a whole book, and keep the index in a folder of that name where one is given."""
    features, judgements = list(features_in(book)), judged(book)
    models = learned(features, judgements) if len(judgements) >= FEWEST_JUDGED else MODELS
    index, found = build(features, judgements, minimum, models)
    if folder is not None:
        _save(index, folder)
    return found


def duplicates_since(
    book: Book, folder: Path | None, changed: Iterable[str], minimum: float = MINIMUM
) -> Duplicates:
    """Give the pairs that one of the changed relations, by number, is in.

    With an index only those are compared, and what else differs from the index; weights are then as they were
    when it was made. Without one, or when much has changed, the whole book is searched and the index made.
    """
    wanted = frozenset(changed)
    index = load(folder) if folder is not None else None
    found = _with_index(index, list(features_in(book)), judged(book), wanted, minimum) if index else None
    return of_relations(search_and_keep(book, folder, minimum) if found is None else found, wanted)


def of_relations(found: Duplicates, numbers: frozenset[str]) -> Duplicates:
    """Leave only pairs that one of these relations is in, and the clusters of those."""
    pairs = tuple(pair for pair in found.pairs if pair.a in numbers or pair.b in numbers)
    among = {number for pair in pairs for number in (pair.a, pair.b)}
    return replace(
        found, pairs=pairs, clusters=tuple(one for one in found.clusters if among.intersection(one.members))
    )


def _with_index(
    index: Index,
    features: Sequence[Features],
    judgements: Sequence[Judged],
    wanted: frozenset[str],
    minimum: float,
) -> Duplicates | None:
    known = dict(index.rows_by_number())
    fresh = [one for one in features if one.id in wanted or known.get(one.id) != row_of(one)]
    if len(fresh) > _MOST_CHANGED:
        return None
    gone = known.keys() - {one.id for one in features}
    return for_changed(index, fresh, judgements, minimum, gone)


def _save(index: Index, folder: Path) -> None:
    try:
        index.save(folder)
    except OSError:
        return  # the next search is a whole one again
