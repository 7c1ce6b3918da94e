"""Which findings a book wants to see, and how much each matters."""

from collections.abc import Iterable
from dataclasses import replace

from klantboek.book import Book
from klantboek.findings import Finding, Severity, in_order
from klantboek.rules.registry import run


def lint(book: Book) -> list[Finding]:
    """Give everything there is to say about the book, by its own settings, in order of place.

    Reading and schema findings (KB0, KB1) can't be ignored: such a record is missing from every figure.
    """
    settings = book.settings.lint
    severities: dict[str, str] = settings.severity or {}
    chosen = [
        replace(finding, severity=_severity(finding, severities))
        for finding in run(book)
        if _starts(finding.code, settings.select or ("KB",)) and not _starts(finding.code, settings.ignore)
    ]
    return in_order([*book.findings, *chosen])


def _severity(finding: Finding, severities: dict[str, str]) -> Severity:
    """Give the severity that the longest matching code or family in the settings states."""
    stated = [code for code in severities if finding.code.startswith(code)]
    return Severity(severities[max(stated, key=len)]) if stated else finding.severity


def _starts(code: str, prefixes: Iterable[str]) -> bool:
    return any(code.startswith(prefix) for prefix in prefixes)
