"""Words gathered row by row and given word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook import postings
from klantboek.handbook.postings import Postings, Sorted
from klantboek.handbook.shards import rows_of

_ROWS = st.lists(
    st.tuples(
        st.sets(st.text("abc", min_size=1, max_size=2)), st.sets(st.text("abcdé", min_size=1, max_size=2))
    )
)


@given(rows=_ROWS, most=st.sampled_from([1, 3, 50_000]))
def test_words_come_in_their_order_with_all_their_rows(
    rows: list[tuple[set[str], set[str]]], most: int
) -> None:
    """However often what is held is put aside."""
    found = Postings()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_MOST", most)
        for row, (named, elsewhere) in enumerate(rows):
            found.add(row, named, elsewhere)
        told = list(found.words())
    found.close()
    words = sorted({word for pair in rows for words in pair for word in words})
    assert [word for word, _ in told] == words
    for word, text in told:
        stands = tuple({row for row, pair in enumerate(rows) if word in pair[which]} for which in (0, 1))
        assert rows_of(text) == stands


@given(words=st.lists(st.text("abcdé", min_size=1, max_size=2)), most=st.sampled_from([1, 3, 50_000]))
def test_words_alone_come_in_their_order(words: list[str], most: int) -> None:
    """However often what is held is put aside."""
    found = Sorted()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_MOST", most)
        for word in words:
            found.add(word)
        assert list(found.words()) == sorted(words)
    found.close()
