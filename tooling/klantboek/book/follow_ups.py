"""What has to be done next for a relation."""

from collections.abc import Iterator

from klantboek.book.node import Node


def open_follow_ups(relation: Node) -> Iterator[Node]:
    """Give what is still to be done after contacts that were not cancelled, and after open quotes."""
    for contact in relation.interactions:
        if contact.state != "cancelled":
            yield from (task for task in contact.follow_ups if task.done_on is None)
    for quote in relation.quotes:
        if quote.status == "open" and quote.follow_up and quote.follow_up.done_on is None:
            yield quote.follow_up
