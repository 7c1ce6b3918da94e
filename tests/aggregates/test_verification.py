"""What is to be verified again: the figure and rule KB801 have one definition."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given import lay_out
from klantboek import tables
from klantboek.aggregates import all_aggregates, install
from klantboek.book import Book, load
from klantboek.book.node import path_of, record_of
from klantboek.house import carried
from klantboek.rules.block_is_verified_in_time import block_is_verified_in_time
from klantboek.shapes import Shape, shape_of

TODAY = date(2026, 11, 20)
FIGURE = next(one for one in all_aggregates() if one.name == "verification_due")
FLAWED = Path(__file__).parents[1] / "books" / "flawed" / "records"


def _groups(shape: Shape) -> Iterator[str]:
    """Give the path of every group that carries when it was verified."""
    if "verified" in shape.properties:
        yield shape.path
    for one in shape.properties.values():
        yield from _groups(one.items or one)


def _by_figure(book: Book) -> Counter[tuple[str, str]]:
    connection = tables.connect(book)
    try:
        install(connection, book.as_of, aggregates=[FIGURE])
        rows = connection.execute("SELECT relation, what, overdue FROM verification_due").fetchall()
    finally:
        connection.close()
    return +Counter({(relation, what): late for relation, what, late in rows})


def _by_rule(book: Book) -> Counter[tuple[str, str]]:
    nodes = [problem.node for problem in block_is_verified_in_time(book)]
    return Counter(
        (
            record_of(node).id,
            ".".join(["relation", *(step for step in path_of(node) if isinstance(step, str))]),
        )
        for node in nodes
    )


def test_every_group_is_in_the_figure() -> None:
    """A group of a relation that carries when it was verified is one of what the figure counts."""
    (what,) = (column for column in FIGURE.columns if column.name == "what")
    assert set(what.choices) == {*_groups(shape_of("relation")), "relation.consents"}


@pytest.mark.parametrize("root", [carried("records"), FLAWED], ids=["example", "flawed"])
def test_books(root: Path) -> None:
    """What the rule reports in a whole book is what the figure counts as late."""
    book = load(root, None, TODAY)
    assert _by_figure(book) == _by_rule(book)


_DAYS = st.sampled_from(["2023-02-28", "2024-11-19", "2025-05-31", "2025-11-20", "2026-10-31"])


@st.composite
def _dated(draw: st.DrawFn, value: dict[str, Any], *, ends: bool = True) -> dict[str, Any]:
    """Give a group with or without a day on which it was collected, verified and over."""
    if ends and draw(st.booleans()):
        value |= {"collected": {"source": "order", "on": draw(_DAYS)}}
    if draw(st.booleans()):
        value |= {"verified": {"on": draw(_DAYS), "how": "phone"}}
    if ends and draw(st.booleans()):
        value |= {"until": draw(st.sampled_from(["2026-11-19", "2026-11-20", "2027-01-01"]))}
    return value


def _address() -> st.SearchStrategy[dict[str, Any]]:
    value = {
        "uses": ["visiting"],
        "street": "Dijk",
        "house_number": "1",
        "postcode": "7411 AB",
        "city": "Deventer",
    }
    return st.builds(dict, st.just({**value, "country": "NL"})).flatmap(lambda one: _dated(dict(one)))


_EMAILS = st.lists(st.just({"address": "a@halm.example"}).flatmap(lambda one: _dated(dict(one))), max_size=2)


@st.composite
def _contact(draw: st.DrawFn) -> dict[str, Any]:
    value: dict[str, Any] = {"id": "ria", "name": {"surname": "Bakker"}}
    if emails := draw(_EMAILS):
        value["emails"] = emails
    if draw(st.booleans()):
        value["private_address"] = draw(_address())
    if draw(st.booleans()):
        value["social"] = [draw(_dated({"network": "linkedin", "name": "halm"}, ends=False))]
    return draw(_dated(value))


@st.composite
def _relation(draw: st.DrawFn) -> dict[str, Any]:
    value: dict[str, Any] = {"status": draw(st.sampled_from(["active", "active", "lost"]))}
    if draw(st.booleans()):
        value["organisation"] = {"name": "Halm", "profile": draw(_dated({"sector": "x"}, ends=False))}
    if draw(st.booleans()):
        value["payment"] = draw(_dated({"terms_days": 14}, ends=False))
    if draw(st.booleans()):
        value["contacts"] = [draw(_contact())]
    if draw(st.booleans()):
        value["addresses"] = [draw(_address())]
    return value


@settings(max_examples=12)
@given(
    st.lists(_relation(), min_size=4, max_size=8),
    st.dictionaries(
        st.sampled_from(
            ["relation", "relation.contacts", "relation.contacts.emails", "relation.contacts.private_address",
             "relation.organisation", "relation.addresses.city"]
        ),
        st.sampled_from([None, 1, 12, 24]),
        min_size=1,
    ),
)  # fmt: skip
def test_any_book(relations: list[dict[str, Any]], entries: dict[str, int | None]) -> None:
    """So it is whatever is dated, over, and spoken for by whichever entry."""
    records: dict[str, Any] = {"book.yaml": {}}
    for number, (field, months) in enumerate(sorted(entries.items())):
        records[f"dictionary/e{number}.yaml"] = {"fields": [field]} | (
            {"verify_every_months": months} if months else {}
        )
    for number, value in enumerate(relations, start=1):
        records[f"relations/R-{number:05}.yaml"] = value
    with TemporaryDirectory() as place:
        lay_out(Path(place) / "records", records)
        book = load(Path(place) / "records", TODAY)
        assert all(record.fits for record in book.records if record.kind == "relation")
        assert _by_figure(book) == _by_rule(book)
