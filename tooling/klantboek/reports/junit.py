"""Findings as JUnit XML: a suite for each file, a case for each finding."""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from klantboek.findings import Finding, Severity
from klantboek.plain import plain
from klantboek.reports.report import Report, entry_of, summary

_ILLEGAL = re.compile("[\ufffe\uffff]")


def report(lint: Report) -> Iterator[str]:
    """Give one XML document; advice is a case that passes, and so is a book with nothing to mend."""
    failed = sum(_fails(finding) for finding in lint.findings)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="klantboek" tests="{len(lint.findings) or 1}" failures="{failed}" errors="0">'
    if not lint.findings:
        yield '  <testsuite name="klantboek" tests="1" failures="0" errors="0">'
        yield f"    <testcase classname={_value('klantboek')} name={_value(summary(lint))}/>"
        yield "  </testsuite>"
    named = zip(lint.findings, lint.fingerprints, strict=True)
    for file, group in groupby(named, key=lambda pair: lint.file(pair[0].place)):
        yield from _suite(lint, file, list(group))
    yield "</testsuites>"


def _suite(lint: Report, file: str, found: list[tuple[Finding, str]]) -> Iterator[str]:
    failed = sum(_fails(finding) for finding, _ in found)
    yield f'  <testsuite name={_value(file)} tests="{len(found)}" failures="{failed}" errors="0">'
    for finding, fingerprint in found:
        path = ".".join(map(str, finding.path))
        name = f"{finding.code} {entry_of(finding).name}{f' at {path}' if path else ''} ({fingerprint})"
        yield f"    <testcase classname={_value(file)} name={_value(name)} file={_value(file)}>"
        yield from _outcome(lint, finding)
        yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(lint: Report, finding: Finding) -> Iterator[str]:
    place = f"{lint.file(finding.place)}:{finding.place.line}:{finding.place.column}"
    # Each line starts with a word of ours: a job log takes a line that starts with :: for a command.
    labelled = (("at", place), ("what", finding.message), ("why", finding.why), ("do", finding.help))
    text = "\n".join(f"{label}: {_text(line)}" for label, line in labelled if line)
    if _fails(finding):
        kind, message = _value(finding.severity.value), _value(finding.message)
        yield f"      <failure type={kind} message={message}>{text}</failure>"
    else:
        yield f"      <system-out>{text}</system-out>"


def _fails(finding: Finding) -> bool:
    return finding.severity is not Severity.ADVICE


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", plain(text)))


def _value(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("", plain(text)))
