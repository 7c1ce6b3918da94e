"""A stream that is read one kind at a time: the pairs of the whole book."""

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from klantboek.duplicates import Features, Judged, features_of, find_duplicates
from klantboek.duplicates.learning import learned
from klantboek.duplicates.streams import duplicates_in_stream

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def features() -> list[Features]:
    """Give the features of a generated book with labelled duplicates, and some of one kind as the other."""
    sys.path.append(str(ROOT / "bench"))
    labelled = import_module("linkage.generated").generated(400, 73)
    sys.path.remove(str(ROOT / "bench"))
    return [features_of(record) for record in labelled.records]


def _firms(features: list[Features]) -> list[Features]:
    """Enter some persons as the sole traders that they are."""
    people = [one for one in features if one.kind == "person" and one.emails and one.surnames][::3]
    return [
        Features(
            f"S-{at:05d}",
            "organisation",
            names=(f"bakkerij {one.surnames[0]}",),
            forms=("eenmanszaak",),
            emails=one.emails,
            phones=one.phones,
            people=(f"{one.surnames[0]} {(one.givens or ('',))[0]}".strip(),),
        )
        for at, one in enumerate(people)
    ]


@pytest.mark.parametrize("judges", [0, 5, 60])
def test_same_as_the_whole_book(features: list[Features], judges: int) -> None:
    """Pairs, reasons and clusters are the same, with sole traders among them and whatever people judged."""
    book = [*features, *_firms(features)]
    pairs = [sorted((one.id, book[(7 * at + 3) % len(book)].id)) for at, one in enumerate(book[:judges])]
    judged = tuple(Judged(a, b, ("same", "distinct")[at % 2]) for at, (a, b) in enumerate(pairs) if a != b)

    def read(kind: str | None) -> Iterable[Features]:
        return (one for one in book if kind in {None, one.kind})

    models = learned(book, judged) if judges > 20 else None
    whole = find_duplicates(book, judged, 0.3, models) if models else find_duplicates(book, judged, 0.3)
    found = duplicates_in_stream(read, judged, 0.3)
    assert found == whole
    assert len(found.pairs) > 30
    assert any(one.a.startswith("R") and one.b.startswith("S") for one in found.pairs)


def test_nothing_there() -> None:
    """An empty stream has no duplicates."""
    assert duplicates_in_stream(lambda _: ()).pairs == ()
