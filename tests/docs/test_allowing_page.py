"""The page about allowing findings: its example allows what it says, and needs to."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from klantboek.book import Book, load
from klantboek.house import carried
from klantboek.rules import lint
from klantboek.rules.catalogue import catalogue

PAGE = Path(__file__).parents[2] / "site" / "pages" / "allowing.md"


def _examples() -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_example_on_the_page_is_allowed(tmp_path: Path) -> None:
    """In the example book the record has one finding, and none with the comment."""
    shown, _ = _examples()
    root = Path(shutil.copytree(carried("records"), tmp_path / "records"))
    file = root / "relations" / "R-00800.yaml"
    codes = []
    for text in (shown, re.sub(r" # klantboek: .*", "", shown)):
        file.write_text(text, encoding="utf-8")
        found = lint(load(root, as_of=None))
        codes.append({one.code for one in found if one.place.file == "relations/R-00800.yaml"})
    assert codes[1] - codes[0] == {"KB501"}
    assert codes[0] - codes[1] == set()


def test_the_settings_on_the_page_are_right(book_of: Callable[..., Book]) -> None:
    """In a book with such a folder nothing is wrong with them."""
    _, settings = _examples()
    book = book_of({"book.yaml": settings, "relations/archive/R-00002.yaml": {}})
    assert [one.message for one in lint(book) if one.record == "book/book"] == []
    assert len(book.settings.lint.folders) == 1


def test_the_codes_on_the_page_exist() -> None:
    """Every code that the page names is one that lint knows."""
    named = set(re.findall(r"KB\d{3}", PAGE.read_text(encoding="utf-8")))
    assert named <= {one.code for one in catalogue()}
