"""The page that shows a record: what it shows is a record without a finding."""

import re
import shutil
from pathlib import Path

from klantboek.book import load
from klantboek.house import carried
from klantboek.rules import lint

PAGE = Path(__file__).parents[2] / "site" / "pages" / "record.md"


def test_the_record_on_the_page_is_clean(tmp_path: Path) -> None:
    """Put into the example book it fits, and the linter has nothing to say about it."""
    page = PAGE.read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (number,) = re.findall(r"^number: (\S+)", shown, re.MULTILINE)
    root = Path(shutil.copytree(carried("records"), tmp_path / "records"))
    file = f"relations/{number}.yaml"
    assert f"`records/{file}`" in page
    assert not (root / file).exists()
    (root / file).write_text(shown, encoding="utf-8")
    book = load(root, as_of=None)
    assert number in book.ids("relation")
    assert [
        one.message for one in lint(book) if file in {one.place.file, one.second and one.second.file}
    ] == []
