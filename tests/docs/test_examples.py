"""What the pages tell people to type can be typed."""

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest

from docs.reference import commands_page
from given import HERE
from klantboek.cli.app import app

ROOT = HERE.parent
PAGES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "site" / "starter" / "README.md",
    *sorted((ROOT / "site" / "pages").glob("*.md")),
)
TEXTS = {
    **{page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES},
    "help": commands_page(),
}
_BLOCK = re.compile(r"^ *```.*?^ *```|^(?: {4}.*\n)+", re.MULTILINE | re.DOTALL)
# One command, up to what the shell does with it.
_COMMAND = re.compile(r"(?:^|&& |run: )klantboek (?!.*\[OPTIONS\]|--)(.*?)(?= && | \| | > |$)")


def _commands(text: str) -> Iterator[str]:
    """Give the command lines in code: in blocks of lines, and between back ticks."""
    blocks = [line.strip() for block in _BLOCK.findall(text) for line in block.splitlines()]
    for code in (*blocks, *re.findall(r"`([^`\n]+)`", _BLOCK.sub("", text))):
        yield from _COMMAND.findall(code)


@pytest.mark.parametrize("line", sorted({line for text in TEXTS.values() for line in _commands(text)}))
def test_an_example_is_understood(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command and its options exist, and their values can be; a sentence may leave the rest out."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records").mkdir()
    for name in ("records/book.yaml", *re.findall(r"[\w-]+\.(?:csv|yaml)", line)):
        (tmp_path / name).touch()
    words = shlex.split(line.replace("/srv/book/", ""))
    above = click.Context(app, info_name="klantboek")
    command: click.Command | None = app
    while isinstance(command, click.Group) and words:
        command = command.get_command(above, words.pop(0))
    assert command is not None
    given = [*words, "NAME"] if words[-1:] == ["--audience"] else words
    with suppress(click.MissingParameter, click.exceptions.NoArgsIsHelpError):
        command.make_context("", given, parent=above)


def test_every_option_on_a_page_exists() -> None:
    """An option of which a page speaks belongs to some command."""
    known = set(re.findall(r"--[a-z][a-z-]+", TEXTS["help"]))
    named = {
        (page, option)
        for page, text in TEXTS.items()
        for code in re.findall(r"`((?:klantboek )?[^`\n]*)`", text)
        if code.startswith(("--", "klantboek"))
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", code)
    }
    assert len(named) > 20
    assert [one for one in sorted(named) if one[1] not in known | {"--version"}] == []
