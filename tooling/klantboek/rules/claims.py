"""What records claim, for the rules that compare relations with each other."""

from collections.abc import Iterator

from klantboek.book import Record
from klantboek.book.book import RELATION
from klantboek.book.parts import parts_of
from klantboek.rules.registry import Claim, Side


def is_living(record: Record) -> bool:
    """Tell whether a record that fits is a relation that was not merged, retired or erased."""
    return record.kind == RELATION and not record.node.tombstone


def judged(record: Record) -> Iterator[Claim]:
    """Bring judgements together with the relations they are about, and with what these were merged into."""
    if record.kind == RELATION:
        yield Side.GIVES, record.id
        if record.node.tombstone.into:
            yield Side.ASKS, record.node.tombstone.into
    elif record.kind == "judgement":
        yield from ((Side.ASKS, number) for number in (record.node.a, record.node.b))


def named(record: Record) -> Iterator[str]:
    """Give the numbers of the relations that a record refers to."""
    parts = parts_of(record)
    if record.kind != "judgement" and RELATION in parts.named:
        for path, to, name in parts.references:
            if to == RELATION and path[:1] != ("tombstone",):
                yield name
