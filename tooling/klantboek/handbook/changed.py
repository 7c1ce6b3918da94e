"""What was changed in the file of a record, when and by whom, as git has it."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.history import GONE, NEW, Touch
from klantboek.handbook.layout import Section
from klantboek.handbook.markup import escaped, event, harmless, listed, vouched
from klantboek.handbook.timeline import Event
from klantboek.shapes import shape_of

_SHOWN = 6
_ID = 9
_WHERE = "changed"
# So many changes are kept as they were drawn.
_MANY = 2**10


def what(edition: Edition, kind: str, keys: Sequence[str]) -> str:
    """Say which properties a commit changed, by what they are called."""
    if keys and keys[0] in {NEW, GONE}:
        return edition.words("changed.new" if keys[0] == NEW else "changed.gone")
    properties = shape_of(kind).properties
    return ", ".join(edition.title_of(properties[key]) if key in properties else key for key in keys)


def changes(edition: Edition, record: Record) -> list[Event]:
    """Give the changes of a record as events of its timeline."""
    drawn = _drawn(edition.cells("../"))
    return [drawn(record.kind, touch)[0] for touch in edition.history.of(record.file)[:_SHOWN]]


def changed_section(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    """Give the section with the last changes of a record, when git knows any."""
    found = edition.history.of(record.file)
    if found:
        drawn = _drawn(cells)
        lines = listed([drawn(record.kind, touch)[1] for touch in found[:_SHOWN]])
        yield Section(_WHERE, edition.words("changed.title"), lines, len(found))


def _drawn(cells: Cells) -> Callable[[str, Touch], tuple[Event, Markup]]:
    """Give what draws a change in the timeline and as a line; many records were changed by the same commit."""
    return cells.once("changed", lambda: lru_cache(_MANY)(partial(_draw, cells)))


def _draw(cells: Cells, kind: str, touch: Touch) -> tuple[Event, Markup]:
    commit, said = touch.commit, escaped(what(cells.edition, kind, touch.keys))
    line = event(cells.day_of_year(commit.day), _WHERE, cells.word("changed.event"), said)
    subject, author = harmless(commit.subject), harmless(commit.author)
    more = f"<small>{subject} · {author} <code>{harmless(commit.id[:_ID])}</code></small>"
    return Event(commit.day, _WHERE, line), vouched(f"<i>{cells.date(commit.day)}</i> {said} {more}")
