"""Paths and e-mail addresses as addresses of links."""

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook.links import href, mail

_TEXTS = st.one_of(st.text(), st.text("abcXYZ059_.~/-@+ %\n"))


@given(_TEXTS)
def test_a_page_is_quoted_where_it_must_be(page: str) -> None:
    """Whatever it is called, its address is the one that the standard library makes."""
    assert href(page) == quote(page)


@given(_TEXTS)
def test_an_address_is_quoted_where_it_must_be(address: str) -> None:
    """Only what may stand in the link of an e-mail address stands in it as it is."""
    assert mail(address) == f"mailto:{quote(address, safe='@+._-')}"
