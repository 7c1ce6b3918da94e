from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from klantboek.aggregates import Result, all_aggregates
from klantboek.book import Book
from klantboek.handbook.derived import listing
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import MOST

Parse = Callable[[Path], Any]
_SCRIPTS = {"search.js", "tables.js", "editing.js"}
_ALLOWED = ("http://", "https://", "mailto:", "tel:")


def pages(folder: Path, parsed: Parse) -> Iterator[tuple[str, Any]]:
    """Give every page of a handbook, read strictly."""
    for file in sorted(folder.rglob("*.html")):
        yield file.relative_to(folder).as_posix(), parsed(file)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_are_well_formed(handbooks: dict[str, Path], parsed: Parse, language: str) -> None:
    """Every element is closed in its turn and no attribute stands twice; ids are unique on their page."""
    for name, tree in pages(handbooks[language], parsed):
        assert tree.errors == [], name
        ids = [attributes["id"] for _, attributes in tree.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), (name, sorted(one or "" for one in ids if ids.count(one) > 1))
        assert ("html", {"lang": language}) in tree.tags, name


def test_every_link_leads_somewhere(handbooks: dict[str, Path], parsed: Parse) -> None:
    """Every link and source inside the handbook is a file of it, and every anchor stands on its page."""
    folder = handbooks["nl"]
    known = dict(pages(folder, parsed))
    anchors = {name: {attributes.get("id") for _, attributes in tree.tags} for name, tree in known.items()}
    broken = []
    for name, tree in known.items():
        for _, attributes in tree.tags:
            target = attributes.get("href") or attributes.get("src")
            if not target or target.startswith(_ALLOWED) or name == "404.html":
                continue
            path, _, anchor = target.partition("#")
            file = ((folder / name).parent / unquote(path)).resolve() if path else folder / name
            page = file.relative_to(folder.resolve()).as_posix() if path else name
            if not file.is_file() or (anchor and anchor not in anchors[page]):
                broken.append((name, target))
    assert broken == []


def test_no_page_runs_or_loads_anything_foreign(handbooks: dict[str, Path], parsed: Parse) -> None:
    """Scripts and styles are the theme's own files, nothing is inline, and the policy says so on each page."""
    for name, tree in pages(handbooks["en"], parsed):
        policy = [
            a["content"]
            for tag, a in tree.tags
            if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policy) == 1, name
        assert policy[0] is not None
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in policy[0]
        assert "unsafe" not in policy[0]
        for tag, attributes in tree.tags:
            assert tag not in {"style", "iframe", "object", "embed", "form", "base"}, name
            assert not [key for key in attributes if key.startswith("on") or key == "style"], name
            if tag == "script":
                assert (attributes["src"] or "").rpartition("/")[2] in _SCRIPTS, name
            if tag in {"img", "link"}:
                assert not (attributes.get("src") or attributes.get("href") or "").startswith(
                    ("http", "//")
                ), name


def test_record_that_does_not_fit_keeps_a_page(handbooks: dict[str, Path], parsed: Parse) -> None:
    """Its page says so, with what was found and its lines as text; the list of relations links to it."""
    tree = parsed(handbooks["nl"] / "relations" / "R-00098.html")
    assert "past niet" in tree.text
    assert "shoe_size: <b>44</b>" in tree.text
    assert "KB101" in tree.text
    assert "KB001" in parsed(handbooks["nl"] / "relations" / "R-00099.html").text
    hrefs = {attributes.get("href") for _, attributes in parsed(handbooks["nl"] / "relations.html").tags}
    assert {"relations/R-00098.html", "relations/R-00099.html", "relations/R-00004.html"} <= hrefs


def test_objections_stand_in_plain_words(handbooks: dict[str, Path], parsed: Parse) -> None:
    """The last word counts: consent that was given and then objected to reads as a no, and warns at the top."""
    text = parsed(handbooks["en"] / "relations" / "R-00003.html").text
    assert "Not allowed: Newsletter (One of channels) (objected)" in text
    assert "Objects to Newsletter (One of channels)" in text
    assert "Allowed: Newsletter (One of channels)" not in text.replace("Not allowed", "")


def test_home_shows_what_needs_attention(handbooks: dict[str, Path], parsed: Parse) -> None:
    """The first page names the open complaint, what is past due and the overdue invoice."""
    text = parsed(handbooks["en"] / "index.html").text
    for words in ("Open complaints", "Past due", "Follow-up: Terugbellen", "Overdue invoices", "€7,380.90"):
        assert words in text


def test_product_leads_back_to_its_buyers(handbooks: dict[str, Path], parsed: Parse) -> None:
    """A product's page has each sale, with a link to the order on the buyer's page."""
    hrefs = [
        attributes.get("href") for _, attributes in parsed(handbooks["nl"] / "products" / "oven.html").tags
    ]
    assert "../relations/R-00003.html#orders-2" in hrefs


def test_other_side_of_a_tie_says_how(handbooks: dict[str, Path], parsed: Parse) -> None:
    """A relation that another one names as its supplier shows that one, with the kind of tie."""
    assert (
        "Bakkerij 't Hoekje Noël (supplied by)" in parsed(handbooks["en"] / "relations" / "R-00001.html").text
    )


def test_long_figure_says_what_it_leaves_out(small_book: Book) -> None:
    """A table too long to read is cut, and the number of rows that are missing is known."""
    aggregate = next(one for one in all_aggregates() if one.name == "turnover_by_month")
    row = tuple("EUR" if column.name == "currency" else 1 for column in aggregate.columns)
    made = listing(Edition(small_book, "nl", (), {}).cells(""), Result(aggregate, (row,) * (MOST + 3)))
    assert len(made.rows) == MOST
    assert made.left_out == 3
