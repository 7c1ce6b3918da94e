"""KB112, the settings of lint name rules that exist."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.book.node import record_of
from klantboek.errors import UnknownNameError
from klantboek.rules import Problem, rule

if TYPE_CHECKING:
    from klantboek.findings import Path


@rule("KB112", requirement="M64")
def settings_name_rules(book: Book) -> Iterator[Problem]:
    """The settings of lint in book.yaml name rules or families that exist.

    A rule that was misspelt there is not left out and not made milder, and nobody notices.

    Bad: `{book.yaml: {lint: {ignore: [KB999]}}}`

    Good: `{book.yaml: {lint: {ignore: [KB203, KB5]}}}`
    """
    settings = book.settings.lint
    named: list[tuple[Path, str]] = [
        (("lint", key, number), code)
        for key in ("select", "ignore")
        for number, code in enumerate(settings[key])
    ]
    named += [(("lint", "severity", code), code) for code in settings.severity or ()]
    for path, code in named:
        try:
            _check(code)
        except UnknownNameError as error:
            yield Problem.at(
                record_of(settings),
                path,
                f"{code} is not a rule and no family of rules",
                error.help,
            )


def _check(code: str) -> None:
    from klantboek.rules.selection import check_code  # noqa: PLC0415 -- selection runs the rules

    check_code(code)
