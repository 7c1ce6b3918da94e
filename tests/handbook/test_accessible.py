"""What everybody must be able to read and reach, in both themes and at both widths."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.house import carried

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STYLES = Path(__file__).parents[2] / "site" / "theme" / "assets" / "handbook.css"
# Of pages in a folder some of each; of those that stand at the top every one is looked at.
BELOW = (
    "relations/R-00001", "relations/R-00003", "relations/R-00001~past", "relations/R-00098", "products/*", "campaigns/*",
    "figures/turnover_by_month", "figures/rfm", "figures/purchase_history", "figures/category_sales/*", "rules/KB001",
    "rules/KB101", "dictionary/*", "processing/*", "book/book", "surveys/*", "segments/*", "vocabularies/*", "judgements/*",
    "decisions/*",
)  # fmt: skip
# What axe-core leaves out unless it is asked for: links and buttons large enough, or far enough apart (WCAG 2.2).
RULES = {"target-size": {"enabled": True}}
AXE = "async rules => (await axe.run(document, {resultTypes: ['violations'], rules})).violations"
_SOFT = ("good", "warn", "bad", "accent")
PAIRS = (
    *((text, ground) for text in ("text", "quiet", "accent", "bad", "good", "warn") for ground in ("page", "raised", "side")),
    *((tone, f"{tone}-soft") for tone in _SOFT),
    ("text", "accent-soft"), ("quiet", "accent-soft"), ("text", "bad-soft"),
)  # fmt: skip


def _themes() -> dict[str, dict[str, str]]:
    """Give the colours of both themes by their name; the dark theme changes those of the light one."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLES.read_text(encoding="utf-8"), re.DOTALL)
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in (light, dark)]
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def _light_of(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_ground(theme: str) -> None:
    """Every colour of text has a contrast of 4.5 to 1 or more with each ground it stands on."""
    colours = _themes()[theme]
    faint = []
    for text, ground in PAIRS:
        dark, light = sorted((_light_of(colours[text]), _light_of(colours[ground])))
        contrast = (light + 0.05) / (dark + 0.05)
        if contrast < 4.5:
            faint.append((text, ground, round(contrast, 2)))
    assert faint == []


def test_every_colour_is_a_named_one() -> None:
    """No rule has a colour of its own: what is measured above is all there is, shadows and paper aside."""
    rules = re.sub(r":root \{.*?\}", "", STYLES.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,6}\b(?=[;\s])(?! )", rules)) <= {"#fff", "#000"}


def test_headings_never_skip_a_level(handbooks: dict[str, Path], parsed: Callable[[Path], Any]) -> None:
    """In the main part of each page one first heading, and below it no level is left out."""
    for file in sorted(handbooks["nl"].rglob("*.html")):
        levels = [int(tag[1]) for tag, _ in parsed(file).tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1, file.name
        steps = itertools.pairwise(levels)
        assert all(below <= above + 1 for above, below in steps), (file.name, levels)


def test_heads_of_tables_say_what_they_are_of(
    handbooks: dict[str, Path], parsed: Callable[[Path], Any]
) -> None:
    """Each head of a table names its column or its rows, each chart has a title, each page its language."""
    for file in sorted(handbooks["en"].rglob("*.html")):
        tags = parsed(file).tags
        heads = [attributes for tag, attributes in tags if tag == "th"]
        assert {attributes.get("scope") for attributes in heads} <= {"col", "row", "rowgroup"}, file.name
        for (tag, attributes), (after, _) in itertools.pairwise(tags):
            if tag == "svg" and attributes.get("role") == "img":
                assert after == "title", file.name
        assert ("html", {"lang": "en"}) in tags
        assert ("a", {"class": "skip", "href": "#content"}) in tags


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_keyboard_goes_past_the_menu(browser: "Browser", handbooks: dict[str, Path], theme: str) -> None:
    """The first stop leads to the content; what has the focus shows it; nothing moves for who wants no motion."""
    tab = browser.new_page(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of two names
    tab.goto((handbooks["nl"] / "relations" / "R-00003.html").as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]  # it is on the screen
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    tab.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """Give the script of axe-core, which a package for tests carries."""
    package = pytest.importorskip(
        "axe_playwright_python", reason="no axe-playwright-python (make test installs it)"
    )
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def _kinds(site: Path, *, guides: bool) -> list[Path]:
    """Give a page of each kind, and those that people wrote where these are asked for too.

    That for what is not there has its style only from a web server.
    """
    but = {"404", *(() if guides else (one.stem for one in (carried("site") / "pages").glob("*.md")))}
    top = [one for one in sorted(site.glob("*.html")) if one.stem not in but]
    found = [next(iter(sorted(site.glob(f"{one}.html"))), None) for one in BELOW]
    return [*top, *(one for one in found if one is not None)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("nl", "light", 1280), ("nl", "dark", 390), ("en", "light", 390), ("en", "dark", 1280)],
)
def test_axe_finds_nothing(  # noqa: PLR0913, PLR0917 -- two handbooks, and how one looks
    browser: "Browser",
    handbooks: dict[str, Path],
    shown: Path,
    axe: str,
    language: str,
    theme: str,
    width: int,
) -> None:
    """A page of each kind passes every check of axe-core: in each language, theme and width, and each two of these together.

    In Dutch those of the example, in English those of a book in which one relation uses every property. Colours are the
    same at every width, and to check them takes longer than all else together.
    """
    context = browser.new_context(
        color_scheme=theme,  # type: ignore[arg-type]  # one of two names
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    rules = {**RULES, "color-contrast": {"enabled": width > 1000}}
    found = {}
    # The context has the script at hand for each page; to send it every time takes as long as to load the page.
    context.add_init_script(axe)
    tab = context.new_page()
    for page in _kinds(shown if language == "nl" else handbooks["en"], guides=width < 1000):
        tab.goto(page.as_uri())
        if page.name == "index.html":
            # With what a search found, and on a phone with the menu, over it.
            tab.fill("#search", "oven")
            tab.wait_for_selector("#found a")
        for one in tab.evaluate(AXE, rules):
            found[page.name, one["id"]] = [node["html"][:150] for node in one["nodes"]][:3]
    context.close()
    assert found == {}
