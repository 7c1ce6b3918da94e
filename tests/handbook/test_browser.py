from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.handbook import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


Put = Callable[[Path, str, dict[str, Any]], None]


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the signature of the standard library
        """Say nothing."""


@pytest.fixture(scope="module", params=["http", "file"])
def home(request: pytest.FixtureRequest, handbooks: dict[str, Path]) -> Iterator[str]:
    """Give the address of the first page: from a web server, and from the disk."""
    folder = handbooks["nl"]
    if request.param == "file":
        yield (folder / "index.html").as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def hearing(browser: "Browser") -> "Iterator[tuple[Page, list[str], list[str]]]":
    """Give a tab for test after test, for to open one takes longer than most of them; what is wrong, what is asked for."""
    tab = browser.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    tab.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None,
    )
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    yield tab, wrong, asked
    tab.close()


@pytest.fixture
def page(hearing: "tuple[Page, list[str], list[str]]", home: str) -> "Iterator[Page]":
    """Give an open first page; fail on any error in the console and any request to elsewhere."""
    tab, wrong, asked = hearing
    base = home.rpartition("/")[0]
    tab.goto(home)
    yield tab
    found = [*wrong, *(address for address in asked if not address.startswith(base))]
    # The next test gets it as one that was just opened, and hears nothing of what this one still had under way.
    tab.goto("about:blank")
    tab.set_viewport_size({"width": 1280, "height": 720})
    tab.emulate_media(media="null")
    tab.mouse.move(0, 0)
    wrong.clear()
    asked.clear()
    assert found == []


def _search(page: "Page", words: str) -> list[str]:
    page.fill("#search", words)
    page.wait_for_function("words => document.getElementById('found').dataset.words === words", arg=words)
    return page.locator("#found .name").all_inner_texts()


