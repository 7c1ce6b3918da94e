"""What the pages of figures show: heads, codes, and what charts are called."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.house import carried

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


def test_bars_are_read_on_a_phone(browser: "Browser", handbooks: dict[str, Path]) -> None:
    """Names, amounts and bars from left to right are all inside a narrow window."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.goto((handbooks["nl"] / "figures" / "relation_activity.html").as_uri())
    ends = tab.eval_on_selector_all(
        ".across :is(dt, dd, svg)", "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert ends
    assert max(ends) <= 390
    tab.close()


def test_word_without_end_leaves_room_for_the_rest(browser: "Browser", handbooks: dict[str, Path]) -> None:
    """A name without a space takes no more than a third of a wide window, so that what stands beside it is seen."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto((handbooks["nl"] / "figures" / "relation_activity.html").as_uri())
    cell = tab.locator("table.listing tbody td").first
    cell.evaluate("one => { one.firstElementChild.textContent = 'W'.repeat(200); }")
    assert cell.evaluate("one => one.offsetWidth") <= 1280 / 3
    tab.close()
