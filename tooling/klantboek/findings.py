"""Findings: what a check has to say, as values."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from klantboek.changes import Fix

Step = str | int
Path = tuple[Step, ...]


class Severity(StrEnum):
    """How much a finding matters; errors and warnings make ``lint`` exit 1, advice does not."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of a file: lines and columns count from 1, the end column is the first one after it."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str = ""


@dataclass(frozen=True)
class Identity:
    """What a path in a record is known by while items come and go: ``orders[2026-0113].lines[bread-01].quantity``.

    ``full`` is for inside the repository, ``public`` for a hash that goes elsewhere: nothing in it can be guessed
    that would say who somebody is. An item without a key of its own is ``[]``.
    """

    full: str
    public: str


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, why it matters and what to do.

    ``record`` is the kind and id of the record (``relation/R-00042``), ``path`` the keys and positions
    inside it. ``second`` is the other place when two records or two lines are involved. ``identity`` is what
    the path is known by; without one, the path itself.
    """

    code: str
    severity: Severity
    record: str
    path: Path
    place: Place
    message: str
    why: str = ""
    help: str = ""
    second: Place | None = None
    second_label: str = ""
    fix: Fix | None = None
    identity: Identity | None = None

    @property
    def known_as(self) -> Identity:
        """What the path is known by: it stays when items are added, removed or moved around this one."""
        path = ".".join(map(str, self.path))
        return self.identity or Identity(path, path)

    @property
    def fingerprint(self) -> str:
        """Name this finding by rule, record and what its path is known by, so that it survives moved lines and items.

        The message is left out: a hash of a telephone number gives the number away.
        """
        return _hash(f"{self.code}\x1f{self.record}\x1f{self.known_as.public}")


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Name each finding apart: of those with one fingerprint, the second and later ones are numbered."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        name = finding.fingerprint
        seen[name] += 1
        names.append(name if seen[name] == 1 else _hash(f"{name}\x1f{seen[name]}"))
    return names


def _hash(text: str) -> str:
    # The name of a file can hold bytes that are no text.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def in_order(findings: list[Finding]) -> list[Finding]:
    """Sort by place, then code, then message: the same order whatever order they were found in."""
    return sorted(findings, key=lambda f: (f.place, f.code, f.message))
