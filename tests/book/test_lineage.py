"""What reads a field: the program, and the segments, objectives and score of a book."""

from collections.abc import Callable

import pytest

from klantboek.book import Book
from klantboek.book.fields import stands_for_something
from klantboek.book.lineage import MEASURES, Lineage, fields_of_condition, program_readers
from klantboek.shapes import shape_of


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ("status = 'orders' AND orders >= 3", ["relation.status", "relation.orders"]),
        ("classification_class IN ('top', 'it''s roles')", ["relation.classification.class"]),
        ("consent('marketing', 'email') = 'given'", ["relation.consents"]),
        (
            "custom( 'oven' ) = 'gas' OR custom('roof') IS NULL",
            ["relation.custom.oven", "relation.custom.roof"],
        ),
        ("machines_in_use > 0", []),
        ("true", []),
    ],
)
def test_fields_of_a_condition(condition: str, fields: list[str]) -> None:
    """A condition reads the fields that it names, not what stands in its texts."""
    assert fields_of_condition(condition) == tuple(fields)


def test_readers_of_a_book(book_of: Callable[..., Book]) -> None:
    """Segments, objectives and criteria of the score read fields as aggregates, pages and rules do."""
    lineage = Lineage(
        book_of(
            {
                "book.yaml": {
                    "score": {"criteria": [{"measure": "arrears", "weight": -1}]},
                    "objectives": [
                        {"code": "keep", "names": {"nl": "Houden", "en": "Keep"}, "target": "All.", "fields": ["relation.custom.oven"]}
                    ],
                },
                "segments/gas.yaml": {"condition": "custom('oven') = 'gas'"},
            }
        )
    )  # fmt: skip
    assert lineage.readers("relation.custom.oven") == {"objectives": ("keep",), "segments": ("gas",)}
    assert lineage.readers("relation.orders.invoices")["score"] == ("arrears",)
    assert lineage.readers("relation.nothing") == {}
    assert "rfm" in lineage.readers("relation.orders.date")["aggregates"]
    assert set(program_readers()) < set(lineage)


def test_every_field_that_is_named_exists() -> None:
    """What the program reads are fields, and each measure of the score is figured from some."""
    assert all(stands_for_something(field) for field in program_readers())
    (measure,) = (one for one in shape_of("book").walk() if one.path == "book.score.criteria.measure")
    assert set(MEASURES) == set(measure.choices)
    assert all(stands_for_something(field) for fields in MEASURES.values() for field in fields)
