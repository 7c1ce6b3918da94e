"""Findings for people: the line with a caret, what is wrong, why it matters, what to do."""

from collections import Counter
from collections.abc import Iterator

from klantboek.findings import Finding, Place, Severity
from klantboek.plain import plain
from klantboek.reports.frame import cells, frame
from klantboek.reports.report import Paint, Report, entry_of

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
# Of more findings than this, each rule shows its first ones whole; nobody reads the same advice a hundred times.
MANY, WHOLE = 50, 3
_MOST = 5
# On a narrower screen a long message gets lines of its own; elsewhere a finding begins with one line to search for.
_NARROW = 100


def report(lint: Report) -> Iterator[str]:
    """Give the lines to print for the findings, in their order.

    The reason of a rule is printed with its first finding only, and so is advice that stays the same. Of very
    many findings the later ones of a rule take one line each, and the end says which rules found most.
    """
    seen: Counter[str] = Counter()
    said: set[str] = set()
    was_short = False
    for finding in lint.findings:
        seen[finding.code] += 1
        is_short = len(lint.findings) > MANY and seen[finding.code] > WHOLE
        if was_short and not is_short:
            yield ""
        yield from _head(lint, finding)
        if not is_short:
            yield from _rest(lint, finding, said)
            yield ""
        was_short = is_short
    if len(lint.findings) > MANY:
        yield from _most(lint, seen, "" if was_short else None)


def _head(lint: Report, finding: Finding) -> Iterator[str]:
    paint, message = lint.paint, plain(finding.message)
    where, what = _where(finding.place, lint.prefix), f"{finding.severity} {finding.code}"
    begin = f"{paint(where, 'bold')}  {paint(what, _COLOURS[finding.severity])}"
    if lint.width >= _NARROW or cells(f"{where}  {what}  {message}") <= lint.width:
        yield f"{begin}  {message}"
        return
    yield begin
    yield from _labelled("what", finding.message, lint.width, paint)


def _rest(lint: Report, finding: Finding, said: set[str]) -> Iterator[str]:
    """Give what stands below the first line of a finding; what was ``said`` before is not said again."""
    width, paint = lint.width, lint.paint
    yield from _excerpt(finding.place, width, paint, _COLOURS[finding.severity])
    if finding.second is not None:
        where = _where(finding.second, lint.prefix)
        yield f"       {paint(f'{plain(finding.second_label)}: {where}', 'blue')}"
        yield from _excerpt(finding.second, width, paint, "blue")
    for label, text in (("why", finding.why), ("do", finding.help)):
        if text and f"{finding.code} {label} {text}" not in said:
            yield from _labelled(label, text, width, paint)
            said.add(f"{finding.code} {label} {text}")


def _most(lint: Report, seen: Counter[str], blank: str | None) -> Iterator[str]:
    if blank is not None:
        yield blank
    examples = {finding.code: finding for finding in lint.findings}
    yield lint.paint("Found most:", "bold")
    for code, count in sorted(seen.items(), key=lambda one: (-one[1], one[0]))[:_MOST]:
        yield f"{count:>7,} x {code}  {entry_of(examples[code]).name}"
    yield from _wrapped(
        "Many findings are shown in one line; name a file or a folder to see what is found there in full.",
        lint.width,
    )
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
