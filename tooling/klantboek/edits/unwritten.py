"""The errors of writing: why files were left as they are."""

from collections.abc import Sequence
from pathlib import Path

from klantboek.errors import KlantboekError

_NAMED = 5


class UnwrittenError(KlantboekError):
    """Files that can't be written safely; none of them was."""

    exit_code = 21

    def __init__(self, file: str, reason: str, advice: str) -> None:
        super().__init__(f"Nothing was written: {file} {reason}.", advice)


class DirtyError(KlantboekError):
    """Files with changes that git does not hold yet: after the write, nobody could tell the two apart."""

    exit_code = 22

    def __init__(self, files: Sequence[str]) -> None:
        more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
        are = "have" if len(files) > 1 else "has"
        super().__init__(
            f"Nothing was written: {', '.join(files[:_NAMED])}{more} {are} changes that are not committed.",
            "Commit them first, so that you can look back, or add --allow-dirty.",
        )


class UnfinishedWriteError(KlantboekError):
    """A write was stopped half-way, and one of its files was changed by hand before it could be finished."""

    exit_code = 23

    def __init__(self, file: str, beside: str, journal: Path) -> None:
        kept = f" Its new content is in {beside}." if beside else ""
        super().__init__(
            f"A write was stopped half-way, and {file} was changed since then.",
            f"Compare the files that {journal} names, put right what is needed, then delete {journal}.{kept}",
        )


class UnusableJournalError(KlantboekError):
    """The journal of a write can't be read, or names files that no write of ours would name."""

    exit_code = 23

    def __init__(self, journal: Path) -> None:
        super().__init__(
            f"{journal} tells of a write that was stopped half-way, but can't be right.",
            "Look whether your records are as they should be, then delete that file.",
        )
