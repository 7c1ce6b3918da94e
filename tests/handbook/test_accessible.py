"""What everybody must be able to read and reach, in both themes and at both widths."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STYLES = Path(__file__).parents[2] / "site" / "theme" / "assets" / "handbook.css"
KINDS = (
    "index", "relations", "relations/R-00001", "relations/R-00003", "products/oven", "figures/turnover_by_month",
    "rules/KB001", "relations/R-00098", "agenda", "book/book", "findings", "pairs",
    "quality", "privacy", "changes", "renewals", "invoices", "papers",
    "figures/rfm", "figures/complaints/one",
)  # fmt: skip
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


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("light", 390)], ids=str)
def look(request: pytest.FixtureRequest) -> tuple[str, int]:
    """Give a theme and a width."""
    theme, width = request.param
    return theme, width


@pytest.mark.slow
def test_axe_finds_nothing(
    browser: "Browser", handbooks: dict[str, Path], axe: str, look: tuple[str, int]
) -> None:
    """A page of each kind passes every check of axe-core."""
    theme, width = look
    context = browser.new_context(
        color_scheme=theme,  # type: ignore[arg-type]  # one of two names
        viewport={"width": width, "height": 900},
        bypass_csp=True,
    )
    found = {}
    tab = context.new_page()
    for kind in KINDS:
        tab.goto((handbooks["nl"] / f"{kind}.html").as_uri())
        tab.evaluate(axe)
        result = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for one in result["violations"]:
            found[kind, one["id"]] = [node["html"][:150] for node in one["nodes"]][:3]
    context.close()
    assert found == {}
