"""Pictures of the handbook of the example book: every kind of page, on a desk and on a phone, by day and by night.

They go to build/screenshots, to be looked at. With ``--readme`` the three of the README are made again.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from klantboek.handbook import build
from klantboek.house import carried

ROOT = Path(__file__).parents[1]
TO = ROOT / "build" / "screenshots"
KINDS = {
    "home": "index.html",
    "relation": "relations/R-00001.html",
    "relations": "relations.html",
    "agenda": "agenda.html",
    "figure": "figures/turnover_by_month.html",
    "product": "products/ov-3040.html",
    "pairs": "pairs.html",
    "field": "dictionary/orders.html",
}
WIDTHS = {"desk": 1280, "phone": 390}
THEMES = ("light", "dark")
LANGUAGES = ("nl", "en")
README = ("home", "relation", "relations")
_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
              "--disable-component-update", "--disable-sync")  # fmt: skip


def main() -> None:
    """Build the handbook in each language and take its pictures."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("No Chromium on this machine: apt install chromium")
    sites = {
        one: build(carried("records"), language=one, folder=TO / f"site-{one}").folder for one in LANGUAGES
    }
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        if "--readme" in sys.argv[1:]:
            taken = _readme(browser, sites["en"])
        else:
            taken = [one for language, site in sites.items() for one in _all(browser, site, language)]
        browser.close()
    print(f"{len(taken)} pictures in {taken[0].parent.relative_to(ROOT)}")


def _all(browser: Browser, site: Path, language: str) -> list[Path]:
    taken = []
    for theme in THEMES:
        for size, width in WIDTHS.items():
            context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]  # one of two names
            tab = context.new_page()
            for kind, page in KINDS.items():
                tab.goto((site / page).as_uri())
                taken.append(TO / f"{kind}-{size}-{language}-{theme}.png")
                tab.screenshot(path=taken[-1], full_page=True)
            context.close()
    return taken


def _readme(browser: Browser, site: Path) -> list[Path]:
    """Take the top of three pages, small enough to be kept in git."""
    context = browser.new_context(
        color_scheme="light", viewport={"width": 1280, "height": 810}, device_scale_factor=0.7
    )
    tab = context.new_page()
    taken = [ROOT / "site" / "pages" / "images" / f"{kind}.png" for kind in README]
    for kind, file in zip(README, taken, strict=True):
        tab.goto((site / KINDS[kind]).as_uri())
        tab.screenshot(path=file)
    context.close()
    return taken


if __name__ == "__main__":
    main()
