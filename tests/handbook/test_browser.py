from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the signature of the standard library
        """Say nothing."""


@pytest.fixture(params=["http", "file"])
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


@pytest.fixture
def page(browser: "Browser", home: str) -> "Iterator[Page]":
    """Give an open first page; fail on any error in the console and any request to elsewhere."""
    tab = browser.new_page()
    wrong: list[str] = []
    base = home.rpartition("/")[0]
    tab.on(
        "console",
        lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None,
    )
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda request: None if request.url.startswith(base) else wrong.append(request.url))
    tab.goto(home)
    yield tab
    tab.close()
    assert wrong == []


def _search(page: "Page", words: str) -> list[str]:
    page.fill("#search", words)
    page.wait_for_selector("#found:not([hidden])")
    page.wait_for_timeout(50)
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
    assert page.locator("h1").inner_text() == "Bakkerij 't Hoekje Noël"


@pytest.mark.parametrize("words", ["R-00003", "zwolle", "06 12345678", "+31 6 1234", "hoekej", "HOEKJE zw"])
def test_search_finds_by_number_city_phone_and_despite_a_slip(page: "Page", words: str) -> None:
    """The same relation by each of the things people know of it."""
    assert "Bakkerij 't Hoekje Noël" in _search(page, words)


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
    assert page.locator(".tools [role=status]").inner_text() == "1 regels"


def test_phone_width_has_no_sideways_scroll(page: "Page") -> None:
    """On a phone every page fits its width, the menu opens, and the search works."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.click(".menu label")
    page.click(".menu >> text=Relaties")
    for step in ("relations.html", "relations/R-00001.html", "relations/R-00003.html", "findings.html"):
        page.goto(f"{page.url.partition('/relations')[0].partition('/findings')[0]}/{step}")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, step
