"""Tables of whole pages: cells with what they are sorted by."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.markup import NOTHING, escaped, joined, sortable_row

# A cell and its sort key: a text that sorts as a number or a date does not need reading back.
Sorted = tuple[Markup, str]
EMPTY: Sorted = (NOTHING, "")


class Column(NamedTuple):
    """The head of a column.

    ``kind`` is "n" where numbers stand, to the right, "c" for codes on one line, "t" for texts, which keep some width.
    With ``facet``, the name of what is chosen, its values stand in a list above the table to choose from;
    ``is_many`` says that a cell can hold several, with commas between. What ``is_extra`` is shown on request.
    """

    label: str
    kind: str = ""
    facet: str = ""
    is_many: bool = False
    is_extra: bool = False


# A table with more rows than this is no reading matter; lists of records are always whole.
MOST = 2000
# As many rows as the script of tables shows at first.
STEP = 100


class Listing(NamedTuple):
    """A table that can be sorted and filtered; ``left_out`` rows are not on the page, and it says so.

    Its rows are HTML already: so little is held of a long one, and the same relation is a row of many tables.
    """

    columns: Sequence[Column]
    rows: Sequence[Markup]
    left_out: int = 0

    @classmethod
    def of(cls, columns: Sequence[Column], rows: Iterable[Sequence[Sorted]], left_out: int = 0) -> "Listing":
        """Make the rows, one after the other."""
        kinds = [column.kind for column in columns]
        return cls(columns, [sortable_row(row, kinds) for row in rows], left_out)

    @property
    def body(self) -> Markup:
        """The rows as HTML: of a long list the first ones."""
        return joined("", self.rows[:STEP])

    @property
    def rest(self) -> Iterator[Markup]:
        """The other rows of a long list, some at a time; a browser with scripts only makes them when they are asked for."""
        for start in range(STEP, len(self.rows), STEP):
            # HTML lets the end of a cell be left out, and a browser is ready as much sooner.
            yield joined("", self.rows[start : start + STEP]).replace("</td>", "")

    @property
    def rest_size(self) -> int:
        """How many these are."""
        return max(len(self.rows) - STEP, 0)


def keyed(cell: Markup | str, key: Any = None) -> Sorted:
    """Give a cell with its sort key: a date or a number as such, anything else as its text."""
    if key is None:
        return escaped(cell), ""
    if isinstance(key, bool):
        return escaped(cell), str(int(key))
    if isinstance(key, int | Decimal):
        return escaped(cell), number_key(key)
    return escaped(cell), key.isoformat() if isinstance(key, date) else str(key)


def number_key(key: int | Decimal) -> str:
    """Give the sort key of a number: however many noughts it was kept with."""
    return f"{key.normalize():f}" if isinstance(key, Decimal) else str(key)


def text(value: str | None) -> Sorted:
    """Give a plain text as a cell."""
    return (escaped(value), "") if value else EMPTY
