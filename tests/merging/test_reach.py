"""The part of a book that is read for a change: it is enough, and the change keeps its laws in a crowd."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from given import lay_out
from klantboek.book import Book, load
from klantboek.book.references import references
from klantboek.edits.writing import write_files
from klantboek.findings import Severity
from klantboek.linting.loaded import lint_loaded
from klantboek.merging.differences import Asked
from klantboek.merging.merge import Merge, merge
from klantboek.merging.plan import Plan
from klantboek.merging.reach import Reach, reach
from klantboek.merging.refused import RefusedError
from klantboek.merging.renumber import Renumbering, renumber
from klantboek.merging.retire import Manner, Retirement, retire
from klantboek.merging.union import leaves
from merging.crowds import ERASED, MERGED, MISFIT, SIZE, crowd, number

TODAY = date(2026, 11, 20)
NEW = number(SIZE + 20)
SEEDS = range(3)
Change = Merge | Renumbering | Retirement


@pytest.fixture(params=SEEDS)
def crowded(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Random]:
    """Give a book in which nearly all relations refer to others, and a source of chance."""
    root = tmp_path / "records"
    lay_out(root, crowd(request.param))
    return root, Random(request.param)  # noqa: S311 -- the same choices every time


def _around(root: Path, *numbers: str) -> Reach:
    return reach(root, None, TODAY, numbers)


def _told(change: Change) -> tuple[object, ...]:
    """Give all that a change would write and say."""
    plan = change.plan
    said = () if isinstance(change, Retirement) else (change.moved, change.mentions, change.unread)
    return sorted(plan.rewrites, key=lambda one: one.file), plan.worse, said


def _numbers(book: Book) -> list[str]:
    return [one.number for one in book.relations]


def _merges(book: Book, random: Random) -> Iterator[tuple[str, str]]:
    """Give pairs that can be one relation."""
    numbers = [one.number for one in book.relations if one.kind == "organisation"]
    while True:
        a, b = random.sample(numbers, 2)
        try:
            merge(book, a, b, Asked(others=a))
        except RefusedError:
            continue
        yield a, b


def test_a_part_is_enough(crowded: tuple[Path, Random]) -> None:
    """Read in part, a book gives the same files to write, findings and mentions as read whole."""
    root, random = crowded
    book = load(root, None, TODAY)
    a, b = next(_merges(book, random))
    there = _around(root, a, b)
    assert len(there.book.records) < len(book.records)
    assert _told(merge(there.book, a, b, Asked(others=a), there.lint)) == _told(
        merge(book, a, b, Asked(others=a))
    )
    there = _around(root, a, NEW)
    for trace in (True, False):
        part = renumber(there.book, a, NEW, trace=trace, lint=there.lint)
        assert _told(part) == _told(renumber(book, a, NEW, trace=trace))
    assert MISFIT in part.unread[0]


def test_what_is_refused(crowded: tuple[Path, Random]) -> None:
    """Read in part, a book refuses what it refuses as a whole, in the same words."""
    root, random = crowded
    book = load(root, None, TODAY)
    a = random.choice(_numbers(book))
    for old, new in (
        (a, random.choice(_numbers(book))),
        (MERGED, NEW),
        (ERASED, NEW),
        (MISFIT, NEW),
        (a, ERASED),
    ):
        there = _around(root, old, new)
        with pytest.raises(RefusedError) as whole:
            renumber(book, old, new)
        with pytest.raises(RefusedError) as part:
            renumber(there.book, old, new, lint=there.lint)
        assert part.value.message == whole.value.message
    for one in _numbers(book)[::6]:
        said = []
        for some in (book, _around(root, one).book):
            try:
                said.append(str(_told(retire(some, one, Manner(history=True)))))
            except RefusedError as error:
                said.append(error.message)
        assert said[0] == said[1]


def test_what_was_judged_of_a_number_that_moved_twice(tmp_path: Path) -> None:
    """A judgement counts for the relation in which its own lives on, however many steps that is away."""
    stone = {"reason": "merged", "on": "2026-01-01"}
    given = {
        "book.yaml": {},
        "relations/R-00001.yaml": {},
        "relations/R-00002.yaml": {},
        "relations/R-00003.yaml": {"tombstone": {**stone, "into": "R-00002"}},
        "relations/R-00004.yaml": {"tombstone": {**stone, "into": "R-00003"}},
        "judgements/R-00001_R-00004.yaml": {"a": "R-00001", "b": "R-00004"},
    }
    lay_out(tmp_path / "records", given)
    there = _around(tmp_path / "records", "R-00001", "R-00002")
    with pytest.raises(RefusedError, match="judged distinct"):
        merge(there.book, "R-00001", "R-00002", lint=there.lint)


def test_a_number_that_is_written_oddly(tmp_path: Path) -> None:
    """A relation whose number is none by the schema is found wherever it is named."""
    named = {"notes": [{"on": "2026-02-01", "text": "Zie ook X-1 en X-12."}]}
    lay_out(
        tmp_path / "records", {"book.yaml": {}, "relations/X-1.yaml": {}, "relations/R-00002.yaml": named}
    )
    there = _around(tmp_path / "records", "X-1")
    assert [one.file for one in there.book.records if one.kind == "relation"] == [
        "relations/R-00002.yaml",
        "relations/X-1.yaml",
    ]


def _weight(book: Book) -> Counter[str]:
    return Counter(one.code for one in lint_loaded(book) if one.severity is not Severity.ADVICE)


def _dangling(book: Book) -> set[tuple[str, str]]:
    """Give the references to relations that lead nowhere, or to a number that another took the place of."""
    alive = set(_numbers(book))
    pairs = (
        (one, ref) for one in book.records if one.fits and one.kind != "judgement" for ref in references(one)
    )
    return {(one.file, ref.name) for one, ref in pairs if ref.to == "relation" and ref.name not in alive}


def _written(plan: Plan) -> Book:
    write_files(plan.book.project, plan.rewrites)
    return load(plan.book.root, None, TODAY)


def test_laws_of_a_merge(crowded: tuple[Path, Random]) -> None:
    """After a merge no reference dangles, no value of either is lost, and nothing is wrong that was right."""
    root, random = crowded
    before = load(root, None, TODAY)
    a, b = next(_merges(before, random))
    there = _around(root, a, b)
    found = merge(there.book, a, b, Asked(others=a), there.lint).checked()
    after = _written(found.plan)
    assert _dangling(after) <= _dangling(before)
    assert not _weight(after) - _weight(before)
    records = {one.id: one.document.value for one in before.records}
    now = next(one for one in after.records if one.id == found.ours)
    there_now = now.document.text
    dropped = {text for drop in found.dropped for text in leaves(drop.value)}
    lost = [
        text
        for one in (a, b)
        for text in leaves(records[one])
        if text not in there_now and text not in dropped and text != found.theirs
    ]
    assert lost == []


@pytest.mark.parametrize("trace", [True, False])
def test_laws_of_a_new_number(crowded: tuple[Path, Random], trace: bool) -> None:  # noqa: FBT001 -- a parameter of pytest
    """After a new number no reference dangles, every record says what it said, and nothing is wrong that was right."""
    root, random = crowded
    before = load(root, None, TODAY)
    old = random.choice(_numbers(before))
    there = _around(root, old, NEW)
    after = _written(renumber(there.book, old, NEW, trace=trace, lint=there.lint).plan)
    assert _dangling(after) <= _dangling(before)
    assert not _weight(after) - _weight(before)
    known = {one.id: one.document.text for one in before.records if one.kind == "relation"}
    now = {one.id: one.document.text for one in after.records if one.kind == "relation"}
    assert now.pop(NEW).replace(NEW, old) == known.pop(old).replace(NEW, old)
    now.pop(old, None)
    assert {name: text.replace(NEW, old) for name, text in now.items()} == known


def test_laws_of_a_number_out_of_use(crowded: tuple[Path, Random]) -> None:
    """What is retired has nothing that leads to it, before and after; nothing is wrong that was right."""
    root, _ = crowded
    before = load(root, None, TODAY)
    done = 0
    for one in _numbers(before):
        there = _around(root, one)
        try:
            found = retire(there.book, one, Manner(history=True), there.lint)
        except RefusedError:
            continue
        after = _written(found.plan)
        assert _dangling(after) <= _dangling(before)
        assert not _weight(after) - _weight(before)
        done += 1
        break
    assert done or all(_is_named(before, one) for one in _numbers(before))


def _is_named(book: Book, number: str) -> bool:
    return any(
        ref.to == "relation" and ref.name == number
        for one in book.records
        if one.fits
        for ref in references(one)
    )
