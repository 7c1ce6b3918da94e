"""The lists to work from, the first page and what the book says of itself."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.book import load
from klantboek.book.record import Record
from klantboek.findings import Finding, Place, Severity
from klantboek.handbook.edition import Edition
from klantboek.handbook.gleaning import SHOWN
from klantboek.handbook.links import edit
from klantboek.handbook.pages import items, quality
from klantboek.handbook.quality import fields, owners
from klantboek.handbook.shelf import is_living
from klantboek.handbook.streamed import picked
from klantboek.handbook.terms import fold
from klantboek.handbook.timeline import KINDS
from klantboek.handbook.whole import edition
from klantboek.house import carried
from klantboek.shapes import shape_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DUE = "verification_due"
Parse = Callable[[Path], Any]
STYLES = carried("site") / "theme" / "assets" / "handbook.css"


LISTS = {
    "relations": ("Bakkerij Ten Brinke", "R-00001", "Deventer"),
    "agenda": ("Deze week", "Volgende week", "november 2026", "December 2026", "Verlengen of opzeggen", "Betalingsherinnering"),
    "renewals": ("Servicecontract Zeker", "binnenkort", "Opzeggen uiterlijk", "Loopt tot en met"),
    "invoices": ("vervallen", "F26-00004-2", "Koffiehuis De Wilg Zwolle"),
    "complaints": ("Te laat geleverd", "opgelost"),
    "projects": ("Bakkerij in de winkel aan de Havermarkt", "klaar"),
    "papers": ("Getekend servicecontract Zeker", "Kast administratie, map contracten 2025"),
    "quality": ("Joris Kramer", "Accountmanager", "71 van 71", "Voorspelt kopen"),
    "products": ("Dekoven DO-3040, drie dekken", "Ovens", "€ 14.850,00"),
    "campaigns": ("Lentemail 2026", "Lezers van de nieuwsbrief", "klaar"),
    "pairs": ("Misschien één partij", "Petra ten Napel", "zelfde achternaam", "klantboek merge R-00054 R-00073 --diff"),
    "chain": ("Bakkerijen behouden", "Doelstelling", "Herinneringen"),
    "dictionary": ("Bakt zuurdesem", "Kant-en-klare desem kopen telt niet", "goedgekeurd", "8 / 8"),
    "processing": ("Aanbiedingen en nieuwsbrief", "gerechtvaardigd belang"),
    "vocabularies": ("Soorten klacht", "Termen"),
    "rules": ("KB204", "fout", "waarschuwing"),
    "rules/KB204": ("Goods and visitors can reach a delivery or visiting address", "Zo niet", "Gevonden in dit boek"),
    "figures/turnover_by_month": ("nov 2026", "Marge", "Hoe het wordt berekend"),
    "privacy": ("De Molensteen B.V.", "Aanbiedingen en nieuwsbrief", "toestemming", "Naam, e-mailadres en postadres",
                "Postduif Mailing BV (België): Verstuurt de nieuwsbrief", "24 maanden. Toestemming", "Bezwaar", "Autoriteit"),
    "index": ("Open klachten", "Bellen na de directievergadering · Tom Verhulst", "laatst 29 jul 2025", "De zakken bonen van september", "Herinneringen", "Dreigt te vertrekken", "Vervallen facturen",
              "Omzet per maand", "Actieve klanten", "Aanbevelingsscore (NPS)", "Nieuw en verloren", "Ingevuld bij actieve relaties",
              "Op tijd nagegaan", "Mogelijke dubbelen"),
    "figures/rfm": ("Hoe het wordt berekend",),
    "dictionary/addresses": ("Gemeten", "Gevuld"),
}  # fmt: skip


@pytest.mark.parametrize("page", LISTS)
def test_page_says_what_it_is_for(shown: Path, parsed: Parse, page: str) -> None:
    """Each of these pages of the example has what somebody opens it for."""
    text = parsed(shown / f"{page}.html").text
    assert [words for words in LISTS[page] if words not in text] == []


# What somebody opens the page of a relation for, in the order of reading.
GLANCE = (
    "wijzig dit bestand", "Bakkerij Ten Brinke", "R-00001", "Organisatie", "Klant", "actief", "Groot", "Doel: behouden",
    "Beheerd door Joris Kramer", "Marloes Hendriksma , Chef bakkerij · +31 570 001 104 · marloes@tenbrinke.example", "Maakt bezwaar tegen Aanbiedingen en nieuwsbrief", "Omzet 12 maanden", "Klantwaarde", "Score", "bij de beste 20 %",
    "Laatste gesprek", "Machines nieuwe winkel geplaatst", "17 aug 2026, 95 dagen geleden", "Volgende stap", "Vragen of de offerte met de bank besproken is",
    "Koopt van ons", "Mogen we benaderen?", "Mag niet: Aanbiedingen en nieuwsbrief (Telefoon, Gerrit ten Brinke)",
)  # fmt: skip
PARTS = (
    "contacts", "reach", "notes", "interactions", "timeline", "complaints", "orders", "paying", "quotes", "contracts",
    "products_in_use", "projects", "documents", "campaign_responses", "survey_answers", "consents", "ahead", "derived",
    "related", "changed",
)  # fmt: skip


def test_head_of_a_relation_says_it_in_one_glance(shown: Path, parsed: Parse) -> None:
    """Before the first section stands who it is, what it is worth, what was said last and what comes next."""
    text = parsed(shown / "relations" / "R-00001.html").text
    places = [text.find(words) for words in GLANCE]
    assert -1 not in places, [words for words, place in zip(GLANCE, places, strict=True) if place < 0]
    assert max(places) < text.index("Beslissingsbevoegdheid tot")


@pytest.mark.slow
def test_on_a_phone_what_was_said_comes_first(browser: "Browser", shown: Path) -> None:
    """Where not both fit on the screen the last conversation stands above the figures, and below them on a desk."""
    tab = browser.new_page()
    tab.goto((shown / "relations" / "R-00001.html").as_uri())
    tops = "['#last', '.figures'].map(one => document.querySelector(one).getBoundingClientRect().top)"
    for width, is_phone in ((390, True), (1280, False)):
        tab.set_viewport_size({"width": width, "height": 844})
        said, worth = tab.evaluate(tops)
        assert (said < worth) is is_phone, width
    tab.close()


def test_timeline_says_what_an_order_came_to(shown: Path, parsed: Parse) -> None:
    """In short: its number, how it ended unless it went as it should, and its amount; here and elsewhere on the page."""
    text = parsed(shown / "relations" / "R-00001.html").text
    assert "Bestelling B26-00001-3 · besteld · € 1.699,20" in text
    assert "Bestelling B26-00001-2 · € 9.715,50" in text


def test_parts_of_a_relation_stand_in_the_order_of_reading(shown: Path, parsed: Parse) -> None:
    """People and how to reach them, what happened, what was bought, what went wrong, and so on to the changes."""
    tags = parsed(shown / "relations" / "R-00001.html").tags
    found = [one["id"] for tag, one in tags if tag == "section" and "id" in one]
    # Where a book is not in git nothing is known of its changes.
    parts = [one for one in PARTS if one != "changed" or "changed" in found]
    assert [one for one in found if one in parts] == parts


def test_record_is_edited_where_the_book_says(shown: Path, parsed: Parse) -> None:
    """At the top of the page of a record a link opens its file in the editor of the repository."""
    for page in ("relations/R-00001", "products/ov-3040", "dictionary/orders"):
        hrefs = [one.get("href") for tag, one in parsed(shown / f"{page}.html").tags if tag == "a"]
        assert f"https://git.molensteen.example/klantboek/edit/main/records/{page}.yaml" in hrefs


def test_timeline_calls_one_thing_by_its_name(shown: Path) -> None:
    """An event is one order or one complaint; of what stands elsewhere a line has them together."""
    page = (shown / "relations" / "R-00001.html").read_text(encoding="utf-8")
    lines = page[page.index("<section id=timeline>") : page.index("<section id=complaints>")]
    assert ">Bestelling</a> B26-00001-3" in lines
    assert ">Klacht</a> Defect" in lines
    assert ">Bestellingen</a><ol>" in lines


def test_task_about_a_product_leads_to_it(shown: Path, parsed: Parse) -> None:
    """A replacement names its product, with one colon and a link, on the first page and in the agenda."""
    for page in ("index", "agenda"):
        html = (shown / f"{page}.html").read_text(encoding="utf-8")
        assert re.search(r'Aan vervanging toe(</a>)?: <a href="?products/cn-filter.html"?>', html), page
        assert "vervanging aan" not in parsed(shown / f"{page}.html").text


def test_no_link_leads_to_a_place_without_a_name(shown: Path) -> None:
    """A task that stands nowhere on the page of its relation leads to that page."""
    nowhere = re.compile(r"""href=("[^"]*#"|[^ >"]*#[ >])""")
    pages = shown.rglob("*.html")
    assert [page.name for page in pages if nowhere.search(page.read_text(encoding="utf-8"))] == []


