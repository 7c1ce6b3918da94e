"""Findings counted: one line for each rule, the most frequent first."""

from collections import Counter
from collections.abc import Iterator, Sequence

from klantboek.findings import Finding
from klantboek.reports.report import entry_of


def statistics(findings: Sequence[Finding]) -> Iterator[str]:
    """Give the lines to print: how often, which code, how severe, in how many files, and what must hold."""
    counts = Counter(finding.code for finding in findings)
    first = {finding.code: finding for finding in reversed(findings)}
    for code, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        files = _files(findings, code)
        where = f"in {files:,} file{'' if files == 1 else 's'}"
        yield f"{count:>7,}  {code}  {first[code].severity:<7}  {where:<13}  {entry_of(first[code]).name}"


def _files(findings: Sequence[Finding], code: str) -> int:
    return len({finding.place.file for finding in findings if finding.code == code})
