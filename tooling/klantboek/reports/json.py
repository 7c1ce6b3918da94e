"""Findings for programs: our own shape, described in the page about CI."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import klantboek
from klantboek.findings import Finding, Place, Severity
from klantboek.reports.encoding import Exact, as_json
from klantboek.reports.report import Report, documentation, entry_of
from klantboek.reports.suggestions import Suggestion

# Goes up when a key disappears or changes its meaning; new keys may come at any time.
VERSION = 1


def report(lint: Report) -> Iterator[str]:
    """Give one JSON object."""
    counts = Counter(finding.severity for finding in lint.findings)
    yield as_json(
        {
            "version": VERSION,
            "tool": {"name": "klantboek", "version": klantboek.__version__},
            "masked": lint.masked,
            "summary": {
                "records": lint.checked,
                "files": lint.files,
                **{severity.value: counts[severity] for severity in Severity},
            },
            "findings": [
                _finding(lint, finding, fingerprint) | {"fix": _fix(fix)}
                for finding, fingerprint, fix in zip(
                    lint.findings, lint.fingerprints, lint.fixes, strict=True
                )
            ],
        }
    )


def _finding(lint: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    second = finding.second
    return {
        "code": finding.code,
        "name": entry_of(finding).name,
        "severity": finding.severity.value,
        "record": finding.record,
        "path": list(finding.path),
        "place": _place(lint, finding.place),
        "second": None if second is None else {**_place(lint, second), "label": finding.second_label},
        "message": finding.message,
        "why": finding.why,
        "help": finding.help,
        "fingerprint": fingerprint,
        "documentation": documentation(finding.code),
    }


def _fix(fix: Suggestion | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    replacements = [
        {
            "line": one.start.line,
            "column": one.start.column,
            "end_line": one.end.line,
            "end_column": one.end.column,
            "text": Exact(one.text),
        }
        for one in fix.replacements
    ]
    return {"text": fix.text, "safe": fix.safe, "replacements": replacements}


def _place(lint: Report, place: Place) -> dict[str, Any]:
    return {
        "file": lint.file(place),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