def test_relations_are_counted_alike(shown: Path, parsed: Parse) -> None:
    """The list and the first page say the same number; a merged number is named beside it."""
    assert "71 relaties: klanten" in parsed(shown / "relations.html").text
    assert "Verder 1 nummer dat is samengevoegd" in parsed(shown / "relations.html").text
    assert re.search(r"Relaties 71\b", parsed(shown / "index.html").text)


def test_fields_are_called_by_their_names(shown: Path, parsed: Parse) -> None:
    """Nobody has to read a path with dots: neither of a former value nor of what an objective needs."""
    assert "relation.emails.address" not in parsed(shown / "relations" / "R-00001.html").text
    assert "E-mailadressen · Adres" in parsed(shown / "relations" / "R-00001.html").text
    assert "relation.orders" not in parsed(shown / "book" / "book.html").text


def test_relations_can_be_chosen_by_what_they_are(shown: Path, parsed: Parse) -> None:
    """The list of relations has a choice for each of these, and columns to show on request."""
    heads = [attributes for tag, attributes in parsed(shown / "relations.html").tags if tag == "th"]
    facets = {attributes["data-facet"] for attributes in heads if "data-facet" in attributes}
    assert facets == {"sort", "class", "segments", "branch", "region", "owner", "status", "roles"}
    assert sum("data-extra" in attributes for attributes in heads) == 4


