"""What a search finds besides records."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from given import lay_out
from klantboek.handbook import build

SETTINGS = "site_name: x\ntheme: {name: klantboek}\nextra: {lang: en}\nplugins: [klantboek]\ndocs_dir: pages\nsite_dir: out\n"


def _found(folder: Path) -> dict[str, Any]:
    text = (folder / "search" / "pages.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix('klantboekPart("pages",').removesuffix(");\n"))
    return found


def test_pages_are_named_once_and_are_there(tmp_path: Path) -> None:
    """Figures by what they answer, rules, lists, and pages that people wrote by their headings; no record twice."""
    lay_out(
        tmp_path / "records", {"book.yaml": {}, "products/oven.yaml": {"names": {"nl": "Oven", "en": "Oven"}}}
    )
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "own.md").write_text(
        "# Tips & tricks\n\n## Before a <b>visit</b>\n", encoding="utf-8"
    )
    folder = build(tmp_path / "records", as_of=date(2026, 11, 20), language="nl").folder
    rows = {row[1]: row for row in _found(folder)["rows"]}
    assert len(rows) == len(_found(folder)["rows"])
    assert [file for file in rows if not (folder / file).is_file()] == []
    assert "products.html" in rows
    assert "products/oven.html" not in rows
    title, _, kind, about, words, lang = rows["figures/turnover_by_month.html"]
    assert (title, kind, about, lang) == ("Omzet per maand", "Cijfers", "Hoeveel zetten we per maand om?", "")
    assert "Turnover by month" in words
    assert "Marge" in words
    assert rows["rules/KB301.html"][5] == "en"
    assert rows["own.html"] == [
        "Tips & tricks",
        "own.html",
        "Uitleg",
        "",
        "Tips & tricks Before a visit",
        "en",
    ]
