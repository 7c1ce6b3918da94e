"""The page about hosting: its YAML can be read, its commands exist, and its policy is that of the pages."""

import re
from pathlib import Path

from click import Context

from klantboek.cli.app import app
from klantboek.handbook.site import POLICY
from klantboek.yaml import read

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "site" / "pages" / "hosting.md").read_text(encoding="utf-8")


def test_snippets_are_yaml() -> None:
    """What people copy from the page is read by our own strict reader."""
    snippets = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert snippets
    assert [read(text.encode(), "hosting.md").faults for text in snippets] == [()] * len(snippets)


def test_commands_have_the_options_that_are_shown() -> None:
    """Each command line on the page names a command and options that there are."""
    lines = re.findall(r"klantboek ((?:handbook|publish|serve)[^\n`&]*)", PAGE)
    assert len(lines) > 3
    for line in lines:
        name, *words = line.split()
        command = app.get_command(Context(app), name)
        assert command is not None, line
        known = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_policy_of_the_server_is_that_of_the_pages() -> None:
    """The header that a server sends allows what the pages themselves allow, and forbids frames."""
    (sent,) = re.findall(r'add_header Content-Security-Policy "([^"]*)"', PAGE)
    assert sent == POLICY.format("") + "; frame-ancestors 'none'"
