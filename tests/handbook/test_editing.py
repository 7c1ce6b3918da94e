"""From a page to the line of the file that says so."""

from collections.abc import Callable, Container
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.book import Book
from klantboek.book.node import record_of, root_node
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import edit_of
from klantboek.handbook.opening import document_of
from klantboek.handbook.shelf import Shelf
from klantboek.shapes import shape_of
from klantboek.yaml import Document, read

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Parse = Callable[[Path], Any]
EDIT = "https://git.example/edit"
# The head of a page tells these.
_ABOVE = frozenset(["number", "kind", "roles", "status", "since", "owner"])


def _way(tree: Any) -> dict[str, str]:
    """Give the attributes of the link that edits the file of a page."""
    found: list[dict[str, str]] = [one for tag, one in tree.tags if tag == "a" and "data-lines" in one]
    assert len(found) == 1
    return found[0]


def _lines(way: dict[str, str]) -> dict[str, int]:
    """Give the lines that a page knows, by the anchors of its sections and of the items in them."""
    found, list_, line, number = {}, "", 0, 0
    for told in way["data-lines"].split(" ")[1:]:
        if told[0].isdigit():
            step, _, times = told.partition("*")
            for _ in range(int(times or 1)):
                line, number = line + int(step), number + 1
                found[f"{list_}-{number}" if number else list_] = line
        else:
            list_, line, number = told, 0, -1
    return found


def _written(root: Path, file: str, but: Container[str] = ()) -> dict[str, int]:
    """Give the lines on which the keys of a record and the items of its lists stand."""
    document = read((root / file).read_bytes(), file)
    found = {}
    for key, value in document.value.items():
        if key not in but:
            found[key] = document.place((key,), key=True).line
            items = enumerate(value) if isinstance(value, list) else ()
            places = {f"{key}-{number + 1}": document.place((key, number)).line for number, _ in items}
            # A list on the line of its key has no line for each item.
            found |= places if found[key] not in places.values() else {}
    return found


@pytest.mark.parametrize("number", ["R-00001", "R-00002", "R-00003"])
def test_page_knows_the_line_of_each_section_and_item(
    small_book: Book, handbooks: dict[str, Path], parsed: Parse, number: str
) -> None:
    """Beside the address of the file stand the lines of its keys, by the names of the sections, and of the items below."""
    way = _way(parsed(handbooks["nl"] / "relations" / f"{number}.html"))
    file = f"relations/{number}.yaml"
    assert way["href"] == f"{EDIT}/{file}"
    assert way["data-lines"].startswith("#L ")
    assert _lines(way) == _written(small_book.root, file, _ABOVE)


def test_other_pages_of_a_record_know_its_lines(example: Edition, shown: Path, parsed: Parse) -> None:
    """That of the past has those of the lists that it tells, that of a product has all of them."""
    past = _lines(_way(parsed(shown / "relations" / "R-00031~past.html")))
    everything = _written(example.book.root, "relations/R-00031.yaml")
    lists = {anchor.partition("-")[0] for anchor in past}
    assert {"orders", "interactions"} <= lists
    assert "contacts" not in lists
    assert "contacts-1" in everything
    assert past == {place: line for place, line in everything.items() if place.partition("-")[0] in lists}
    product = _lines(_way(parsed(shown / "products" / "ov-3040.html")))
    assert product == _written(example.book.root, "products/ov-3040.yaml", _ABOVE)


def _nobody(name: str) -> Document:
    raise AssertionError(name)


def test_lines_are_known_of_what_was_put_aside() -> None:
    """The second time a record is asked for in a build its file is not read again for them."""
    text = b"# Ours\nnumber: R-00001\n\nkind: person\nnotes:\n  - {on: 2026-01-01, text: a}\n"
    shelf = Shelf(_nobody)
    shelf.put_aside("R-00001.yaml", document_of(text, "R-00001.yaml"))
    assert shelf.document("R-00001.yaml").lines_of_keys == {"number": [2], "kind": [4], "notes": [5, 6]}
    shelf.close()


@pytest.mark.parametrize(
    "text", ["{number: R-00001, kind: person}\n", "{number: R-00001,\nkind: person}\n", '"number": R-00001\nkind: person\n']
)  # fmt: skip
def test_keys_laid_out_in_another_way_have_no_lines(text: str) -> None:
    """No line is better than a wrong one."""
    assert read(text.encode(), "R-00001.yaml").lines_of_keys == {}


LISTS = {
    "- {on: a}\n- {on: b}\n": [1, 2, 3],
    "  - on: a\n    tags:\n    - b\n  - on: c\n": [1, 2, 5],
    "  - on: a\n    text: |\n      - b\n      - c\n": [1, 2],
    "  - on: a\n  # - b\n\n  - on: c\n": [1, 2, 5],
    "- on: a\n  tags:\n  - b\n- on: c\n": [1],
    "-\n  - a\n  - b\n": [1],
    "  [{on: a}]\n": [1],
    "  [\n    {on: a},\n    {on: b},\n  ]\n": [1],
    "    - on: a\n    - on: b\n": [1],
}


