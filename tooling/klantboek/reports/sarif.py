"""Findings as SARIF 2.1.0, for code scanning and editors."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import klantboek
from klantboek.findings import Finding, Place, Severity
from klantboek.plain import plain
from klantboek.reports.encoding import Exact, as_json
from klantboek.reports.report import Report, documentation, entry_of
from klantboek.reports.suggestions import Suggestion
from klantboek.rules.catalogue import Entry

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
# The program itself, not one rule: its schema stands beside the standard.
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report(lint: Report) -> Iterator[str]:
    """Give one JSON object with one run."""
    entries = {finding.code: entry_of(finding) for finding in lint.findings}
    codes = sorted(entries)
    driver = {
        "name": "klantboek",
        "version": klantboek.__version__,
        "rules": [_rule(entries[code]) for code in codes],
    }
    results = [
        _result(lint, finding, fingerprint, codes.index(finding.code)) | _fixes(lint, finding, fix)
        for finding, fingerprint, fix in zip(lint.findings, lint.fingerprints, lint.fixes, strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder of the repository."}}},
        "results": results,
    }
    yield as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(entry: Entry) -> dict[str, Any]:
    text = " ".join(filter(None, (entry.why, entry.help)))
    rule = {
        "id": entry.code,
        "name": "".join(word.capitalize() for word in entry.name.split()),
        "shortDescription": {"text": _literal(entry.summary or entry.name)},
        "help": {"text": _literal(text or entry.name)},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
        "properties": {"documentation": documentation(entry.code)},
    }
    if entry.why:
        rule["fullDescription"] = {"text": _literal(entry.why)}
    return rule


def _result(lint: Report, finding: Finding, fingerprint: str, index: int) -> dict[str, Any]:
    result = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _literal(". ".join(filter(None, (finding.message, finding.help))))},
        "locations": [_location(lint, finding.place)],
        "partialFingerprints": {"recordPath/v1": fingerprint},
    }
    if finding.second is not None:
        second = _location(lint, finding.second)
        result["relatedLocations"] = [
            {"id": 1, "message": {"text": _literal(finding.second_label)}, **second}
        ]
    return result


def _fixes(lint: Report, finding: Finding, fix: Suggestion | None) -> dict[str, Any]:
    if fix is None or not fix.replacements:
        return {}
    changes = [
        {
            "deletedRegion": {
                "startLine": one.start.line,
                "startColumn": one.start.column,
                "endLine": one.end.line,
                "endColumn": one.end.column,
            },
            "insertedContent": {"text": Exact(one.text)},
        }
        for one in fix.replacements
    ]
    change = {"artifactLocation": _artifact(lint, finding.place), "replacements": changes}
    words = fix.text if fix.safe else f"probably meant: {fix.text}"
    return {
        "fixes": [
            {
                "description": {"text": _literal(words)},
                "artifactChanges": [change],
                "properties": {"safe": fix.safe},
            }
        ]
    }


def _artifact(lint: Report, place: Place) -> dict[str, str]:
    return {"uri": quote(plain(lint.file(place)), safe="/"), "uriBaseId": "%SRCROOT%"}


def _location(lint: Report, place: Place) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(lint, place),
            "region": {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            },
        }
    }


def _literal(text: str) -> str:
    """Write the signs of links and placeholders so that they stand for themselves."""
    for sign, written in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        text = text.replace(sign, written)
    return text
