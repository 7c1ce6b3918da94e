"""Findings for GitHub Actions: annotations in the log, and the job summary beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from klantboek.findings import Finding, Severity
from klantboek.plain import plain
from klantboek.reports.job_summary import job_summary
from klantboek.reports.report import Report, counted, entry_of

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
# GitHub shows this many annotations of each level for one step, and drops the others.
SHOWN = 10


def report(lint: Report) -> Iterator[str]:
    """Give a workflow command for each finding that GitHub will show: those on changed lines first."""
    ranked = sorted(lint.findings, key=lint.distance)
    room = dict.fromkeys(Severity, SHOWN)
    if any(count > SHOWN for count in Counter(finding.severity for finding in ranked).values()):
        room[Severity.ADVICE] -= 1
    hidden: list[Finding] = []
    for finding in ranked:
        if room[finding.severity]:
            room[finding.severity] -= 1
            yield _annotation(lint, finding)
        else:
            hidden.append(finding)
    if hidden:
        rest = f"{counted(tuple(hidden))} more; the job summary lists them"
        yield _command("notice", {"title": "klantboek"}, rest)


def beside(lint: Report, environment: Mapping[str, str]) -> dict[str, str]:
    """Give the job summary, for the file that GitHub names for it."""
    file = environment.get("GITHUB_STEP_SUMMARY")
    return {file: job_summary(lint)} if file else {}


def _annotation(lint: Report, finding: Finding) -> str:
    place = finding.place
    properties = {
        "file": lint.file(place),
        "line": str(place.line),
        "endLine": str(place.end_line),
        "title": f"{finding.code} {entry_of(finding).name}",
    }
    if place.line == place.end_line:
        # The last column belongs to the stretch, unlike our own.
        properties |= {"col": str(place.column), "endColumn": str(max(place.end_column - 1, place.column))}
    text = "\n".join(plain(text) for text in (finding.message, finding.help) if text)
    return _command(_LEVELS[finding.severity], properties, text)


def _command(name: str, properties: dict[str, str], data: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(data)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(plain(text)).replace(":", "%3A").replace(",", "%2C")
