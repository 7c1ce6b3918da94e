"""Findings that were accepted when linting began: a list beside the book that can only shrink."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from klantboek.errors import KlantboekError
from klantboek.findings import Finding, Place, Severity
from klantboek.rules.suppressions import can_be_allowed
from klantboek.yaml import FaultKind

FILE = ".klantboek-baseline.json"
_FORMAT = 1
_STALE = FaultKind(
    "KB019",
    "accepted findings still occur",
    "An entry that nothing answers to any more would hide the next finding at its place.",
    "Run klantboek lint --accept: it takes out what is gone.",
)
ACCEPTANCES: dict[str, FaultKind] = {_STALE.code: _STALE}


class UnusableBaselineError(KlantboekError):
    """The list of accepted findings can't be read: nobody can tell what is new."""

    exit_code = 17

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(
            f"{file} can't be used: {problem}.",
            "Take the version before from git, or delete it and run klantboek lint --accept --accept-new.",
        )


@dataclass(frozen=True, order=True)
class Accepted:
    """What a finding is known by: its rule, its record, and the path in the record; no line, no position."""

    rule: str
    record: str
    path: str

    @classmethod
    def of(cls, finding: Finding) -> "Accepted":
        """Give what a finding is known by."""
        return cls(finding.code, finding.record, finding.known_as.full)


# How many findings are accepted under one key: a rule can find two things at one place.
Baseline = Counter[Accepted]


def read(file: Path) -> Baseline | None:
    """Read the list; None when there is none. Raises UnusableBaselineError."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableBaselineError(file, type(error).__name__) from error
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            raise UnusableBaselineError(file, f"its format is not {_FORMAT}")
        entries = [
            Accepted(*(_text(one[key]) for key in ("rule", "record", "path"))) for one in content["accepted"]
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UnusableBaselineError(file, "it is not as klantboek writes it") from error
    return Baseline(entries)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def written(baseline: Baseline) -> str:
    """Give the text of the list: one entry a line in order, so that git shows what went."""
    lines = [
        json.dumps({"rule": one.rule, "record": one.record, "path": one.path}, ensure_ascii=False)
        for one in sorted(baseline.elements())
    ]
    inside = ",\n".join(f"  {line}" for line in lines)
    return (
        f'{{"format": {_FORMAT}, "accepted": [\n{inside}\n]}}\n'
        if lines
        else f'{{"format": {_FORMAT}, "accepted": []}}\n'
    )


def not_accepted(findings: Sequence[Finding], baseline: Baseline, *, stale: bool = True) -> list[Finding]:
    """Give the findings that are not on the list, and with ``stale`` those about entries without a finding.

    Of findings known by the same key as many are left out as were accepted.
    """
    free = baseline.copy()
    left = []
    for finding in findings:
        key = Accepted.of(finding)
        if free[key] > 0 and can_be_allowed(finding.code):
            free[key] -= 1
        else:
            left.append(finding)
    gone = (+free).elements() if stale else ()
    return [*left, *(_stale(one) for one in sorted(gone))]


@dataclass(frozen=True)
class Acceptance:
    """A new list, with how many entries stayed, how many are gone, and the findings it refused."""

    baseline: Baseline
    stayed: int
    gone: int
    refused: tuple[Finding, ...]


def accept(findings: Iterable[Finding], baseline: Baseline | None, *, new: bool = False) -> Acceptance:
    """Make the list anew: what is gone leaves it, and nothing enters an existing one unless ``new``.

    What keeps a record from being read or from fitting its schema is never accepted.
    """
    found = list(findings)
    now = Baseline(Accepted.of(finding) for finding in found if can_be_allowed(finding.code))
    kept = now if baseline is None or new else now & baseline
    refused = tuple(not_accepted(found, kept, stale=False))
    before = baseline or Baseline()
    return Acceptance(kept, (kept & before).total(), (before - kept).total(), refused)


def _stale(one: Accepted) -> Finding:
    where = f" at {one.path}" if one.path else ""
    message = f"{one.rule} was accepted in {one.record}{where}, and is not found there any more"
    return Finding(
        _STALE.code, Severity.WARNING, f"file/{FILE}", (one.rule, one.record, one.path),
        Place(FILE, 1, 1, 1, 1), message, _STALE.why, _STALE.help,
    )  # fmt: skip
