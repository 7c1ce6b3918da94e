"""Which findings a book wants to see, and how much each matters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from klantboek.book import Book
from klantboek.errors import UnknownNameError
from klantboek.findings import Finding, Severity, in_order
from klantboek.rules.registry import run
from klantboek.rules.suppressions import SUPPRESSIONS, Sheet, without_allowed


@dataclass(frozen=True)
class Choice:
    """What the command line wants to see, on top of the book's own settings: codes or families."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = Severity.ADVICE

    def __post_init__(self) -> None:
        for code in (*self.select, *self.ignore):
            check_code(code)


_EVERYTHING = Choice()


def lint(book: Book, choice: Choice = _EVERYTHING) -> list[Finding]:
    """Give everything there is to say about the book, by its own settings and a choice, in order of place.

    Reading and schema findings (KB0, KB1) can't be ignored in the settings: such a record is missing from
    every figure.
    """
    settings = book.settings.lint
    severities: dict[str, str] = settings.severity or {}
    found = [
        replace(finding, severity=_severity(finding, severities))
        for finding in run(book)
        if _starts(finding.code, settings.select or ("KB",)) and not _starts(finding.code, settings.ignore)
    ]
    severe = list(Severity)
    return in_order(
        [
            finding
            for finding in _not_allowed(book, [*book.findings, *found])
            if _starts(finding.code, choice.select or ("KB",))
            and not _starts(finding.code, choice.ignore)
            and severe.index(finding.severity) <= severe.index(choice.severity)
        ]
    )


def _not_allowed(book: Book, findings: list[Finding]) -> list[Finding]:
    """Leave out what comments in the records allow, and say what is wrong with such comments."""
    from klantboek.rules.catalogue import catalogue  # noqa: PLC0415 -- the catalogue imports every rule

    settings = book.settings.lint
    severities: dict[str, str] = settings.severity or {}
    sheets = [Sheet(f"{record.kind}/{record.id}", record.document) for record in book.records]
    known = {entry.code for entry in catalogue()}

    def is_active(code: str) -> bool:
        return _starts(code, settings.select or ("KB",)) and not _starts(code, settings.ignore)

    return [
        replace(finding, severity=_severity(finding, severities)) if finding.code in SUPPRESSIONS else finding
        for finding in without_allowed(sheets, findings, book.as_of, known, is_active)
    ]


def check_code(code: str) -> None:
    """Raise UnknownNameError when no rule or family starts with this code."""
    from klantboek.rules.catalogue import catalogue  # noqa: PLC0415 -- the catalogue imports every rule

    known = {entry.code for entry in catalogue()}
    if not any(one.startswith(code) for one in known):
        raise UnknownNameError("rule", code, known, "klantboek rules")


def _severity(finding: Finding, severities: dict[str, str]) -> Severity:
    """Give the severity that the longest matching code or family in the settings states."""
    stated = [code for code in severities if finding.code.startswith(code)]
    return Severity(severities[max(stated, key=len)]) if stated else finding.severity


def _starts(code: str, prefixes: Iterable[str]) -> bool:
    return any(code.startswith(prefix) for prefix in prefixes)
