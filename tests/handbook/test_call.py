"""Whom to call, at the top of the page of a relation."""

from typing import Any

import pytest

from klantboek.book import Book
from klantboek.handbook.call import call
from klantboek.handbook.edition import Edition

ANS = {"id": "ans", "name": {"given": "Ans", "surname": "Veel"}, "function": "Bakker <b>"}
BO = {"id": "bo", "name": {"initials": "B.", "prefix": "de", "surname": "Meer"}}
PHONE, FAX = {"number": "+31570001101"}, {"number": "+31570001103", "kind": "fax", "preferred": True}
MOBILE = {"number": "+31687654321", "kind": "mobile"}
MAIL = {"address": "info@mill.example"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, ""),
        ({"contacts": [ANS]}, "<a href=#contacts-1>Ans Veel</a>, Bakker &lt;b&gt;"),
        ({"contacts": [ANS, {**BO, "preferred": True}]}, "<a href=#contacts-2>B. de Meer</a>"),
        ({"contacts": [{**BO, "preferred": True, "until": "2020-01-01"}, BO]}, "<a href=#contacts-2>B. de Meer</a>"),
        ({"phones": [FAX, PHONE], "emails": [MAIL]},
         '<a href="tel:+31570001101">+31 570 001 101</a> · <a href="mailto:info@mill.example">info@mill.example</a>'),
        ({"phones": [{**PHONE, "until": "2020-01-01"}, MOBILE]}, '<a href="tel:+31687654321">+31 6 87654321</a>'),
        ({"phones": [PHONE], "contacts": [{**BO, "phones": [MOBILE]}]},
         '<a href=#contacts-1>B. de Meer</a> · <a href="tel:+31687654321">+31 6 87654321</a>'),
        ({"phones": [PHONE], "contacts": [{**BO, "phones": [FAX]}]},
         '<a href=#contacts-1>B. de Meer</a> · <a href="tel:+31570001101">+31 570 001 101</a>'),
        ({"emails": [MAIL], "contacts": [{**BO, "emails": [{"address": "bo@mill.example"}]}]},
         '<a href=#contacts-1>B. de Meer</a> · <a href="mailto:bo@mill.example">bo@mill.example</a>'),
        ({"contacts": [{"id": "bo", "phones": [PHONE]}]}, '<a href="tel:+31570001101">+31 570 001 101</a>'),
    ],
)  # fmt: skip
def test_preferred_person_and_how_to_reach_it(small_book: Book, value: dict[str, Any], said: str) -> None:
    """Who is preferred and still there, or else the first; a number that can be called, its own or the relation's."""
    found = call(Edition(small_book, "nl", (), {}).cells("../"), value)
    assert found == (f"<p class=call>{said}</p>" if said else "")


@pytest.mark.parametrize(
    ("preferences", "person", "said"),
    [
        ({"language": "nl"}, {}, ""),
        ({"language": "de"}, {}, " · spreekt Duits"),
        ({"language": "de"}, {"language": "nl"}, ""),
        ({}, {"language": "en"}, " · spreekt Engels"),
        ({"language": "fr", "best_time": "Na <vier>"}, {}, " · spreekt Frans · beste tijdstip: Na &lt;vier&gt;"),
    ],
)  # fmt: skip
def test_how_to_speak_and_when(
    small_book: Book, preferences: dict[str, Any], person: dict[str, Any], said: str
) -> None:
    """A language is told that is not the first of the book, that of the person before that of the relation."""
    cells = Edition(small_book, "nl", (), {}).cells("../")
    value = {"preferences": preferences, "contacts": [{**BO, **person}]}
    assert call(cells, value) == f"<p class=call><a href=#contacts-1>B. de Meer</a>{said}</p>"
    assert call(cells, {"preferences": preferences}) == ""
