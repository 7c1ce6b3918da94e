"""The errors of merging, renumbering and retiring: why nothing was done."""

from collections.abc import Sequence

from klantboek.errors import KlantboekError
from klantboek.findings import Finding
from klantboek.merging.differences import Difference

_SHOWN = 20


class RefusedError(KlantboekError):
    """What was asked can't be done to these records as they are; nothing was written."""

    exit_code = 24


class OpenDifferencesError(KlantboekError):
    """Two records say something differently that only a person can decide; nothing was written."""

    exit_code = 25

    def __init__(self, ours: str, theirs: str, differences: Sequence[Difference]) -> None:
        fields = [one.field for one in differences]
        super().__init__(
            f"Nothing was written: a person has to choose {', '.join(_first(fields))}.",
            f"Take one with --take {fields[0]}={theirs}, or all that is open from one record with --take {ours}. "
            "If these are two relations, judge them distinct.",
        )


class WorseError(KlantboekError):
    """The book would have findings that it does not have now; nothing was written."""

    exit_code = 26

    def __init__(self, findings: Sequence[Finding], advice: str = "") -> None:
        lines = [f"{one.code} {one.record} {'.'.join(map(str, one.path))}: {one.message}" for one in findings]
        super().__init__(
            f"Nothing was written: the book would have new findings. {'; '.join(_first(lines))}.",
            f"Mend the records first, so that both together are right; --diff shows what would be written. {advice}".rstrip(),
        )


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([f"and {more} more"] if more > 0 else [])]
