"""What is new since a revision: findings of now that were not there then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from klantboek.findings import Finding


@dataclass(frozen=True)
class Since:
    """Findings compared with those of a revision: the new ones, how many stayed, how many are gone."""

    new: tuple[Finding, ...]
    stayed: int
    gone: int


def since(now: Sequence[Finding], then: Sequence[Finding]) -> Since:
    """Compare findings by rule, record and what their paths are known by, not by lines or positions.

    The n-th finding of the same content counts as known when there were n of them before; those that say the
    same as before are known first.
    """
    left = Counter(map(_said, then))
    same: list[bool] = []
    for finding in now:
        same.append(left[_said(finding)] > 0)
        left[_said(finding)] -= same[-1]
    loose: Counter[_Content] = Counter()
    for (content, *_), count in left.items():
        loose[content] += count
    new: list[Finding] = []
    for finding, is_known in zip(now, same, strict=True):
        if is_known:
            continue
        if loose[_content(finding)] > 0:
            loose[_content(finding)] -= 1
        else:
            new.append(finding)
    return Since(tuple(new), len(now) - len(new), loose.total())


_Content = tuple[str, str, str]


def _content(finding: Finding) -> _Content:
    return finding.code, finding.record, finding.known_as.full


def _said(finding: Finding) -> tuple[_Content, str, str]:
    """Give what tells apart items without a key of their own; it stays in memory, so it may be personal."""
    place = finding.place
    return _content(finding), finding.message, place.excerpt[place.column - 1 : place.end_column - 1]
