"""Wrong uses of the command line, and what is said of them."""

import pytest
from click.testing import CliRunner

from klantboek.cli.app import app
from klantboek.errors import UnknownNameError


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["import", "klanten.csv"],
            "Say first what kind of files it is (csv): klantboek import csv klanten.csv",
        ),
        (["duplicat"], "There is no command 'duplicat'. Did you mean 'duplicates'?"),
        (["handbook", "--language", "fr"], "'fr' is not one of 'nl', 'en'"),
        (["lint", "--as-of", "0001-01-01"], "'0001-01-01' is not a day between 1900 and 2199"),
        (["handbook", "--as-of", "9999-12-31"], "'9999-12-31' is not a day between 1900 and 2199"),
    ],
)
def test_says_how_to_go_on(words: list[str], said: str) -> None:
    """Wrong use ends with 2, and with what to type instead."""
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert said in done.output


def test_every_command_has_a_line_of_its_own() -> None:
    """The list of commands says of each in one line, not cut off, what it does."""
    told = CliRunner().invoke(app, ["--help"], terminal_width=80).output
    assert "..." not in told.partition("Commands:")[2]


def test_name_that_is_not_there_is_answered_with_those_that_are() -> None:
    """The nearest name, or all of them where no command lists them."""
    known = ["everyone", "technicians"]
    assert UnknownNameError("audience", "nobody", known).help == "There are everyone, technicians."
    assert UnknownNameError("audience", "technician", known).help == "Did you mean 'technicians'?"
    assert UnknownNameError("rule", "KB1", [], "klantboek rules").help == "`klantboek rules` lists them all."
