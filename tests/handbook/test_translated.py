"""Texts of a register in the language of the pages."""

from collections.abc import Iterator
from typing import Any

import pytest

from klantboek.book import load
from klantboek.handbook.translated import in_language
from klantboek.house import carried
from klantboek.shapes import Shape, shape_of
from klantboek.shapes.translations import place_of

OWN = {
    "data_categories": ["Names", "Orders"],
    "processors": [{"name": "Post BV", "task": "Prints"}, {"name": "Web BV", "task": "Hosts"}],
    "retention": {"months": 84, "because": "The law."},
    "checklist": {
        "quality": {"answer": "yes", "because": "Ours."},
        "necessary": {"answer": "no", "because": "Nice."},
    },
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
        (
            {"checklist": {"quality": "Van ons."}},
            {
                "checklist": {
                    "quality": {"answer": "yes", "because": "Van ons."},
                    "necessary": {"answer": "no", "because": "Nice."},
                }
            },
        ),
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


def test_items_of_a_list_have_translations_of_their_own() -> None:
    """A term is told in the language of the pages as well, and one without a translation as it stands."""
    term = {"code": "visit", "description": "We were there."}
    told = {**term, "translations": [{"language": "nl", "description": "Wij waren er."}]}
    value = {"code": "channels", "terms": [term, told]}
    assert in_language(value, "nl") == {
        "code": "channels",
        "terms": [term, {"code": "visit", "description": "Wij waren er."}],
    }
    assert in_language(value, "en") == {"code": "channels", "terms": [term, term]}


@pytest.mark.parametrize("kind", ["processing", "dictionary", "segment", "vocabulary", "book"])
def test_example_is_told_in_dutch(kind: str) -> None:
    """Each text of the example's registers that can be translated is, list by list as long as its own."""
    told = [
        (record.id, shape, value)
        for record in load(carried("records"), None).records
        if record.kind == kind
        for shape, value in _translatable(shape_of(kind), record.document.value)
    ]
    assert told
    for name, texts, value in told:
        dutch = value.get("translations", [{}])[0]
        for key, shape in texts.properties.items():
            if key != "language":
                assert _as_whole(_own(value, key), dutch.get(key)), (name, key, shape.path)


def _translatable(shape: Shape, value: Any) -> Iterator[tuple[Shape, Any]]:
    """Give each part of a record that can have translations, with the shape of one."""
    if "translations" in shape.properties:
        texts = shape.properties["translations"].items
        assert texts is not None
        yield texts, value
    for key, sub in shape.properties.items():
        if key != "translations" and sub.items is not None and sub.items.properties:
            for item in value.get(key, ()):
                yield from _translatable(sub.items, item)


def _own(value: Any, key: str) -> Any:
    name, inner = place_of(key)
    own = value.get(name)
    return own.get(inner) if isinstance(own, dict) and name != "checklist" and inner else own


def _as_whole(own: Any, dutch: Any) -> bool:
    return not own or (len(own) == len(dutch) if isinstance(own, list | dict) else bool(dutch))
