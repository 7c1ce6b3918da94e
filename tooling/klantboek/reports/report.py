"""What every format is given: the findings with all that it takes to print them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from klantboek.findings import Finding, Place, Severity, fingerprints
from klantboek.reports.suggestions import Suggestion
from klantboek.rules.catalogue import Entry, catalogue

Paint = Callable[[str, str], str]


def no_paint(text: str, colour: str) -> str:  # noqa: ARG001 -- the signature of a Paint
    """Leave the text without colour."""
    return text


@dataclass(frozen=True)
class Report:
    """The outcome of one run of lint.

    ``prefix`` stands before every file name; ``checked`` counts the records; ``width`` and ``paint`` are
    for people. ``changed`` names the files that a change touches, with their new lines; None is all lines.
    ``masked`` tells that personal values were taken out of the texts, ``new`` that only what is new since
    a revision is in it. ``fingerprints`` names each finding; they stay when the findings are masked.
    ``fixes`` holds for each finding what would mend it, or None.
    """

    findings: tuple[Finding, ...]
    prefix: str = ""
    checked: int = 0
    width: int = 100
    paint: Paint = no_paint
    changed: Mapping[str, frozenset[int] | None] = field(default_factory=dict)
    masked: bool = False
    new: bool = False
    fingerprints: tuple[str, ...] = ()
    fixes: tuple[Suggestion | None, ...] = ()

    def __post_init__(self) -> None:
        if not self.fingerprints:
            object.__setattr__(self, "fingerprints", tuple(fingerprints(self.findings)))
        if not self.fixes:
            object.__setattr__(self, "fixes", (None,) * len(self.findings))

    @property
    def files(self) -> int:
        """Count the files with findings."""
        return len({finding.place.file for finding in self.findings})

    def file(self, place: Place) -> str:
        """Give the path of a place as the reader of the report knows it."""
        return self.prefix + place.file

    def distance(self, finding: Finding) -> int:
        """Tell how far a finding is from the change: 0 on a changed line, 1 in a changed file, 2 elsewhere."""
        places = [place for place in (finding.place, finding.second) if place is not None]
        return min(self._distance(place) for place in places)

    def _distance(self, place: Place) -> int:
        if place.file not in self.changed:
            return 2
        lines = self.changed[place.file]
        return 0 if lines is None or place.line in lines else 1


def entry_of(finding: Finding) -> Entry:
    """Give the documentation of what a finding is about."""
    return _entries().get(finding.code) or Entry(
        finding.code, finding.code, finding.severity, "", finding.why
    )


@cache
def _entries() -> dict[str, Entry]:
    return {entry.code: entry for entry in catalogue()}


def documentation(code: str) -> str:
    """Give the page about a code, as an address inside the handbook."""
    return f"rules/{code}.html"


def summary(lint: Report) -> str:
    """Give one sentence that counts what was found in how many records."""
    records, new = many(lint.checked, "record"), "new " if lint.new else ""
    if not lint.findings:
        return f"Checked {records}: nothing {new}to mend."
    return f"Checked {records}: {counted(lint.findings)} {new}in {many(lint.files, 'file')}."


def counted(findings: tuple[Finding, ...]) -> str:
    """Count findings by severity: "2 errors, 1 warning"."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(many(counts[one], one.value) for one in Severity if counts[one])


def many(count: int, what: str) -> str:
    """Give a number of things: "1 file", "1,200 files"."""
    plural = what if what == "advice" else f"{what}s"
    return f"{count:,} {what if count == 1 else plural}"
