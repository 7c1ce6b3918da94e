"""What a reader waits for in a browser, by the clock: a long list, its filter and order, a search."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WIDTH, _HEIGHT = 1280, 900
_TIMES = 5
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
              "--disable-component-update", "--disable-sync")  # fmt: skip
# Notes when the list can be used, and how much was loaded.
_WATCH = """
addEventListener("DOMContentLoaded", () => {
  const seen = () => {
    if (!document.querySelector("table.drawn")) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.listReady = performance.now(); }));
  };
  const watching = new MutationObserver(seen);
  watching.observe(document, { subtree: true, childList: true, attributes: true });
  seen();
});
"""
# Does something and waits until the next picture stands.
_TAKEN = """
async ([selector, value]) => {
  const element = document.querySelector(selector);
  const start = performance.now();
  if (value === null) element.click();
  else { element.value = value; element.dispatchEvent(new Event("input", { bubbles: true })); }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}
"""
_SEARCHED = """
async (words) => {
  const field = document.getElementById("search");
  const start = performance.now();
  field.focus();
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (document.getElementById("found").dataset.words !== words) await new Promise((done) => setTimeout(done, 1));
  return performance.now() - start;
}
"""


@dataclass(frozen=True)
class Waits:
    """Milliseconds until a list is ready, is filtered and sorted (the slowest of its columns), and until a search finds; and its kB."""

    ready: float
    filtered: float
    sorted: float
    found: float
    loaded: float


def waits(handbook: Path, words: str) -> Waits | None:
    """Open the list of relations of a handbook, and search; None without a browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        try:
            return _waits(browser, handbook, words)
        finally:
            browser.close()


def _waits(browser: "Browser", handbook: Path, words: str) -> Waits:
    lists = _repeated(browser, handbook / "relations.html", _of_list)
    searches = _repeated(browser, handbook / "products.html", lambda page: _of_search(page, handbook, words))
    columns = [median(one) for one in zip(*lists, strict=True)]
    found, loaded = (median(one) for one in zip(*searches, strict=True))
    return Waits(columns[0], columns[1], max(columns[2:]), found, loaded / 1000)


def _repeated(browser: "Browser", file: Path, measure: Callable[["Page"], list[float]]) -> list[list[float]]:
    found = []
    for _ in range(_TIMES):
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        page.add_init_script(_WATCH)
        page.goto(file.as_uri())
        found.append(measure(page))
        page.close()
    return found


def _of_list(page: "Page") -> list[float]:
    """Measure on an open list: ready, filtered, and sorted by each column that is shown."""
    page.wait_for_function("window.listReady")
    ready = page.evaluate("window.listReady")
    # What is made when there is time has been made when a reader types.
    page.wait_for_timeout(1500)
    field = ".tools input[type=search]"
    filtered = [page.evaluate(_TAKEN, [field, words]) for words in ("b", "ba", "bak", "")]
    heads = page.locator("table.drawn thead button").count()
    sorts = [
        page.evaluate(_TAKEN, [f"table.drawn thead th:nth-child({place + 1}) button", None])
        for place in range(heads)
    ]
    return [ready, max(filtered), *sorts]


def _of_search(page: "Page", handbook: Path, words: str) -> list[float]:
    """Measure the first search on a page, and the bytes of the scripts that it loads."""
    page.wait_for_selector("#search")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    taken = page.evaluate(_SEARCHED, words)
    return [taken, float(sum((handbook / "search" / name).stat().st_size for name in asked))]
