"""Who is in a segment: its members as a list, those that bought most first."""

from collections.abc import Iterator

from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import Listing
from klantboek.handbook.markup import escaped, vouched
from klantboek.handbook.relation_rows import columns, rows

# As many as fit beside the list of what is on the page.
_SHOWN = ("name", "city", "status", "owner", "last_order", "turnover")


def members(edition: Edition, segment: str, cells: Cells) -> Iterator[Section]:
    """Give the section with the members of a segment, when there are any."""
    found, more = edition.behind.members(segment)
    if found:
        listing = Listing.of(columns(edition, _SHOWN), (row for _, row in rows(cells, found, _SHOWN)), more)
        intro = vouched(f"<p class=quiet>{escaped(edition.words('segment.members_intro'))}</p>")
        title = edition.words("segment.members")
        yield Section("members", title, listing, len(found) + more, intro, template="table")
