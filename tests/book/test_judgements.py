"""What follows from judgements: same and same is same, same and distinct is distinct."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klantboek.book import Book
from klantboek.book.identity import fingerprint
from klantboek.book.judgements import Judgements, file_name, in_order

if TYPE_CHECKING:
    from given import Given

BookOf = Callable[..., Book]


def _book(book_of: BookOf, verdicts: dict[tuple[int, int], str], **more: dict[str, object]) -> Book:
    given: Given = {f"relations/R-0000{one}.yaml": {} for one in range(1, 8)}
    for (a, b), verdict in verdicts.items():
        one, two = in_order(f"R-0000{a}", f"R-0000{b}")
        given[file_name(one, two)] = {"a": one, "b": two, "verdict": verdict}
    given |= {name.replace("__", "/") + ".yaml": values for name, values in more.items()}
    return book_of(given)


def test_what_follows(book_of: BookOf) -> None:
    """What follows need not be asked; being unsure says nothing of others."""
    found = Judgements(
        _book(book_of, {(1, 2): "same", (2, 3): "same", (3, 4): "distinct", (4, 5): "same", (6, 7): "unsure"})
    )
    assert found.verdict("R-00001", "R-00003") == "same"
    assert found.verdict("R-00005", "R-00001") == "distinct"
    assert found.verdict("R-00006", "R-00007") == "unsure"
    assert found.verdict("R-00001", "R-00006") is None
    assert not found.follows("R-00006", "R-00007")
    assert [one.b for one in found.chain("R-00001", "R-00003")] == ["R-00002", "R-00003"]


def test_two_distinct_say_nothing_of_each_other(book_of: BookOf) -> None:
    """Of two relations that are both another than a third nothing is known."""
    found = Judgements(_book(book_of, {(1, 2): "distinct", (2, 3): "distinct"}))
    assert found.verdict("R-00001", "R-00003") is None


def test_a_merged_number_stands_for_the_other(book_of: BookOf) -> None:
    """What was judged of a number that was merged holds for the one it was merged into, over any number of steps."""
    stones: Given = {
        f"relations/R-0000{one}.yaml": {
            "tombstone": {"reason": "merged", "on": "2026-01-01", "into": f"R-0000{one - 1}"}
        }
        for one in (2, 3)
    }
    judged: Given = {
        "judgements/R-00003_R-00004.yaml": {"a": "R-00003", "b": "R-00004", "verdict": "distinct"}
    }
    found = Judgements(book_of({**stones, "relations/R-00004.yaml": {}, **judged}))
    assert found.current("R-00003") == "R-00001"
    assert found.verdict("R-00001", "R-00004") == "distinct"
    assert found.about("R-00004", "R-00001") is not None


def test_tombstones_in_a_circle(book_of: BookOf) -> None:
    """Two tombstones that point to each other do not keep anybody waiting."""
    stones: Given = {
        f"relations/R-0000{a}.yaml": {
            "tombstone": {"reason": "merged", "on": "2026-01-01", "into": f"R-0000{b}"}
        }
        for a, b in ((2, 3), (3, 2))
    }
    assert Judgements(book_of(stones)).current("R-00002") == "R-00003"


def test_a_stale_judgement_settles_nothing(book_of: BookOf) -> None:
    """When who a relation is has changed, what was judged no longer counts, nor what followed from it."""
    now = fingerprint(book_of({}).records[-1].document.value)
    sides = {"a": "R-00001", "b": "R-00002", "verdict": "same"}
    given: Given = {
        "relations/R-00002.yaml": {},
        "judgements/R-00001_R-00002.yaml": {**sides, "content_a": now},
    }
    assert Judgements(book_of(given)).verdict("R-00001", "R-00002") == "same"
    given["relations/R-00001.yaml"] = {"organisation": {"name": "Anders"}}
    found = Judgements(book_of(given))
    assert found.verdict("R-00001", "R-00002") is None
    assert [found.changed_sides(one) for one in found.stale] == [["content_a"]]


PAIRS = st.tuples(st.integers(1, 7), st.integers(1, 7)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parties=st.lists(st.integers(0, 3), min_size=7, max_size=7), asked=st.sets(PAIRS, max_size=12))
def test_true_answers_agree(book_of: BookOf, parties: list[int], asked: set[tuple[int, int]]) -> None:
    """Answers that are true of real parties never contradict each other, and what follows from them is true."""

    def truth(a: int, b: int) -> str:
        return "same" if parties[a - 1] == parties[b - 1] else "distinct"

    book = _book(book_of, {pair: truth(*pair) for pair in sorted(asked)})
    found = Judgements(_only(book, asked))
    assert found.contradictions == ()
    for a in range(1, 8):
        for b in range(a + 1, 8):
            verdict = found.verdict(f"R-0000{a}", f"R-0000{b}")
            assert verdict in {None, truth(a, b)}
            if (a, b) in asked:
                assert verdict == truth(a, b)


def _only(book: Book, asked: set[tuple[int, int]]) -> Book:
    """Leave out the judgements of earlier examples, whose files are still there."""
    files = {file_name(f"R-0000{a}", f"R-0000{b}") for a, b in asked}
    records = tuple(one for one in book.records if one.kind != "judgement" or one.file in files)
    return Book(book.root, book.as_of, records)