def test_from_search_to_relation_to_product_and_back(page: "Page") -> None:
    """By keyboard: a name found without its accent, its page, the product it bought, and back to its order."""
    page.keyboard.press("/")
    assert _search(page, "hoekje noel") == ["Bakkerij 't Hoekje Noël"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/relations/R-00003.html")
    page.click("#orders a >> text=Steenoven")
    page.wait_for_url("**/products/oven.html")
    page.click("#buyers >> text=2026-8")
    page.wait_for_url("**/relations/R-00003.html#orders-2")
    assert page.locator("h1").inner_text().startswith("Bakkerij 't Hoekje Noël")


@pytest.mark.parametrize(
    "words",
    ["R-00003", "3", "r3", "zwolle", "06 12345678", "+31 6 1234", "+31 (0)6-12 34 56 78", "hoekej", "HOEKJE zw"],
)  # fmt: skip
def test_search_finds_by_number_city_phone_and_despite_a_slip(page: "Page", words: str) -> None:
    """The same relation by each of the things people know of it."""
    assert "Bakkerij 't Hoekje Noël" in _search(page, words)


@pytest.mark.parametrize(
    ("words", "found"),
    [("omzet maand", "Omzet per maand"), ("KB301", "KB301 registration is of one relation"), ("nps", "Aanbevelingsscore (NPS)"),
     ("privcayverklaring", "Privacyverklaring"), ("gegevens nagaan", "Opnieuw na te gaan")],
)  # fmt: skip
def test_search_finds_pages_below_records(page: "Page", words: str, found: str) -> None:
    """Figures, rules and lists stand below a heading of their own, and Enter on one opens it."""
    assert found in _search(page, words)
    rows = page.locator("#found li").all_inner_texts()
    heading = rows.index("Cijfers, lijsten, regels en uitleg")
    place = next(number for number, row in enumerate(rows) if row.startswith(found))
    assert place > heading
    for _ in range(place - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "found => document.querySelector('h1')?.innerText.includes(found.slice(0, 5))", arg=found
    )


def test_search_tells_the_language_of_a_rule(page: "Page") -> None:
    """The names of rules are English on every page."""
    _search(page, "KB301")
    assert page.locator("#found .name").get_attribute("lang") == "en"


def test_search_says_when_there_is_nothing(page: "Page") -> None:
    """No result is said in words, and Escape closes the list."""
    assert _search(page, "qqqqqqqq") == []
    assert page.locator("#found").inner_text() == "Niets gevonden"
    assert page.locator("#found-count").inner_text() == "Niets gevonden"
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()


def test_table_filters_and_sorts(page: "Page") -> None:
    """A long table shows what matches, counts it, and sorts by a head: once up, twice down, empty cells last."""
    page.click(".menu >> text=Relaties")

    def rows() -> list[str]:
        return page.locator("table.listing tbody tr:visible td:nth-child(2)").all_inner_texts()

    page.wait_for_selector("table.drawn")
    everything = rows()
    page.click("th >> text=Nummer")
    page.click("th >> text=Nummer")
    assert rows() == sorted(everything, reverse=True)
    page.click("th >> text=Omzet")
    assert rows()[0] == "R-00003"
    page.fill(".tools input", "zwolle")
    assert rows() == ["R-00003"]
    assert page.locator(".tools [role=status]").inner_text() == "1 regel"


def test_phone_width_has_no_sideways_scroll(page: "Page") -> None:
    """On a phone every page fits its width, the menu opens, and the search works."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.click(".menu label")
    page.click(".menu >> text=Relaties")
    for step in ("relations.html", "relations/R-00001.html", "relations/R-00003.html", "findings.html"):
        page.goto(f"{page.url.partition('/relations')[0].partition('/findings')[0]}/{step}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, step


LONG = 260


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory, put: Put) -> Path:
    """Give the handbook of a book with more relations than a table shows at first."""
    root = tmp_path_factory.mktemp("long") / "records"
    settings = {
        "name": "x",
        "languages": ["nl"],
        "currency": "EUR",
        "country": "NL",
        "staff": [{"id": "a", "name": "A"}],
    }
    put(root, "book.yaml", settings)
    for number in range(1, LONG + 1):
        name = f'Zaak <b>&" {LONG - number}' if number == LONG else f"Bakkerij {LONG - number:03}"
        place = {"uses": ["visiting"], "street": "Molenweg", "city": f"Plaats{number % 40}", "country": "NL"}
        record = {
            "number": f"R-{number:05}", "kind": "organisation", "roles": ["customer"], "status": "active",
            "organisation": {"name": name}, "addresses": [place],
        }  # fmt: skip
        put(root, f"relations/R-{number:05}.yaml", record)
    return build(root, as_of=date(2026, 11, 20)).folder


def _numbers(page: "Page") -> list[str]:
    return page.locator("table.listing tbody tr:visible td:nth-child(2)").all_inner_texts()


def test_long_table_is_whole(browser: "Browser", long_book: Path) -> None:
    """Rows that are not drawn yet are counted, found, sorted and shown on request, as text and as links."""
    tab = browser.new_page()
    tab.goto((long_book / "relations.html").as_uri())
    tab.wait_for_selector("table.drawn")
    assert len(_numbers(tab)) == 100
    assert tab.locator(".tools [role=status]").inner_text() == f"{LONG} regels"
    tab.click(".show-more")
    assert len(_numbers(tab)) == 200
    tab.click("th >> text=Naam")
    assert _numbers(tab)[:2] == [f"R-{LONG - 1:05}", f"R-{LONG - 2:05}"]
    tab.click("th >> text=Nummer")
    tab.click("th >> text=Nummer")
    assert _numbers(tab)[0] == f"R-{LONG:05}"
    assert tab.locator("table.listing tbody a").first.inner_text() == 'Zaak <b>&" 0'
    assert _search(tab, "zaak 0") == ['Zaak <b>&" 0']
    tab.fill(".tools input[type=search]", 'zaak <b>&"')
    assert _numbers(tab) == [f"R-{LONG:05}"]
    tab.click("table.listing tbody a")
    tab.wait_for_url(f"**/relations/R-{LONG:05}.html")
    tab.close()


def test_everything_is_there_without_scripts(
    browser: "Browser", long_book: Path, handbooks: dict[str, Path]
) -> None:
    """Who lets no script run reads every row, every chart, and every word of a page."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((long_book / "relations.html").as_uri())
    assert tab.locator("table.listing tbody tr").count() == LONG
    tab.goto((handbooks["nl"] / "relations" / "R-00003.html").as_uri())
    assert tab.locator("#orders").is_visible()
    assert "Proefbakken" in tab.locator("main").inner_text()
    tab.click(".menu >> text=Klanten")
    assert tab.locator("h1").inner_text() == "Relaties"
    context.close()


def test_figure_leads_to_the_record(page: "Page") -> None:
    """From the list of figures to one, from its row to the relation behind it."""
    page.goto(page.url.replace("index.html", "figures.html"))
    page.fill(".tools input[type=search]", "koopgedrag")
    page.click("table.listing tbody a")
    page.wait_for_url("**/figures/relation_activity.html")
    page.click("table.listing tbody a >> text=Hoekje")
    page.wait_for_url("**/relations/R-00003.html")


def test_page_prints_without_what_is_for_the_screen(page: "Page") -> None:
    """On paper there is no menu, no search and no button, and nothing is folded away."""
    page.goto(page.url.replace("index.html", "relations/R-00003.html"))
    page.emulate_media(media="print")
    assert page.locator(".menu").is_hidden()
    assert page.locator("#search").is_hidden()
    assert page.locator("h1").is_visible()
    page.emulate_media(media="screen")


def test_keyboard_alone_is_enough(page: "Page") -> None:
    """By Tab, Enter and typing: the list, a filter, a head that sorts, and a record."""
    page.goto(page.url.replace("index.html", "relations.html"))
    page.wait_for_selector("table.drawn")

    def go_to(selector: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"the keyboard never comes to {selector}")

    go_to(".tools input[type=search]")
    page.keyboard.type("hoekje")
    go_to("th button")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    go_to("table.listing tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/relations/R-00003.html")


@pytest.mark.parametrize(
    "words",
    ["someone", "oekje", "noel hoekje zwolle", "0612345678", "0031612345678", "Hoekje Noelx", "bakkkerji noel",
     "bakkerij 't koekji noel"],
)  # fmt: skip
def test_search_finds_parts_and_slips(page: "Page", words: str) -> None:
    """An end of a word, the first of an address, a number in another notation, a letter too many."""
    found = _search(page, words)
    assert found
    assert words == "someone" or "Bakkerij 't Hoekje Noël" in found


def test_search_loads_only_what_it_needs(browser: "Browser", long_book: Path) -> None:
    """The parts of the index that hold neither the words nor the finds are not loaded."""
    tab = browser.new_page()
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url) if "/search/" in request.url else None)
    tab.goto((long_book / "index.html").as_uri())
    assert _search(tab, "R-00007") == [f"Bakkerij {LONG - 7:03}"]
    assert 0 < len(loaded) < len(list((long_book / "search").iterdir())) / 2
    tab.close()
