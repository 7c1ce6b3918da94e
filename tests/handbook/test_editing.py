"""From a page to the line of the file that says so."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.book import Book
from klantboek.book.node import record_of, root_node
from klantboek.handbook.links import edit_of
from klantboek.handbook.opening import document_of
from klantboek.handbook.shelf import Shelf
from klantboek.shapes import shape_of
from klantboek.yaml import Document, read

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Parse = Callable[[Path], Any]
EDIT = "https://git.example/edit"


def _way(tree: Any) -> dict[str, str]:
    """Give the attributes of the link that edits the file of a page."""
    found: list[dict[str, str]] = [one for tag, one in tree.tags if tag == "a" and "data-lines" in one]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("number", ["R-00001", "R-00002", "R-00003"])
def test_page_knows_the_line_of_each_section(
    small_book: Book, handbooks: dict[str, Path], parsed: Parse, number: str
) -> None:
    """Beside the address of the file stand the lines on which its keys are, by the names of the sections."""
    tree = parsed(handbooks["nl"] / "relations" / f"{number}.html")
    way = _way(tree)
    assert way["href"] == f"{EDIT}/relations/{number}.yaml"
    sign, *told = way["data-lines"].split(" ")
    lines = dict(zip(told[::2], map(int, told[1::2]), strict=True))
    file = small_book.root / "relations" / f"{number}.yaml"
    document = read(file.read_bytes(), file.name)
    assert sign == "#L"
    assert lines == {
        key: document.place((key,), key=True).line
        for key in document.value
        if key not in {"number", "kind", "roles", "status", "since", "owner"}
    }


def _nobody(name: str) -> Document:
    raise AssertionError(name)


def test_lines_are_known_of_what_was_put_aside() -> None:
    """The second time a record is asked for in a build its file is not read again for them."""
    text = b"# Ours\nnumber: R-00001\n\nkind: person\nnotes:\n  - {on: 2026-01-01, text: a}\n"
    shelf = Shelf(_nobody)
    shelf.put_aside("R-00001.yaml", document_of(text, "R-00001.yaml"))
    assert shelf.document("R-00001.yaml").lines_of_keys == {"number": 2, "kind": 4, "notes": 5}
    shelf.close()


@pytest.mark.parametrize(
    "text", ["{number: R-00001, kind: person}\n", "{number: R-00001,\nkind: person}\n", '"number": R-00001\nkind: person\n']
)  # fmt: skip
def test_keys_laid_out_in_another_way_have_no_lines(text: str) -> None:
    """No line is better than a wrong one."""
    assert read(text.encode(), "R-00001.yaml").lines_of_keys == {}


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
def test_headings_lead_to_their_lines(browser: "Browser", handbooks: dict[str, Path], parsed: Parse) -> None:
    """A script puts a link beside the heading of each section, of each group in one, and of each key fact."""
    page = handbooks["nl"] / "relations" / "R-00001.html"
    told = _way(parsed(page))["data-lines"].split(" ")[1:]
    lines = dict(zip(told[::2], told[1::2], strict=True))
    tab = browser.new_page()
    tab.goto(page.as_uri())
    found = tab.evaluate(
        "[...document.querySelectorAll('.edit')].map(one => [one.closest('section').id, one.parentElement.localName, one.href])"
    )
    assert len(found) == len(lines)
    assert {href for *_, href in found} == {
        f"{EDIT}/relations/R-00001.yaml#L{line}" for line in lines.values()
    }
    assert ["orders", "h2", f"{EDIT}/relations/R-00001.yaml#L{lines['orders']}"] in found
    assert ["reach", "h3", f"{EDIT}/relations/R-00001.yaml#L{lines['phones']}"] in found
    tab.close()
