"""Texts of a register in the language of the pages."""

from typing import Any

import pytest

from klantboek.book import load
from klantboek.handbook.translated import in_language
from klantboek.house import carried
from klantboek.shapes import shape_of

OWN = {
    "data_categories": ["Names", "Orders"],
    "processors": [{"name": "Post BV", "task": "Prints"}, {"name": "Web BV", "task": "Hosts"}],
    "retention": {"months": 84, "because": "The law."},
}


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ({}, {}),
        ({"data_categories": ["Namen", "Bestellingen"]}, {"data_categories": ["Namen", "Bestellingen"]}),
        # Of another length nobody knows which text belongs to which.
        ({"data_categories": ["Namen"], "tasks": ["Drukt"]}, {}),
        (
            {"tasks": ["Drukt", "Host"]},
            {"processors": [{"name": "Post BV", "task": "Drukt"}, {"name": "Web BV", "task": "Host"}]},
        ),
        ({"retention": "De wet."}, {"retention": {"months": 84, "because": "De wet."}}),
        # What the record itself doesn't say is not said in another language either.
        ({"recipients": ["De fiscus"]}, {}),
    ],
)
def test_texts_take_the_place_of_the_own_ones(texts: dict[str, Any], shown: dict[str, Any]) -> None:
    """A translation stands where the own text stood; what has none keeps its own; no page shows both."""
    value = {**OWN, "translations": [{"language": "nl", **texts}]}
    assert in_language(value, "nl") == {**OWN, **shown}
    assert in_language(value, "en") == OWN
    assert value["translations"]


@pytest.mark.parametrize("kind", ["processing", "dictionary"])
def test_example_is_told_in_dutch(kind: str) -> None:
    """Each text of the example's registers that can be translated is, list by list as long as its own."""
    texts = shape_of(kind).properties["translations"].items
    assert texts is not None
    inside = {
        "tasks": "processors",
        "safeguards": "transfers",
        "retention": "retention",
        "assessment": "assessment",
    }
    book = load(carried("records"), None)
    told = [record.document.value for record in book.records if record.kind == kind]
    assert told
    for value in told:
        (dutch,) = value["translations"]
        for key in texts.properties:
            own = value.get(inside.get(key, key))
            if key != "language" and own:
                assert len(dutch[key]) == len(own) if isinstance(own, list) else dutch[key], (
                    value["code"],
                    key,
                )
