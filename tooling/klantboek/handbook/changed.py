"""What was changed in the file of a record, when and by whom, as git has it."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.history import GONE, NEW, Touch
from klantboek.handbook.layout import Section
from klantboek.handbook.markup import escaped, event, joined, listed, vouched
from klantboek.handbook.timeline import Event
from klantboek.shapes import shape_of

_SHOWN = 6
_ID = 9
_WHERE = "changed"


def what(edition: Edition, kind: str, keys: Sequence[str]) -> str:
    """Say which properties a commit changed, by what they are called."""
    if keys and keys[0] in {NEW, GONE}:
        return edition.words("changed.new" if keys[0] == NEW else "changed.gone")
    properties = shape_of(kind).properties
    return ", ".join(edition.title_of(properties[key]) if key in properties else key for key in keys)


def changes(edition: Edition, record: Record) -> list[Event]:
    """Give the changes of a record as events of its timeline."""
    found, cells = edition.history.of(record.file), edition.cells("../")
    kind = cells.word("changed.event")
    return [
        Event(
            touch.commit.day,
            _WHERE,
            event(
                cells.day_of_year(touch.commit.day),
                f"#{_WHERE}",
                kind,
                escaped(what(edition, record.kind, touch.keys)),
            ),
        )
        for touch in found[:_SHOWN]
    ]


def changed_section(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    """Give the section with the last changes of a record, when git knows any."""
    found = edition.history.of(record.file)
    if found:
        lines = listed([_line(edition, cells, record, touch) for touch in found[:_SHOWN]])
        yield Section(_WHERE, edition.words("changed.title"), lines, len(found))


def _line(edition: Edition, cells: Cells, record: Record, touch: Touch) -> Markup:
    commit = touch.commit
    return joined(
        " ",
        [
            vouched(f"<i>{cells.date(commit.day)}</i>"),
            escaped(what(edition, record.kind, touch.keys)),
            vouched(
                f"<small>{escaped(commit.subject)} · {escaped(commit.author)} <code>{escaped(commit.id[:_ID])}</code></small>"
            ),
        ],
    )
