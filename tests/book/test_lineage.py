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
        (
            "status = 'lost' OR city = 'orders'",
            [
                "relation.status",
                "relation.addresses.city",
                "relation.addresses.from",
                "relation.addresses.until",
                "relation.addresses.uses",
            ],
        ),
        (
            "orders >= 3",
            [
                "relation.orders.date",
                "relation.orders.lines.product",
                "relation.orders.lines.quantity",
                "relation.orders.status",
            ],
        ),
        ("classification_class IN ('top', 'it''s roles')", ["relation.classification.class"]),
        ("consent('marketing', 'email') = 'given'", ["relation.consents"]),
        (
            "custom( 'oven' ) = 'gas' OR custom('roof') IS NULL",
            ["relation.custom.oven", "relation.custom.roof"],
        ),
        ("open_quotes > 0 AND open_quotes < 3", ["relation.quotes.date", "relation.quotes.status"]),
        ("true", []),
        ("branch = '56.30' AND", []),
    ],
)
def test_fields_of_a_condition(condition: str, fields: list[str]) -> None:
    """A condition reads the fields of what it names, not what stands in its texts; one that can't be read reads none."""
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
