"""Findings for reviewdog: the Reviewdog Diagnostic Format as one JSON object."""

from collections.abc import Iterator
from typing import Any

from klantboek.findings import Finding, Place, Severity
from klantboek.reports.encoding import Exact, as_json
from klantboek.reports.markdown import prose
from klantboek.reports.report import Report
from klantboek.reports.suggestions import Replacement, Suggestion

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.ADVICE: "INFO"}


def report(lint: Report) -> Iterator[str]:
    """Give one JSON object; messages are Markdown, because they end up in comments."""
    yield as_json(
        {
            "source": {"name": "klantboek"},
            "diagnostics": [
                _diagnostic(lint, finding, fix)
                for finding, fix in zip(lint.findings, lint.fixes, strict=True)
            ],
        }
    )


def _diagnostic(lint: Report, finding: Finding, fix: Suggestion | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message": ". ".join(prose(text) for text in (finding.message, finding.help) if text),
        "location": _location(lint, finding.place),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    if finding.second is not None:
        found["related_locations"] = [
            {"message": prose(finding.second_label), "location": _location(lint, finding.second)}
        ]
    # Each suggestion is offered alone: half a fix would do harm, and a guess looks like all others there.
    if fix is not None and fix.safe and len(fix.replacements) == 1:
        found["suggestions"] = [_suggestion(fix.replacements[0])]
    return found


def _suggestion(one: Replacement) -> dict[str, Any]:
    start, end = ({"line": spot.line, "column": spot.byte} for spot in (one.start, one.end))
    return {"range": {"start": start, "end": end}, "text": Exact(one.text)}


def _location(lint: Report, place: Place) -> dict[str, Any]:
    return {"path": lint.file(place), "range": _range(place)}


def _range(place: Place) -> dict[str, Any]:
    """Give the range; its columns count bytes of UTF-8, so without the text of the line there are none."""
    if place.line != place.end_line or len(place.excerpt) < place.end_column - 1:
        return {"start": {"line": place.line}, "end": {"line": place.end_line}}
    return {
        "start": {"line": place.line, "column": _bytes(place.excerpt[: place.column - 1])},
        "end": {"line": place.line, "column": _bytes(place.excerpt[: place.end_column - 1])},
    }


def _bytes(before: str) -> int:
    return len(before.encode("utf-8", "surrogatepass")) + 1
