"""Findings for GitLab: its code quality report."""

from collections.abc import Iterator
from typing import Any

from klantboek.findings import Finding, Severity
from klantboek.reports.encoding import as_json
from klantboek.reports.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def report(lint: Report) -> Iterator[str]:
    """Give one JSON list."""
    yield as_json(
        [
            _issue(lint, finding, fingerprint)
            for finding, fingerprint in zip(lint.findings, lint.fingerprints, strict=True)
        ]
    )


def _issue(lint: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": f"{finding.code}: {'. '.join(filter(None, (finding.message, finding.help)))}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": lint.file(finding.place),
            "lines": {"begin": finding.place.line, "end": finding.place.end_line},
        },
    }
