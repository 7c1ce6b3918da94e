"""What an import has to say about the rows it read."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a notice matters: only notes leave the exit code at 0."""

    LEFT_OUT = "left out"
    LOOK = "look"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Notice:
    """One thing about one row: rows and columns count from 1, the header is row 1; 0 stands for none.

    The message never repeats what a cell says where that may be personal: the place tells where to look.
    """

    file: str
    row: int
    column: int
    weight: Weight
    message: str

    @property
    def where(self) -> str:
        """The place as ``file:row:column``."""
        return ":".join([self.file, *(str(part) for part in (self.row, self.column) if part)])
