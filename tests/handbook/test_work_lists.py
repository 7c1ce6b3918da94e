"""The lists to work from, the first page and what the book says of itself."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.book import load
from klantboek.handbook import build
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import edit
from klantboek.handbook.quality import fields, owners
from klantboek.handbook.timeline import KINDS
from klantboek.handbook.whole import edition
from klantboek.house import carried
from klantboek.shapes import shape_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Parse = Callable[[Path], Any]
STYLES = carried("site") / "theme" / "assets" / "handbook.css"


@pytest.fixture(scope="session")
def example() -> Edition:
    """Give an edition of the example book."""
    return edition(load(carried("records"), None), "nl")


@pytest.fixture(scope="session")
def shown(example: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the handbook of the example book."""
    folder = tmp_path_factory.mktemp("example") / "built"
    return build(example.book.root, book=example.book, language="nl", folder=folder).folder


LISTS = {
    "relations": ("Bakkerij Ten Brinke", "R-00001", "Deventer"),
    "agenda": ("Deze week", "Volgende week", "nov 2026", "dec 2026", "Verlengen of opzeggen"),
    "renewals": ("Servicecontract Zeker", "binnenkort", "Opzeggen vóór"),
    "invoices": ("vervallen", "F26-00004-2", "Koffiehuis De Wilg Zwolle"),
    "complaints": ("Te laat geleverd", "opgelost"),
    "projects": ("Bakkerij in de winkel aan de Havermarkt", "klaar"),
    "papers": ("Getekend servicecontract Zeker", "Kast administratie, map contracten 2025"),
    "quality": ("Joris Kramer", "Accountmanager", "71 van 71"),
    "privacy": ("De Molensteen B.V.", "Aanbiedingen en nieuwsbrief", "toestemming", "Bezwaar", "Autoriteit"),
    "index": ("Dreigt weg te gaan", "Vervallen facturen", "Nieuw en verloren", "Op tijd nagegaan"),
    "figures/rfm": ("Hoe het wordt berekend",),
    "dictionary/addresses": ("Gemeten", "Gevuld"),
}  # fmt: skip


@pytest.mark.parametrize("page", LISTS)
def test_page_says_what_it_is_for(shown: Path, parsed: Parse, page: str) -> None:
    """Each of these pages of the example has what somebody opens it for."""
    text = parsed(shown / f"{page}.html").text
    assert [words for words in LISTS[page] if words not in text] == []


def test_relations_can_be_chosen_by_what_they_are(shown: Path, parsed: Parse) -> None:
    """The list of relations has a choice for each of these, and columns to show on request."""
    heads = [attributes for tag, attributes in parsed(shown / "relations.html").tags if tag == "th"]
    facets = {attributes["data-facet"] for attributes in heads if "data-facet" in attributes}
    assert facets == {"sort", "class", "segments", "branch", "region", "owner", "status", "roles"}
    assert sum("data-extra" in attributes for attributes in heads) == 4


def test_quality_counts_what_stands_in_the_records(example: Edition) -> None:
    """Filled and applies are counts of relations; owners together have all of them."""
    found = {one.field: one for one in fields(example)}
    records = [record.document.value for record in example.live_relations]
    for path, one in found.items():
        assert 0 <= one.filled <= one.applies <= len(records), path
    assert found["relation.branches"].filled == sum(bool(value.get("branches")) for value in records)
    born = "relation.person.birth_date"
    assert found[born].applies == sum(value["kind"] == "person" for value in records)
    assert found[born].filled == sum("birth_date" in value.get("person", {}) for value in records)
    assert sum(one.relations for one in owners(example)) == len(records)


def test_timeline_is_narrowed_to_sections_that_exist() -> None:
    """Each kind names sections of the page, none of them twice, and the styles hide the rest for just these."""
    sections = [one for some in KINDS.values() for one in some]
    known = {*shape_of("relation").properties, "changed"}
    assert len(sections) == len(set(sections))
    assert set(sections) <= known
    styles = STYLES.read_text(encoding="utf-8")
    for kind, some in KINDS.items():
        (rule,) = re.findall(rf"#timeline:has\(#k-{kind}:checked\)[^{{]*", styles)
        assert set(re.findall(r'#([a-z_]+)"', rule)) == some


@pytest.mark.slow
def test_relation_prints_on_two_sheets(browser: "Browser", shown: Path) -> None:
    """The fullest relations fit on two sheets of A4, with the people to meet and what they bought last."""
    pages = sorted((shown / "relations").glob("R-*.html"), key=lambda file: -file.stat().st_size)
    tab = browser.new_page()
    for file in [one for one in pages if "~" not in one.name][:3]:
        tab.goto(file.as_uri())
        sheets = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True)))
        assert sheets <= 2, file.name
    tab.close()


@pytest.mark.slow
def test_list_is_narrowed_by_choosing(browser: "Browser", shown: Path) -> None:
    """A choice above the list leaves the rows that have it; a link can make the choice; a column can be shown."""
    tab = browser.new_page()
    tab.goto(f"{(shown / 'relations.html').as_uri()}?status=slapend")
    tab.wait_for_selector("table.drawn")
    rows = tab.locator("table.listing tbody tr:visible")
    assert set(rows.locator("td:nth-child(5)").all_inner_texts()) == {"slapend"}
    few = rows.count()
    tab.select_option("select[aria-label=Beheerder]", "Tom Verhulst")
    assert 0 < rows.count() < few
    assert not tab.locator("td:nth-child(11)").first.is_visible()
    tab.click(".columns summary")
    tab.get_by_label("Regio").last.check()
    assert rows.first.locator("td:nth-child(11)").is_visible()
    tab.close()


@pytest.mark.slow
def test_timeline_shows_one_kind_without_a_script(browser: "Browser", shown: Path) -> None:
    """Choosing complaints leaves complaints, with scripts switched off."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((shown / "relations" / "R-00001.html").as_uri())
    tab.click("label:has(#k-complaints)")
    shown_rows = tab.locator("#timeline li:visible > a")
    assert shown_rows.count() > 0
    hrefs = {shown_rows.nth(place).get_attribute("href") for place in range(shown_rows.count())}
    assert all(one is not None and one.startswith("#complaints") for one in hrefs)
    context.close()


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://git.example/edit", "https://git.example/edit"),
        ("vscode://file/home/ans/book", "vscode://file/home/ans/book"),
        ("JavaScript://x%0Aalert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("file:///etc", ""),
    ],
)
def test_record_is_edited_on_the_web_or_here(url: str, link: str) -> None:
    """The link that edits a record leads to the web or to a known editor, and to nothing else."""
    assert edit(url) == link