@pytest.mark.parametrize("text", LISTS)
def test_items_have_lines_where_nothing_else_looks_like_one(text: str) -> None:
    """An item begins with a dash at the left or two spaces from it; where others do too none has a line."""
    document = read(f"notes:\n{text}".encode(), "R-00001.yaml")
    assert not document.faults
    assert document.lines_of_keys == {"notes": LISTS[text]}
    places = [document.place(("notes", number)).line for number, _ in enumerate(document.value["notes"])]
    assert LISTS[text][1:] in ([], places)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://git.example/edit/", "https://git.example/edit/relations/R-00001.yaml#L12"),
        ("vscode://file/home/ans/records", "vscode://file/home/ans/records/relations/R-00001.yaml:12"),
        ("idea://open?file=/home/ans", "idea://open?file=/home/ans/relations/R-00001.yaml&line=12"),
        ("javascript:alert(1)//", ""),
    ],
)
def test_each_editor_has_its_own_way_to_a_line(small_book: Book, url: str, wanted: str) -> None:
    """A web editor has it behind a hash, an editor on this computer behind a colon."""
    settings = root_node(record_of(small_book.settings), {"handbook": {"edit_url": url}}, shape_of("book"))
    assert edit_of(settings.handbook, "relations/R-00001.yaml", 12) == wanted


def test_finding_leads_to_its_line(handbooks: dict[str, Path], parsed: Parse) -> None:
    """On the page of the record, of the rule and of all findings; files are named from the folder around the book."""
    for page in ("relations/R-00098", "rules/KB101", "findings"):
        tree = parsed(handbooks["nl"] / f"{page}.html")
        hrefs = [one.get("href") for tag, one in tree.tags if tag == "a"]
        assert f"{EDIT}/relations/R-00098.yaml#L3" in hrefs, page
        # A path may be broken at its slashes.
        text = "".join(tree.texts)
        assert text.count("relations/R-00098.yaml") == text.count("records/relations/R-00098.yaml") > 0, page


def test_book_without_an_editor_has_no_such_links(small_book: Book) -> None:
    """Where nobody said how records are edited a file is named and leads nowhere."""
    settings = root_node(record_of(small_book.settings), {}, shape_of("book"))
    assert edit_of(settings.handbook, "relations/R-00001.yaml", 12) == ""


@pytest.mark.slow
def test_headings_and_items_lead_to_their_lines(
    browser: "Browser", handbooks: dict[str, Path], parsed: Parse
) -> None:
    """A script puts a link beside the heading of each section, group and key fact, and at the end of each item."""
    page = handbooks["nl"] / "relations" / "R-00001.html"
    lines = _lines(_way(parsed(page)))
    tab = browser.new_page()
    tab.goto(page.as_uri())
    found = tab.evaluate(
        "[...document.querySelectorAll('.edit:not([aria-hidden])')].map(one => [one.closest('section').id, one.parentElement.localName, one.href])"
    )
    anchors = {one.get("id") for _, one in parsed(page).tags}
    # What has no day and stands on another page has no place here.
    told = [line for place, line in lines.items() if "-" not in place or place in anchors]
    assert sorted(href for *_, href in found) == sorted(
        f"{EDIT}/relations/R-00001.yaml#L{line}" for line in told
    )
    for place in (
        ["orders", "h2", "orders"],
        ["reach", "h3", "phones"],
        ["contacts", "header", "contacts-1"],
        ["orders", "th", "orders-1"],
        ["reach", "div", "emails-1"],
        ["consents", "div", "consents-1"],
    ):
        assert [*place[:2], f"{EDIT}/relations/R-00001.yaml#L{lines[place[2]]}"] in found
    ofline = tab.evaluate(
        "[...document.querySelectorAll('#timeline li:not([id]) > .edit')].map(one => [one.parentElement.querySelector('a').hash, one.href, one.tabIndex])"
    )
    assert ofline
    assert all(
        href.endswith(f"R-00001.yaml#L{lines[where[1:]]}") and stop == -1 for where, href, stop in ofline
    )
    tab.close()


@pytest.mark.slow
def test_links_to_lines_are_seen_by_whom_they_are_for(browser: "Browser", shown: Path) -> None:
    """That of an item shows when the mouse is over it or the keyboard on it, moves nothing, and is not printed."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.goto((shown / "relations" / "R-00001.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    tab.set_viewport_size({"width": 1280, "height": 900})
    height = tab.evaluate("document.documentElement.scrollHeight")
    for item in ("#contacts-2", "#orders-8", "#products_in_use-2", "#consents-1", "#phones-1"):
        link = tab.locator(f"{item} .edit").first
        see = f"getComputedStyle(document.querySelector('{item} .edit')).opacity"
        tab.mouse.move(0, 0)
        assert tab.evaluate(see) == "0", item
        tab.locator(item).hover()
        assert tab.evaluate(see) == "1", item
        tab.mouse.move(0, 0)
        link.focus()
        assert tab.evaluate(see) == "1", item
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, item
        assert link.get_attribute("aria-label") == link.get_attribute("title")
    tab.emulate_media(media="print")
    assert tab.locator(".edit:visible").count() == 0
    tab.emulate_media(media="screen")
    tab.evaluate("document.querySelectorAll('.edit.item').forEach(one => one.remove())")
    assert tab.evaluate("document.documentElement.scrollHeight") == height
    tab.close()
