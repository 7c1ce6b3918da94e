"""Rows of a long list that are elsewhere, and are read some at a time; those of one that is being made wait in a file."""

import tempfile
import weakref
from abc import abstractmethod
from array import array
from collections.abc import Iterable, Sequence
from typing import overload

from markupsafe import Markup

from klantboek.handbook.markup import vouched


class RowsElsewhere(Sequence[Markup]):
    """Rows as HTML that are read when somebody asks for them."""

    @abstractmethod
    def read(self, places: range) -> list[Markup]:
        """Give the rows at some places."""

    @overload
    def __getitem__(self, place: int) -> Markup: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Markup]: ...
    def __getitem__(self, place: int | slice) -> Markup | Sequence[Markup]:
        """Give a row, or some that follow each other."""
        places = range(len(self))[place]
        return self.read(places) if isinstance(places, range) else self.read(range(places, places + 1))[0]


class RowsAside(RowsElsewhere):
    """Rows as HTML in a nameless file, of which only the places are held; the file goes with them."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when nobody has the rows any more
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])

    def add(self, rows: Iterable[Markup]) -> None:
        """Put rows aside after those that are there."""
        self._file.seek(self._ends[-1])
        for row in rows:
            self._ends.append(self._ends[-1] + self._file.write(row.encode()))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def read(self, places: range) -> list[Markup]:
        """Give rows that follow each other."""
        if not places:
            return []
        ends, first = self._ends, self._ends[places[0]]
        self._file.seek(first)
        data = self._file.read(ends[places[-1] + 1] - first)
        return [vouched(data[ends[place] - first : ends[place + 1] - first].decode()) for place in places]
