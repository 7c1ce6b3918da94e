"""The page about imports: its example runs, and prints what the page says."""

import re
import sys
from pathlib import Path
from subprocess import run

from klantboek.exchange.mapping_file import mapping_schema
from klantboek.house import carried

PAGE = (carried("site") / "pages" / "import.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_example_runs_and_prints_what_the_page_says(root: Path) -> None:
    """The two files and the mapping of the page give the output of the page; the rest of it may be longer."""
    folder = root.parent
    csv = [text for kind, text in BLOCKS if kind == "csv"]
    for name, text in zip(("klanten.csv", "bestellingen.csv"), csv, strict=True):
        assert f"`{name}`:" in PAGE
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "mapping.yaml").write_text(
        next(text for kind, text in BLOCKS if kind == "yaml"), encoding="utf-8"
    )
    commands = [text.split() for kind, text in BLOCKS if kind == "console"]
    start = [sys.executable, "-c", "from klantboek.cli import main; main()"]
    result = run(
        [*start, *commands[0][1:]],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert result.returncode == 1
    for text in (text for kind, text in BLOCKS if kind == "text"):
        assert text in result.stdout
    assert "    city: Deventer\n" in result.stdout
    assert "discount_percent: 5\n" in result.stdout
    assert not (root / "relations").exists()


def test_page_tells_of_every_word() -> None:
    """Every transform and every word for a field stands on the page."""
    field = mapping_schema()["$defs"]["field"]["properties"]
    for word in (*field["as"]["enum"], *(set(field) - {"country"})):
        assert f"`{word}`" in PAGE or f"`{word}:" in PAGE, word
