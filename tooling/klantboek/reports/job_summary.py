"""The findings as a page of Markdown with a table, for the summary of a job."""

from collections.abc import Iterator

from klantboek.findings import Finding
from klantboek.reports.markdown import code, prose
from klantboek.reports.report import Report, counted, entry_of, summary

# GitHub refuses a summary of more than a mebibyte.
BYTES = 900_000
ROWS = 300
# A cell holds no more of one text than this.
_LONGEST = 500


def job_summary(lint: Report) -> str:
    """Give the page; findings on changed lines come first, as in the annotations."""
    return "".join(f"{line}\n" for line in _lines(lint))


def _lines(lint: Report) -> Iterator[str]:
    ranked = sorted(lint.findings, key=lint.distance)
    yield from ("## klantboek", "", summary(lint), "")
    if not ranked:
        return
    yield from ("| Finding | Where | What is wrong | What to do |", "|---|---|---|---|")
    rows, room = [_row(lint, finding) for finding in ranked[:ROWS]], BYTES
    shown = [row for row in rows if (room := room - len(row.encode())) > 0]
    yield from (*shown, "")
    if rest := ranked[len(shown) :]:
        yield from (f"And {counted(tuple(rest))} more: `klantboek lint` shows them all.", "")


def _row(lint: Report, finding: Finding) -> str:
    where = code(f"{lint.file(finding.place)}:{finding.place.line}:{finding.place.column}"[-_LONGEST:])
    name = prose(entry_of(finding).name)
    what, doing = (prose(text[:_LONGEST]) for text in (finding.message, finding.help))
    return f"| {finding.severity} {finding.code} {name} | {where} | {what} | {doing} |"
