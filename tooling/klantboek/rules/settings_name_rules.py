"""KB112, the settings of lint name rules that exist."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from klantboek.book import Book, Node
from klantboek.book.node import path_of, record_of
from klantboek.errors import UnknownNameError
from klantboek.rules import Problem, rule

if TYPE_CHECKING:
    from klantboek.findings import Path


@rule("KB112", requirement="M64", registers_only=True)
def settings_name_rules(book: Book) -> Iterator[Problem]:
    """The settings of lint in book.yaml name rules or families that exist.

    A rule that was misspelt there is not left out and not made milder, and nobody notices.

    Bad: `{book.yaml: {lint: {ignore: [KB999]}}}`

    Good: `{book.yaml: {lint: {ignore: [KB203, KB5]}}}`
    """
    settings = book.settings.lint
    for node in (settings, *settings.folders):
        for path, code in _named(node):
            try:
                _check(code)
            except UnknownNameError as error:
                yield Problem.at(
                    record_of(settings),
                    (*path_of(node), *path),
                    f"{code} is not a rule and no family of rules",
                    error.help,
                )


def _named(settings: Node) -> "Iterator[tuple[Path, str]]":
    for key in ("select", "ignore"):
        yield from (((key, number), code) for number, code in enumerate(settings[key]))
    yield from ((("severity", code), code) for code in settings.severity or ())


def _check(code: str) -> None:
    from klantboek.rules.selection import check_code  # noqa: PLC0415 -- selection runs the rules

    check_code(code)