def test_quality_counts_what_stands_in_the_records(example: Edition) -> None:
    """Filled and applies are counts of relations; owners together have all of them."""
    found = {one.field: one for one in fields(example)}
    records = [record.document.value for record in filter(is_living, example.relations)]
    for path, one in found.items():
        assert 0 <= one.filled <= one.applies <= len(records), path
    assert found["relation.branches"].filled == sum(bool(value.get("branches")) for value in records)
    born = "relation.person.birth_date"
    assert found[born].applies == sum(value["kind"] == "person" for value in records)
    assert found[born].filled == sum("birth_date" in value.get("person", {}) for value in records)
    assert sum(one.relations for one in owners(example)) == len(records)


def test_owners_have_what_is_late_and_wrong_of_their_relations() -> None:
    """Tasks whose day has passed, relations that nobody verified in time, errors and warnings: each with whose it is."""
    # A year after the example, when what was open is late.
    book = load(carried("records"), date(2027, 11, 20))
    whole = edition(book, "nl")
    first, second, *_ = filter(is_living, whole.relations)
    wrong = (
        _finding(first, Severity.ERROR),
        _finding(second, Severity.WARNING),
        _finding(second, Severity.WARNING),
    )
    asked = replace(whole, checked=wrong)
    due = set(picked(asked.results[DUE], ["relation", "overdue"]))
    expected: dict[str, list[int]] = {}
    for record in filter(is_living, asked.relations):
        counts = expected.setdefault(record.document.value.get("owner", ""), [0, 0, 0, 0])
        counts[0] += sum(task.due < book.as_of for task in asked.tasks.of(record))
        counts[1] += (record.id, True) in due
        counts[2] += record.id == first.id
        counts[3] += 2 * (record.id == second.id)
    found = {one.owner: [one.late, one.unverified, one.errors, one.warnings] for one in owners(asked)}
    assert found == expected
    assert all(map(sum, zip(*found.values(), strict=True)))


def _finding(record: Record, severity: Severity) -> Finding:
    return Finding(
        "KB501", severity, f"relation/{record.id}", ("notes",), Place(record.file, 1, 1, 1, 2), "empty"
    )


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


@pytest.mark.parametrize("page", ["dictionary", "vocabularies", "segments", "quality"])
def test_list_stands_in_the_order_of_its_names(shown: Path, page: str) -> None:
    """What is called otherwise than its file stands where one looks for it in the language of the pages."""
    names = _firsts(shown / f"{page}.html")
    assert len(names) > 4
    assert names == sorted(names, key=fold)


def test_campaigns_stand_newest_first(shown: Path) -> None:
    """By their first day: what is being prepared stands above what was done."""
    names = _firsts(shown / "campaigns.html")
    assert names == [
        "Introductie Tripla Nova", "Belronde servicecontracten", "Lentemail 2026", "Brief aan cafés in het oosten",
        "Bakbeurs Oost 2025", "Lentemail 2025",
    ]  # fmt: skip


