"""Rows of figures about one relation: read for many relations at once, and kept for the parts of its page."""

from collections.abc import Iterator
from datetime import date

import pytest

from klantboek.aggregates.rough import told_on_page
from klantboek.handbook.asking import noted
from klantboek.handbook.edition import Edition
from klantboek.handbook.near import TOGETHER, NearRows
from klantboek.handbook.opening import open_edition
from klantboek.house import carried


@pytest.fixture(scope="module")
def opened() -> Iterator[Edition]:
    """Give the example book as an edition whose figures stay in their database."""
    edition = open_edition(carried("records"), None, date(2026, 11, 20))
    yield edition
    edition.close()


@pytest.mark.parametrize("taken", [slice(0), slice(1, 3), slice(None), slice(None, None, 9)])
def test_rows_of_a_relation_are_those_that_name_it(opened: Edition, taken: slice) -> None:
    """Whatever column names the relation, and whichever are read together, its rows are those of all, told as on its page."""
    opened.take(opened.relations[taken])
    found = 0
    for result in opened.results.values():
        for column in result.columns:
            if column.reference == "relation":
                place, rows = result.position(column.name), list(result.rows)
                for number in {row[place] for row in rows[:200]}:
                    expected = [row for row in rows if row[place] == number]
                    assert list(result.where(column.name, number)) == told_on_page(result, expected)
                    found += 1
    assert found > 100


def test_references_are_the_same_whichever_are_read_together(opened: Edition) -> None:
    """Who refers to a relation is told in one order, whether it is read with others or alone."""
    numbers = [record.id for record in opened.relations]
    opened.take(())
    alone = [opened.index.leads_to("relation", number) for number in numbers]
    opened.take(opened.relations)
    assert [opened.index.leads_to("relation", number) for number in numbers] == alone
    assert any(alone)


def test_rows_are_kept_for_few_relations_only(opened: Edition) -> None:
    """The same rows are given again as long as nobody asks about many other relations."""
    rows = NearRows(opened.results)
    first = rows.about("relation_activity", "R-00001")
    assert rows.about("relation_activity", "R-00002") != first
    assert rows.about("relation_activity", "R-00001") is first
    for number in range(2, TOGETHER + 2):
        rows.about("relation_activity", f"R-{number:05}")
    assert rows.about("relation_activity", "R-00001") == first
    assert rows.about("relation_activity", "R-00001") is not first


def test_who_notes_hears_of_rows_that_were_kept(opened: Edition) -> None:
    """A page that asks for rows that are at hand depends on them all the same."""
    rows = NearRows(opened.results)
    rows.about("relation_activity", "R-00001")
    with noted() as names:
        rows.about("relation_activity", "R-00001")
    assert names == {"about R-00001"}


def test_figure_that_is_not_there_has_no_rows(opened: Edition) -> None:
    """What no figure tells is nothing."""
    rows = NearRows(opened.results)
    assert list(rows.about("no_figure", "R-00001")) == list(rows.all("no_figure")) == []
