"""Fields in use: which are written, in how many relations, and where first."""

from collections.abc import Callable

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.fields import meant, stands_for_something
from klantboek.book.usage import first_use


def test_uses(book_of: Callable[..., Book]) -> None:
    """A field counts once a relation, a group as well as what is in it, and empty ones not at all."""
    book = book_of(
        {
            "relations/R-00001.yaml": {
                "emails": [{"address": "a@halm.example"}, {"address": "b@halm.example", "preferred": False}],
                "phones": [],
                "custom": {"fuel": "gas"},
            },
            "relations/R-00002.yaml": {"emails": [{"address": "c@halm.example"}]},
            "relations/R-00003.yaml": {"tombstone": {"reason": "retired", "on": "2026-01-01"}},
        }
    )
    uses = book.uses
    assert {field: use.count for field, use in uses.items() if "emails" in field} == {
        "relation.emails": 2, "relation.emails.address": 2, "relation.emails.preferred": 1,
    }  # fmt: skip
    assert "relation.phones" not in uses
    assert [field for field, use in uses.items() if not use.is_value] == [
        "relation.organisation", "relation.emails", "relation.custom",
    ]  # fmt: skip
    assert uses["relation.emails.preferred"].path == ("emails", 1, "preferred")
    assert uses["relation.custom.fuel"].shape is None
    assert first_use(uses["relation.emails"]) == "R-00001 and 1 other relation"
    assert first_use(uses["relation.custom.fuel"]) == "R-00001"


def test_fields_by_entry(book_of: Callable[..., Book]) -> None:
    """Each field in use belongs to the entry with the longest path; an entry without uses is not there."""
    book = book_of(
        {
            "dictionary/base.yaml": {"fields": ["relation"]},
            "dictionary/emails.yaml": {"fields": ["relation.emails"]},
            "dictionary/notes.yaml": {"fields": ["relation.notes"]},
            "relations/R-00001.yaml": {"emails": [{"address": "a@halm.example"}]},
        }
    )
    used = Dictionary(book).fields_in_use()
    assert [use.field for use in used["emails"]] == ["relation.emails", "relation.emails.address"]
    assert "relation.kind" in [use.field for use in used["base"]]
    assert "notes" not in used


def test_names_of_fields() -> None:
    """Paths of the schemas and keys of the book's own are fields; another name is met with the likely one."""
    assert all(map(stands_for_something, ("relation", "relation.orders.lines", "relation.custom.fuel")))
    assert not any(map(stands_for_something, ("", "orders", "relation.order", "relation.orders.fuel")))
    assert meant("relation.order") == "relation.orders"
    assert meant("birth_day") is None
    assert meant("household_income") == "relation.person.profile.household_income"
