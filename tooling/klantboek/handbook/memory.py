"""What was worked out for the pages of an edition, taken over from the last build while nothing that it rests on changed."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.aside import RowsElsewhere
from klantboek.handbook.asking import ask_all, every, in_short, kind_of, noted
from klantboek.handbook.markup import vouched
from klantboek.handbook.news import News, of_kind
from klantboek.linting.relations import number_of

if TYPE_CHECKING:
    from klantboek.handbook.kept import Kept

# So many rows are made at a time.
_AT_ONCE = 500
# Gives the rows of the relations in some files.
Rows = Callable[[Sequence[str]], Iterable[tuple[Record, Markup]]]


class Memory:
    """What is kept of the last build, and what changed since; nothing until a build begins."""

    def __init__(self) -> None:
        self._kept: Kept | None = None
        self._news = News(frozenset(), {})

    def begin(self, kept: "Kept", news: News) -> None:
        """Take over from the last build."""
        self._kept, self._news = kept, news

    def of(self, name: str, make: Callable[[], Any]) -> Any:
        """Give what was worked out under a name, or make it anew: lists and texts, as JSON has them."""
        last = self._kept.worked(name) if self._kept is not None else None
        if last is not None and not self._news.touches(last):
            ask_all(last.asked)
            return last.found
        with noted() as asked:
            value = make()
        if self._kept is not None:
            self._kept.note_worked(name, in_short(asked), value)
        ask_all(asked)
        return value

    def rows(self, listed: Sequence[str], make: Rows) -> Sequence[Markup]:
        """Give a row of each relation in the list of all, which says of it what lists and figures about it say."""
        ask_all(map(every, ("row", "link", "about")))
        if self._kept is None:
            return [row for _, row in make(listed)]
        known = set[str]() if self._news.is_everything else self._kept.with_rows()
        files, numbers = of_kind(self._news.names, "row"), of_kind(self._news.names, "about")
        missing = [one for one in listed if one not in known or one in files or number_of(one) in numbers]
        for start in range(0, len(missing), _AT_ONCE):
            with noted() as asked:
                found = {record.file: row for record, row in make(missing[start : start + _AT_ONCE])}
            ask_all(name for name in asked if not kind_of(name))
            self._kept.note_rows(found)
        return _KeptRows(self._kept, listed)


class _KeptRows(RowsElsewhere):
    """Rows that are read when somebody asks for them."""

    def __init__(self, kept: "Kept", files: Sequence[str]) -> None:
        self._kept = kept
        self._files = files

    def __len__(self) -> int:
        return len(self._files)

    def read(self, places: range) -> list[Markup]:
        """Give the rows that the last build kept, or this one noted."""
        return [vouched(row) for row in self._kept.rows([self._files[place] for place in places])]
