import json
import re
from collections.abc import Callable
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import load
from klantboek.handbook import build
from klantboek.handbook.links import safe
from klantboek.yaml import read, write

TODAY = date(2026, 11, 20)
Put = Callable[[Path, str, dict[str, Any]], None]
OWN = (
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "=cmd()", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}",
    "{% raw %}", "</title><script>alert(1)</script>", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "' onmouseover='alert(1)", "<!--", "]]>", "&lt;b&gt;", "</script>", "![x](//evil.example/x.png)", "\\u003cscript",
)  # fmt: skip
URLS = (
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "https://fine.example",
)


def _relation(number: str, texts: list[str]) -> dict[str, Any]:
    """Give a relation that has one of the texts wherever a text may stand, each in its turn."""
    turn = cycle(texts)
    return {
        "number": number, "kind": "organisation", "roles": ["customer"], "status": "active",
        "organisation": {"name": next(turn), "trade_names": [next(turn)]},
        "addresses": [{"uses": ["visiting"], "street": next(turn), "city": next(turn), "country": "NL", "note": next(turn)}],
        "emails": [{"address": next(turn)}], "websites": [{"url": next(turn)}],
        "social": [{"network": "x", "name": next(turn), "url": next(turn)}],
        "contacts": [{"id": "one", "name": {"surname": next(turn)}, "function": next(turn), "note": next(turn)}],
        "notes": [{"on": "2026-01-01", "text": next(turn)}],
        "complaints": [
            {"number": next(turn), "on": "2026-01-01", "nature": next(turn), "status": "open", "description": next(turn)}
        ],
        "interactions": [
            {"on": "2026-12-01", "state": "planned", "form": "individual", "kind": next(turn), "channel": next(turn),
             "subject": next(turn)}
        ],
        "external_ids": [{"system": next(turn), "id": next(turn)}], "custom": {"own": next(turn)},
    }  # fmt: skip


def _survives(text: str) -> bool:
    """Tell whether strict reading lets a text through, short enough for a name."""
    return 0 < len(text) <= 200 and not read(write({"text": text}).encode(), "x.yaml").faults


@pytest.fixture(scope="module")
def strings(shared: Path) -> list[str]:
    """Give the public list of naughty strings and our own."""
    found: list[str] = json.loads(
        (shared / "suites" / "naughty-strings" / "blns.json").read_text(encoding="utf-8")
    )
    return [*OWN, *filter(_survives, (text for text in found if text.isprintable() and text.strip()))]


def test_no_text_becomes_markup(
    tmp_path: Path, strings: list[str], parsed: Callable[[Path], Any], put: Put
) -> None:
    """Whatever stands in a record: no script, no handler, no unsafe link, and the page stays whole."""
    root = tmp_path / "records"
    put(
        root,
        "book.yaml",
        {
            "name": OWN[0],
            "languages": ["nl"],
            "currency": "EUR",
            "country": "NL",
            "staff": [{"id": "a", "name": "A"}],
        },
    )
    groups = [[text] for text in OWN] + [
        strings[start : start + 5] for start in range(len(OWN), len(strings), 5)
    ]
    for number, texts in enumerate(groups, 1):
        put(root, f"relations/R-{number:05}.yaml", _relation(f"R-{number:05}", texts))
    book = load(root, TODAY)
    fitting = [record for record in book.records if record.kind == "relation" and record.fits]
    # The others are too long for a name or a postcode, and show on the page of a record that doesn't fit.
    assert len(fitting) > len(groups) * 0.75
    folder = build(root, book=book).folder
    for file in sorted(folder.rglob("*.html")):
        tree = parsed(file)
        assert tree.errors == [], file.name
        assert [a.get("src", "").rpartition("/")[2] for tag, a in tree.tags if tag == "script"] == [
            "search.js",
            "tables.js",
            "editing.js",
        ]
        assert not [
            tag for tag, _ in tree.tags if tag in {"img", "iframe", "object", "style", "b", "marquee"}
        ], file.name
        for _, attributes in tree.tags:
            assert not [key for key in attributes if key.startswith("on") or key == "style"], file.name
            for key in ("href", "src"):
                scheme = re.match(
                    r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", attributes.get(key) or "", re.IGNORECASE
                )
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"}, attributes[
                    key
                ]
                assert not (attributes.get(key) or "").startswith("//"), file.name
    page = parsed(folder / "relations" / "R-00001.html").text
    assert OWN[0] in page
    assert "49" not in parsed(folder / "relations" / f"R-{OWN.index('{{ 7 * 7 }}') + 1:05}.html").texts


def test_index_can_not_end_its_script(tmp_path: Path, put: Put) -> None:
    """A name can't close the search index's script, and reads back as it was."""
    root = tmp_path / "records"
    put(
        root,
        "book.yaml",
        {
            "name": "x",
            "languages": ["nl"],
            "currency": "EUR",
            "country": "NL",
            "staff": [{"id": "a", "name": "A"}],
        },
    )
    put(root, "relations/R-00001.yaml", _relation("R-00001", ["</script><b>"]))
    scripts = sorted((build(root, as_of=TODAY).folder / "search").glob("*.js"))
    assert {file.name[0] for file in scripts} >= {"i", "b", "r"}
    for file in scripts:
        assert "<" not in file.read_text(encoding="utf-8"), file.name
    shown = next(file for file in scripts if file.name == "r0.js").read_text(encoding="utf-8")
    rows = json.loads(shown[shown.index("[[") : shown.rindex("]") + 1])
    assert rows[0][0] == "</script><b>"


@pytest.mark.parametrize("url", URLS)
def test_only_known_schemes_become_links(url: str) -> None:
    """An address with a scheme that is not on the list is no link."""
    assert safe(url) == ("https://fine.example" if url == "https://fine.example" else "")


def test_address_without_scheme_gets_one() -> None:
    """A site as people write it leads to its safe address."""
    assert safe("www.mill.example/bread") == "https://www.mill.example/bread"
    assert safe("mill.example") == "https://mill.example"
