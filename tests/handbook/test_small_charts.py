"""The small pictures on a relation's page: bars without an axis, and who stands below whom."""

import re
import xml.etree.ElementTree as ET

import pytest

from klantboek.handbook.charts import Branch, Point, columns, tree

_GROUP = [
    Branch(-1, "Holding <Noord>", ""),
    Branch(0, "Bakkerij Eén", "dochter", is_here=True),
    Branch(0, "Bakkerij Twee met een naam die nergens meer past", "dochter"),
    Branch(1, "Filiaal", "vestiging"),
]


def _boxes(picture: str) -> dict[str, tuple[int, int]]:
    """Give where each box of a tree stands, by the name in it."""
    found = re.findall(r'<rect x="(\d+)" y="(\d+)"[^>]*/><text[^>]*>([^<]*)<', picture)
    return {name: (int(x), int(y)) for x, y, name in found}


def test_branches_stand_behind_the_one_above_them() -> None:
    """A column for each step down, no two boxes in one place, a mother between her daughters."""
    boxes = _boxes(tree("Groep", _GROUP))
    assert len(set(boxes.values())) == len(_GROUP)
    (left, top), (one, first), (two, second), (three, _) = boxes.values()
    assert left < one == two < three
    assert first < second
    assert top == (first + second) / 2


def test_tree_says_in_words_what_it_draws() -> None:
    """Who can't see it hears who stands below whom; the page's own box is marked, a long name is cut, text is text."""
    picture = ET.fromstring(tree("Groep", _GROUP))  # noqa: S314 -- made above
    assert picture.findtext("title") == "Groep"
    assert (picture.findtext("desc") or "").startswith("Holding <Noord>: Bakkerij Eén; ")
    assert [box.findtext("text") for box in picture.iter("g") if box.get("class")] == ["Bakkerij Eén"]
    assert [box.findtext("title") for box in picture.iter("g") if box.find("title") is not None] == [
        _GROUP[2].name
    ]
    shown = [text.text or "" for text in picture.iter("text")]
    assert "Bakkerij Twee met een naam…" in shown
    assert all(len(text) <= 27 for text in shown)


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([10.0, 5.0], "M38 78v-60M114 78v-30"),
        ([10.0, -5.0], "M38 58v-40M114 58v20"),
        ([0.0, 0.0], "M38 18v0M114 18v0"),
    ],
)
def test_bars_stand_on_the_line_of_nought(values: list[float], path: str) -> None:
    """The highest bar has all the room there is; what is below nought hangs below the line."""
    picture = columns("Omzet", [Point(str(place), value, f"€ {value}") for place, value in enumerate(values)])
    assert f'<path d="{path}"/>' in picture
    assert "<title>Omzet</title><desc>0: € " in picture
