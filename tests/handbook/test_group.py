"""The group around a relation: who is in it, and how it is shown."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from given import results
from klantboek.book import Book
from klantboek.handbook import group
from klantboek.handbook.edition import Edition
from klantboek.handbook.group import Groups, group_section
from klantboek.handbook.nearby import nearby
from klantboek.handbook.news import News

BookOf = Callable[..., Book]
NUMBERS = [f"R-{number:05}" for number in range(1, 301)]


def _below(to: str, **more: str) -> dict[str, Any]:
    """Give a relation that stands below another."""
    return {"links": [{"to": to, "kind": "parent", **more}]}


def _around(head: str, size: int) -> Groups:
    """Give a group of so many, of whom all but the head stand below it."""
    others = [one for one in NUMBERS[:size] if one != head]
    return Groups(dict.fromkeys(others, (head, "parent")), {head: tuple(others)})


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        (_below("R-00001"), True),
        (_below("R-00001", until="2026-11-20"), True),
        (_below("R-00001", until="2026-11-19"), False),
        (_below("R-00001", **{"from": "2026-11-20"}), True),
        (_below("R-00001", **{"from": "2026-11-21"}), False),
        (_below("R-00002"), False),
        ({"links": [{"to": "R-00001", "kind": "supplied_by"}]}, False),
    ],
)
def test_ties_of_today_make_a_group(book_of: BookOf, given: dict[str, Any], holds: bool) -> None:  # noqa: FBT001 -- a case
    """A tie that leads up to another counts from its first day up to its last; then both of its ends are in a group."""
    groups = Edition(book_of({"relations/R-00002.yaml": given}), "en", (), {}).groups
    assert [groups.has(one) for one in ("R-00001", "R-00002")] == [holds, holds]


def test_first_tie_of_the_first_file_counts(book_of: BookOf) -> None:
    """A relation has one mother: the first that it names, in the file that is read first of those with its number."""
    two = {"links": [{"to": "R-00003", "kind": "branch_of"}, {"to": "R-00001", "kind": "parent"}]}
    book = book_of({"relations/R-00002.yaml": two, "relations/A/R-00002.yaml": _below("R-00001")})
    assert Edition(book, "en", (), {}).groups.mothers == {"R-00002": ("R-00003", "branch_of")}


def test_group_is_told_from_the_head_down(book_of: BookOf) -> None:
    """Of everybody, mothers before daughters and sisters by number, it is said how they belong and what they buy."""
    book = book_of(
        {
            "relations/R-00001.yaml": {"organisation": {"name": "Grain"}},
            "relations/R-00003.yaml": {"organisation": {"name": "Third"}, **_below("R-00001")},
            "relations/R-00004.yaml": {"organisation": {"name": "Fourth"}, **_below("R-00003")},
            # It is read last, and has the lowest number of the sisters.
            "relations/z/R-00002.yaml": {"organisation": {"name": "Second"}, **_below("R-00001")},
        }
    )
    bought = [{"relation": "R-00001", "turnover_minor": 700}, {"relation": "R-00003", "turnover_minor": 550}]
    edition = Edition(book, "en", (), results({"customer_class": bought}))
    for number in ("R-00001", "R-00003"):
        (section,) = group_section(edition.cells("../"), number)
        text = re.sub(r"<svg.*?</svg>|<[^>]*>", "|", str(section.body).replace("\xa0", " "))
        assert [one.strip() for one in text.split("|") if one.strip()] == [
            "4 relations, together €12.50 of turnover in twelve months.",
            "Grain", "€7.00", "Second", "daughter", "Third", "daughter · €5.50", "Fourth", "daughter",
        ]  # fmt: skip
        assert re.findall(r'<text class="note"[^>]*>([^<]*)', str(section.body).replace("\xa0", " ")) == [
            "€7.00", "daughter", "daughter · €5.50", "daughter",
        ]  # fmt: skip
        name = {"R-00001": "Grain", "R-00003": "Third"}[number]
        assert re.findall(r'aria-current="true">([^<]*)', str(section.body)) == [name]
        assert re.findall(r'<g class="here">.*?<text[^>]*>([^<]*)', str(section.body)) == [name]


@pytest.mark.parametrize(("size", "is_drawn"), [(2, False), (3, True), (24, True), (25, False)])
def test_neither_few_nor_many_are_drawn(
    small_book: Book, monkeypatch: pytest.MonkeyPatch, size: int, is_drawn: bool  # noqa: FBT001 -- a case
) -> None:  # fmt: skip
    """A list says enough of two, and a picture too much of very many."""
    monkeypatch.setattr(Edition, "groups", _around("R-00001", size))
    (section,) = group_section(Edition(small_book, "en", (), {}).cells("../"), "R-00002")
    assert ("<svg" in section.body) == is_drawn
    assert section.body.count("<li>") == size


@pytest.mark.parametrize("own", ["R-00002", "R-00250", "R-00300"])
def test_very_many_are_cut(small_book: Book, monkeypatch: pytest.MonkeyPatch, own: str) -> None:
    """Of a group of hundreds two hundred are told on a page, the relation itself among them, and it says so."""
    monkeypatch.setattr(Edition, "groups", _around("R-00250", 300))
    (section,) = group_section(Edition(small_book, "en", (), {}).cells("../"), own)
    assert section.body.count("<li>") == 200
    assert section.body.count('aria-current="true"') == 1
    assert "300 relations, together " in section.body
    assert "The list names 200 of them" in section.body


def test_of_very_many_the_nearest_are_told() -> None:
    """Those above a relation up to the head come first, then those below it, then the others."""
    others = tuple(NUMBERS[3:280])
    mothers = {
        "R-00002": ("R-00001", "parent"),
        "R-00003": ("R-00002", "parent"),
        "R-00300": ("R-00003", "parent"),
    }
    mothers |= dict.fromkeys(others, ("R-00001", "parent"))
    daughters = {"R-00001": (*others, "R-00002"), "R-00002": ("R-00003",), "R-00003": ("R-00300",)}
    groups = Groups(mothers, daughters)
    assert groups.members("R-00003")[:5] == ["R-00001", "R-00002", "R-00003", "R-00300", "R-00004"]
    assert len(groups.members("R-00003")) == 200
    assert len(groups.everybody("R-00300")) == 281
    assert groups.total("R-00003", {"R-00300": 5, "R-00001": 2, "R-00299": 9}) == 7


def test_mothers_in_a_circle() -> None:
    """Where ties go round, or up very far, everybody is told once, the relation itself among them, and telling ends."""
    around = {one: (NUMBERS[(place + 1) % 300], "parent") for place, one in enumerate(NUMBERS)}
    groups = Groups(around, {mother: (one,) for one, (mother, _) in around.items()})
    assert len(groups.everybody("R-00007")) == 300
    assert len(set(groups.members("R-00007"))) == 200
    assert "R-00007" in groups.members("R-00007")


def test_who_is_not_listed_is_looked_at_too(book_of: BookOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a relation buys counts on the pages of its whole group, also on those that do not list it."""
    monkeypatch.setattr(group, "_MOST", 2)
    files = [f"relations/R-0000{number}.yaml" for number in (1, 2, 3)]
    edition = Edition(book_of({file: _below("R-00001") for file in files[1:]}), "en", (), {})
    kept: Any = SimpleNamespace(worked=lambda _: None)
    assert nearby(edition, News(frozenset(["about R-00003"]), {}), kept) == set(files)
