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
    """Compare findings by their content (rule, record, path), not by their lines.

    The n-th finding of the same content counts as known when there were n of them before.
    """
    before = Counter(finding.fingerprint for finding in then)
    left = before.copy()
    new: list[Finding] = []
    for finding in now:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            new.append(finding)
    return Since(tuple(new), len(now) - len(new), left.total())
