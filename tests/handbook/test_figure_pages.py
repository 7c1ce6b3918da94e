"""What the pages of figures show: heads, codes, and what charts are called."""

import re
from pathlib import Path

from klantboek.handbook.charts import Point, across
from klantboek.house import carried

CSS = (carried("site") / "theme" / "assets" / "handbook.css").read_text(encoding="utf-8")


def _page(folder: Path, name: str) -> str:
    return (folder / "figures" / f"{name}.html").read_text(encoding="utf-8")


def _heads(page: str) -> list[str]:
    return re.findall(r"<th scope=\"col\"([^>]*)>", page)


def test_column_without_values_is_shown_on_request(handbooks: dict[str, Path]) -> None:
    """Two relations are too few to predict: what has no value stands aside, with nothing to choose from."""
    page = _page(handbooks["nl"], "relation_outlook")
    assert re.search(r'<th scope="col" data-extra>Koopt<', page)
    assert re.search(r'<th scope="col">Relatie<', page)
    assert not any("data-extra" in head and "data-facet" in head for head in _heads(page))


def test_every_column_can_be_put_aside(handbooks: dict[str, Path]) -> None:
    """The style has a line for each column of the widest table."""
    widest = max(
        len(_heads(_page(handbooks["nl"], file.stem)))
        for file in (handbooks["nl"] / "figures").glob("*.html")
    )
    assert f".off-{widest} tr > :nth-child({widest})" in CSS


def test_chart_says_what_its_bars_stand_for(handbooks: dict[str, Path]) -> None:
    """Where each relation has one row, bars are numbers of relations."""
    assert "<figcaption>Relaties naar activiteit</figcaption>" in _page(handbooks["nl"], "relation_activity")
    assert "<figcaption>Relations by activity</figcaption>" in _page(handbooks["en"], "relation_activity")


def test_label_in_capitals_has_room() -> None:
    """Capitals are wider than small letters: a code is not cut off at the edge."""
    small, large = (
        int(re.findall(r'class="end" x="(\d+)"', across("", [Point(name, 1, "1")]))[0])
        for name in ("welkomterug", "WELKOMTERUG")
    )
    assert large > small