def _firsts(page: Path) -> list[str]:
    """Give what stands in the first column of the last table of a page."""
    body = page.read_text(encoding="utf-8").rpartition("<tbody")[2].partition("</tbody>")[0]
    cells = re.findall(r"<tr><td[^>]*>(.*?)</td>", body)
    return [html.unescape(re.sub("<[^>]*>", "", one)) for one in cells]


def test_complaint_that_was_rejected_is_closed() -> None:
    """What is open comes first; what was solved and what was rejected stand together, the latest first."""
    (complaints,) = (one for one in items.LISTS if one.name == "complaints")
    some: list[dict[str, Any]] = [
        {"on": "2026-01-01", "status": "rejected"},
        {"on": "2025-11-01", "status": "resolved", "resolved_on": "2026-02-01"},
        {"on": "2024-01-01", "status": "open"},
        {"on": "2025-01-01", "status": "resolved", "resolved_on": "2025-12-01"},
        {"on": "2026-03-01", "status": "in_progress"},
    ]
    found = sorted(some, key=complaints.before, reverse=True)
    assert [some.index(one) for one in found] == [4, 2, 1, 0, 3]


@pytest.mark.slow
def test_paper_holds_what_a_visit_needs_and_no_customer_sees_our_costs(
    browser: "Browser", shown: Path
) -> None:
    """The open quote and the preferences are printed; what things cost us and what somebody is worth only on screen."""
    tab, ours, quote = (
        browser.new_page(),
        re.compile("Kostprijs|Klantwaarde|Kosten van de klacht"),
        "O26-00001-2",
    )
    for number in ("R-00001", "R-00017"):
        tab.goto((shown / "relations" / f"{number}.html").as_uri())
        tab.emulate_media(media="screen")
        assert len(set(ours.findall(tab.inner_text("main")))) == 2
        tab.emulate_media(media="print")
        text = tab.inner_text("main")
        assert not ours.search(text)
        assert number != "R-00001" or (quote in tab.inner_text("#quotes") and "na de oven" in text)
    tab.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_its_place(browser: "Browser", shown: Path, width: int) -> None:
    """No page scrolls sideways as a whole, and nothing in a cell reaches into the next one."""
    tab = browser.new_page(viewport={"width": width, "height": 900})
    for page in (*LISTS, "relations/R-00001", "relations/R-00001~past", "book/book"):
        tab.goto((shown / f"{page}.html").as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, page
        assert (
            tab.evaluate(
                "[...document.querySelectorAll('td')].filter(one => one.scrollWidth > one.clientWidth + 1)"
                ".map(one => one.textContent).slice(0, 3)"
            )
            == []
        ), page
    tab.close()


@pytest.mark.slow
def test_list_is_as_it_was_left(browser: "Browser", shown: Path) -> None:
    """Who comes back from a record finds the rows that were typed, chosen and sorted; no server is told of them."""
    tab = browser.new_page()
    tab.goto((shown / "relations.html").as_uri())
    tab.wait_for_selector("table.drawn")
    tab.fill(".tools input[type=search]", "bakker")
    tab.wait_for_selector("select[aria-label=Beheerder] option:nth-child(2)", state="attached")
    tab.select_option("select[aria-label=Beheerder]", "Joris Kramer")
    for _ in range(2):
        tab.click("th >> text=Nummer")
    numbers = "table.listing tbody tr:visible td:nth-child(2)"
    left = tab.locator(numbers).all_inner_texts()
    assert left == sorted(left, reverse=True)
    assert len(left) > 3
    assert "?" not in tab.url
    tab.click("table.listing tbody a")
    tab.wait_for_selector("#timeline")
    tab.go_back()
    tab.wait_for_selector("table.drawn")
    assert tab.locator(numbers).all_inner_texts() == left
    tab.fill(".tools input[type=search]", "")
    tab.select_option("select[aria-label=Beheerder]", "")
    assert tab.url.partition("#")[2] == "by=-2"
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


def test_index_has_what_the_lists_show() -> None:
    """Every column of the lists of what stands inside relations is among what is gleaned of their items."""
    for one in items.LISTS:
        assert {key.partition(".")[0] for key in one.keys} <= {*SHOWN[one.path]}


def test_none_is_a_number(example: Edition) -> None:
    """Where nothing was found wrong or late the page of quality says 0, and leaves no gap."""
    (page,) = quality.pages(example)
    made = page.make()
    owners_, fields_ = made["owners"], made["listing"]
    assert {len(re.findall(r'<td class="?n"?[^>]*>\d', row)) for row in owners_.rows} == {5}
    assert all(re.search(r'<td class="?n"?[^>]*>\d', row) for row in fields_.rows)
