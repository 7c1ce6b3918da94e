"""The page of the chain, and its picture."""

import re
from typing import Any
from xml.etree.ElementTree import fromstring

from klantboek.book import load
from klantboek.handbook.charts.steps import Step, steps
from klantboek.handbook.edition import Edition
from klantboek.handbook.page import whole_pages
from klantboek.house import carried

_SVG = "{http://www.w3.org/2000/svg}"


def _drawn(*lines: Step, name: str = "Orders") -> Any:
    columns = [{"web": "Web form"}, {"orders": name}, {}, {"keep": "Keep"}]
    picture = steps("Why", ["a", "b", "c", "d"], columns, lines)
    # Read as a picture of its own, to see that it is well formed.
    return fromstring(str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 -- made above


def test_a_line_joins_two_names_and_may_skip_a_column() -> None:
    """Each line goes from a name to one to the right; a missing one is marked, and not told as a fact."""
    picture = _drawn(Step(0, "web", "orders"), Step(1, "orders", "keep", is_missing=True))
    paths = picture.findall(f"{_SVG}path")
    assert [path.get("class") for path in paths] == [None, "missing"]
    assert picture.findtext(f"{_SVG}desc") == "Web form: Orders"
    right = [float(re.findall(r"[\d.]+", str(path.get("d")))[-2]) for path in paths]
    assert right[0] < right[1]


def test_a_long_or_hostile_name_stays_in_its_box() -> None:
    """A name is cut to what fits, and stands in full in its title; nothing of it is read as HTML."""
    name = "<script>alert(1)</script>" * 4
    group = _drawn(Step(0, "web", "orders"), name=name).findall(f"{_SVG}g")[1]
    assert group.findtext(f"{_SVG}title") == name
    assert len(str(group.findtext(f"{_SVG}text"))) < 40


def test_the_example() -> None:
    """Each field of each objective has a row; one that no figure reads says so."""
    book = load(carried("records"), None)
    (page,) = (one for one in whole_pages(Edition(book, "en", (), {})) if one.file == "chain.html")
    made = page.make()
    fields = sum(len(one.fields) for one in book.settings.objectives)
    assert len(made["listing"].rows) == fields
    assert "none yet" in str(made["listing"].body)
    assert next(name for name, _ in made["charts"]) == "Keep our bakeries"
    assert len(made["charts"]) == len(book.settings.objectives)
    pictures = "".join(str(picture) for _, picture in made["charts"])
    assert 'class="missing"' in pictures
    # What most figures read is not drawn as a line to each.
    assert re.search(r"and \d+ more figures", pictures)
    assert max(str(picture).count("<rect") for _, picture in made["charts"]) < 40
