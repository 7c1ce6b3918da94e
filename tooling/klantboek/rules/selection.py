"""Which findings a book wants to see, and how much each matters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from klantboek.book import Book, Node, Record
from klantboek.errors import UnknownNameError
from klantboek.findings import Finding, Place, Severity, in_order
from klantboek.rules.registry import all_rules, run
from klantboek.rules.suppressions import SUPPRESSIONS, Sheet, without_allowed
from klantboek.shapes import KINDS
from klantboek.shapes.identity import identity

_ALL = ("KB",)


@dataclass(frozen=True)
class Choice:
    """What the command line wants to see, on top of the book's own settings: codes or families."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = Severity.ADVICE

    def __post_init__(self) -> None:
        for code in (*self.select, *self.ignore):
            check_code(code)

    def may_take(self, code: str) -> bool:
        """Tell whether findings of a code can be reported at all."""
        return _starts(code, self.select or _ALL) and not _starts(code, self.ignore)

    def takes(self, finding: Finding) -> bool:
        """Tell whether a finding is to be reported."""
        severe = list(Severity)
        return (
            _starts(finding.code, self.select or _ALL)
            and not _starts(finding.code, self.ignore)
            and severe.index(finding.severity) <= severe.index(self.severity)
        )


@dataclass(frozen=True)
class Settings:
    """What a part of the settings says: codes or families to report, to leave out, and how severe they are."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Mapping[str, str]

    @classmethod
    def of(cls, node: Node) -> "Settings":
        """Read them from ``lint`` in book.yaml, or from one of its folders."""
        return cls(node.select or _ALL, node.ignore, node.severity or {})

    def shows(self, code: str) -> bool:
        """Tell whether findings of a code are reported."""
        return _starts(code, self.select) and not _starts(code, self.ignore)

    def severity_of(self, code: str) -> Severity | None:
        """Give the severity that the longest matching code or family states, if one does."""
        stated = [one for one in self.severity if code.startswith(one)]
        return Severity(self.severity[max(stated, key=len)]) if stated else None


@dataclass(frozen=True)
class Wanted:
    """The settings of a book: its own, and on top of them those of folders, each after the ones around it."""

    book: Settings
    folders: tuple[tuple[str, Settings], ...] = ()

    @classmethod
    def of(cls, settings: Node) -> "Wanted":
        """Read them from book.yaml."""
        lint = settings.lint
        named = [(folder.folder.rstrip("/"), Settings.of(folder)) for folder in lint.folders]
        return cls(Settings.of(lint), tuple(sorted(named, key=lambda one: one[0].count("/"))))

    def shows(self, code: str, file: str) -> bool:
        """Tell whether findings of a code are reported in a file."""
        return all(one.shows(code) for one in self._about(file))

    def severity_of(self, finding: Finding) -> Severity:
        """Give how severe a finding is: what the innermost folder says goes before what is around it."""
        stated = (one.severity_of(finding.code) for one in reversed(self._about(finding.place.file)))
        return next(filter(None, stated), finding.severity)

    def applied(self, finding: Finding) -> Finding | None:
        """Give a finding of a rule as severe as it is here; None when nobody wants it."""
        if not self.shows(finding.code, finding.place.file):
            return None
        return replace(finding, severity=self.severity_of(finding))

    def _about(self, file: str) -> list[Settings]:
        return [self.book, *(one for folder, one in self.folders if file.startswith(f"{folder}/"))]


_EVERYTHING = Choice()


def lint(
    book: Book, choice: Choice = _EVERYTHING, told: Callable[[int, int], None] | None = None
) -> list[Finding]:
    """Give everything there is to say about the book, by its own settings and a choice, in order of place.

    Reading and schema findings (KB0, KB1) can't be ignored in the settings: such a record is missing from
    every figure. ``told`` hears how many of the rules are done.
    """
    rules, found = all_rules(), list(book.findings)
    for number, rule in enumerate(rules, start=1):
        found += run(book, (rule,))
        if told:
            told(number, len(rules))
    return chosen(identified(found, book.records), book.records, book, choice)


def chosen(
    findings: Iterable[Finding], records: Iterable[Record], book: Book, choice: Choice = _EVERYTHING
) -> list[Finding]:
    """Give of all findings those that the settings of the book, comments and a choice let through, in order.

    ``records`` are those whose comments count.
    """
    wanted = Wanted.of(book.settings)
    rules = {rule.code for rule in all_rules()}
    found = [
        one
        for finding in findings
        if (one := wanted.applied(finding) if finding.code in rules else finding) is not None
    ]
    left = _not_allowed(
        records, found, book.as_of, lambda code, file: wanted.shows(code, file) and choice.may_take(code)
    )
    left = [
        replace(one, severity=wanted.severity_of(one)) if one.code in SUPPRESSIONS else one for one in left
    ]
    return in_order(_covered([one for one in left if choice.takes(one)]))


def _covered(findings: Sequence[Finding]) -> list[Finding]:
    """Take the line itself out of every finding on a line that one of them keeps out of sight."""
    covered = {(one.place.file, one.place.line) for one in findings if not one.place.excerpt}

    def shown(place: Place) -> Place:
        return replace(place, excerpt="") if (place.file, place.line) in covered else place

    return [
        replace(one, place=shown(one.place), second=one.second and shown(one.second)) if covered else one
        for one in findings
    ]


def identified(findings: Iterable[Finding], records: Iterable[Record]) -> list[Finding]:
    """Give the findings with what their paths are known by, which takes the values of their records."""
    found = list(findings)
    files = {finding.place.file for finding in found if finding.path}
    values = {record.file: record.document.value for record in records if record.file in files}
    return [_identified(finding, values) for finding in found]


def _identified(finding: Finding, values: Mapping[str, Any]) -> Finding:
    kind, file = finding.record.partition("/")[0], finding.place.file
    if not finding.path or kind not in KINDS or file not in values:
        return finding
    return replace(finding, identity=identity(kind, values[file], finding.path))


def _not_allowed(
    records: Iterable[Record],
    findings: Sequence[Finding],
    today: date,
    is_asked: Callable[[str, str], bool],
) -> list[Finding]:
    """Leave out what comments in the records allow, and say what is wrong with such comments.

    Whether a comment allows nothing can't be told of a code that nobody asked for in its file.
    """
    from klantboek.rules.catalogue import catalogue  # noqa: PLC0415 -- the catalogue imports every rule

    sheets = [Sheet(f"{record.kind}/{record.id}", record.document) for record in records]
    known = {entry.code for entry in catalogue()}
    return without_allowed(sheets, findings, today, known, is_asked)


def check_code(code: str) -> None:
    """Raise UnknownNameError when no rule or family starts with this code."""
    from klantboek.rules.catalogue import catalogue  # noqa: PLC0415 -- the catalogue imports every rule

    known = {entry.code for entry in catalogue()}
    if not any(one.startswith(code) for one in known):
        raise UnknownNameError("rule", code, known, "klantboek rules")


def _starts(code: str, prefixes: Iterable[str]) -> bool:
    return any(code.startswith(prefix) for prefix in prefixes)
