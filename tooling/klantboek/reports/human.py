"""Findings for people: the line with a caret, what is wrong, why it matters, what to do."""

from collections.abc import Iterator

from klantboek.findings import Place, Severity
from klantboek.plain import plain
from klantboek.reports.frame import frame
from klantboek.reports.report import Paint, Report

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}


def report(lint: Report) -> Iterator[str]:
    """Give the lines to print for the findings, in their order.

    The reason of a rule is printed with its first finding only.
    """
    prefix, width, paint = lint.prefix, lint.width, lint.paint
    explained: set[str] = set()
    for finding in lint.findings:
        colour = _COLOURS[finding.severity]
        where = _where(finding.place, prefix)
        yield f"{paint(where, 'bold')}  {paint(f'{finding.severity} {finding.code}', colour)}  {plain(finding.message)}"
        yield from _excerpt(finding.place, width, paint, colour)
        if finding.second is not None:
            yield f"       {paint(f'{plain(finding.second_label)}: {_where(finding.second, prefix)}', 'blue')}"
            yield from _excerpt(finding.second, width, paint, "blue")
        if finding.why and finding.code not in explained:
            yield from _labelled("why", finding.why, width, paint)
        if finding.help:
            yield from _labelled("do", finding.help, width, paint)
        explained.add(finding.code)
        yield ""


def _where(place: Place, prefix: str) -> str:
    return f"{plain(prefix + place.file)}:{place.line}:{place.column}"


def _excerpt(place: Place, width: int, paint: Paint, colour: str) -> Iterator[str]:
    if not place.excerpt:
        return
    shown, carets = frame(place, width - 9)
    yield f"{place.line:6} | {shown}"
    yield f"{'':6} | {paint(carets, colour)}"


def _labelled(label: str, text: str, width: int, paint: Paint) -> Iterator[str]:
    lines = list(_wrapped(plain(text), width - 9))
    yield f"  {paint(f'{label:>4}', 'dim')} | {lines[0]}"
    yield from (f"       | {line}" for line in lines[1:])


def _wrapped(text: str, width: int) -> Iterator[str]:
    from textwrap import wrap  # noqa: PLC0415 -- only when there is something to print

    yield from wrap(text, max(width, 20), break_long_words=False, break_on_hyphens=False) or [""]
