"""Findings that a comment in the record allows, and comments that allow nothing."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from klantboek.errors import nearest
from klantboek.findings import Finding, Severity
from klantboek.yaml import Document, FaultKind
from klantboek.yaml.comments import Comment, comments

_FORM = "# klantboek: allow KB204 until 2027-01-01 -- the reason"
# The code of a comment that allows nothing any more.
UNUSED = "KB018"
_KINDS = (
    FaultKind(
        "KB015",
        "comments that allow a finding say what and why",
        "A comment that looks as if it allows a finding, and doesn't, hides a mistake in itself.",
        f"Write it as {_FORM}; the codes and the reason must be there, the day may be left out.",
    ),
    FaultKind(
        "KB016",
        "allowed codes exist and can be allowed",
        "A misspelt code allows nothing; and a record that can't be read or does not fit its schema is missing "
        "from every figure, whatever a comment says.",
        "Name the code of a rule in full, such as KB204. Of KB0 and KB1 only KB105, KB115 and KB116 can be allowed.",
    ),
    FaultKind(
        "KB017",
        "allowed findings are within their day",
        "The day was set to make somebody look again.",
        "Mend the finding, or set a later day if the reason still holds.",
    ),
    FaultKind(
        UNUSED,
        "allowed findings still occur",
        "A comment that allows nothing any more will hide the next mistake at its place.",
        "Remove the code; remove the whole comment when no code is left.",
    ),
)
SUPPRESSIONS: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}

_MARK = re.compile(r"#+\s*klantboek\s*:", re.IGNORECASE)
_ALLOW = re.compile(
    r"#\s*klantboek:\s*allow\s+(?P<codes>[^\s,]+(?:(?:\s*,\s*|\s+)(?!until\b|--)[^\s,]+)*)"
    r"(?:\s+until\s+(?P<until>\S+))?\s+--\s+(?P<reason>\S.*)"
)
_CODE = re.compile(r"KB\d{3}")
# A value that is right although it looks wrong, and the two that are about layout alone.
_ALLOWED_ANYHOW = frozenset({"KB105", "KB115", "KB116"})


@dataclass(frozen=True)
class Sheet:
    """A document with the record that findings about its comments belong to (``relation/R-00042``)."""

    record: str
    document: Document


@dataclass(frozen=True)
class _Allowed:
    """A comment that allows codes on its ``lines``, or in the whole file when there are none."""

    sheet: Sheet
    comment: Comment
    codes: tuple[str, ...]
    lines: frozenset[int]
    is_past: bool

    def holds(self, finding: Finding) -> bool:
        """Tell whether it is about a finding: on its line, or at the key that its value stands under."""
        if finding.code not in self.codes:
            return False
        key = self.sheet.document.place(finding.path, key=True)
        return not self.lines or not self.lines.isdisjoint({finding.place.line, key.line})


def can_be_allowed(code: str) -> bool:
    """Tell whether a finding of this code may be allowed or accepted: not what keeps a record from being read."""
    return code in _ALLOWED_ANYHOW or not code.startswith(("KB0", "KB1"))


def without_allowed(
    sheets: Iterable[Sheet],
    findings: Collection[Finding],
    today: date,
    known: Collection[str],
    is_active: Callable[[str, str], bool],
) -> list[Finding]:
    """Give the findings that no comment allows, and those about the comments themselves.

    ``known`` are the codes that exist; one that is not active in a file (left out by the settings) can't be
    unused there.
    """
    about: list[Finding] = []
    allowed: dict[str, list[_Allowed]] = {}
    for sheet in sheets:
        if "klantboek" in sheet.document.text.casefold():
            allowed[sheet.document.name] = list(_read(sheet, today, known, about))
    used: set[tuple[_Allowed, str]] = set()
    left = []
    for finding in findings:
        matching = [one for one in allowed.get(finding.place.file, ()) if one.holds(finding)]
        used |= {(one, finding.code) for one in matching}
        if all(one.is_past for one in matching) or not can_be_allowed(finding.code):
            left.append(finding)
    return [
        *left,
        *about,
        *_unused(allowed, used, lambda code, file: code in known and is_active(code, file)),
    ]


def _unused(
    allowed: dict[str, list[_Allowed]],
    used: set[tuple[_Allowed, str]],
    is_active: Callable[[str, str], bool],
) -> Iterator[Finding]:
    for file, one in ((file, one) for file, ones in allowed.items() for one in ones if not one.is_past):
        for code in one.codes:
            if (one, code) not in used and can_be_allowed(code) and is_active(code, file):
                yield _about(one.sheet, one.comment, UNUSED, f"there is no {code} here to allow")


def _read(sheet: Sheet, today: date, known: Collection[str], about: list[Finding]) -> Iterator[_Allowed]:
    """Give the comments of a document that allow something; what is wrong with one goes to ``about``."""
    document = sheet.document
    if document.value is None:
        return
    first = _first_line(document)
    texts = document.text.splitlines()
    for comment in comments(document):
        if not _MARK.match(comment.text):
            continue
        found = _ALLOW.fullmatch(comment.text)
        until = _day(found["until"]) if found and found["until"] else None
        if found is None or (found["until"] and until is None):
            about.append(_about(sheet, comment, "KB015", _lacking(comment.text, found)))
            continue
        codes = tuple(dict.fromkeys(re.split(r"[\s,]+", found["codes"])))
        about.extend(_unusable(sheet, comment, codes, known))
        is_past = until is not None and until < today
        if is_past:
            what = f"{', '.join(codes)} was allowed until {until}"
            about.append(_about(sheet, comment, "KB017", what))
        lines = frozenset() if comment.line < first else frozenset(_held(comment, texts))
        yield _Allowed(sheet, comment, codes, lines, is_past)


def _first_line(document: Document) -> int:
    return document.span(document.marks[0], document.marks[0]).line if document.marks else 1


def _held(comment: Comment, texts: list[str]) -> set[int]:
    """Give the lines that a comment is about: its own, and when it stands alone the next one with content."""
    lines = {comment.line}
    if comment.alone:
        for number in range(comment.line + 1, len(texts) + 1):
            lines.add(number)
            if not texts[number - 1].lstrip().startswith("#"):
                break
    return lines


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2027-01-01") else None
    except ValueError:
        return None


def _lacking(text: str, found: re.Match[str] | None) -> str:
    if found is not None:
        return f"{found['until']} is not a day written as 2027-01-01"
    if not re.match(r"#\s*klantboek:\s*allow\b", text):
        return "this comment speaks to klantboek, but does not say 'klantboek: allow'"
    if not re.search(r"\bKB\d", text):
        return "this comment does not say what it allows"
    if not re.search(r"--\s*\S", text):
        return "this comment allows something without a reason"
    return "this comment is not written as klantboek reads it"


def _unusable(
    sheet: Sheet, comment: Comment, codes: tuple[str, ...], known: Collection[str]
) -> Iterator[Finding]:
    for code in codes:
        if code not in known:
            near = nearest(code, known) if _CODE.fullmatch(code.upper()) else None
            advice = f"Did you mean {near!r}?" if near else ""
            yield _about(sheet, comment, "KB016", f"{code} is no code of a rule", advice)
        elif not can_be_allowed(code):
            yield _about(sheet, comment, "KB016", f"{code} can't be allowed")


def _about(sheet: Sheet, comment: Comment, code: str, message: str, advice: str = "") -> Finding:
    kind = SUPPRESSIONS[code]
    place = sheet.document.span(comment.start, comment.end)
    return Finding(code, Severity.WARNING, sheet.record, (), place, message, kind.why, advice or kind.help)
