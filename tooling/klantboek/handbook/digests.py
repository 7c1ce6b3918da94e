"""Short texts that stand for long ones: what has the same digest is the same."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klantboek.aggregates import Result

_BITS = 64


def digest(parts: Iterable[object]) -> str:
    """Give a short text that differs when any of the parts does."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def digests_of(results: "Iterable[Result]") -> Mapping[str, str]:
    """Give what stands for all rows of figures about each relation, by its number."""
    found: dict[str, int] = {}
    for result in results:
        if any(column.name == "relation" for column in result.columns):
            place = result.position("relation")
            for row in result.rows:
                number = str(row[place])
                added = int(digest([result.aggregate.name, repr(row)])[: _BITS // 4], 16)
                found[number] = (found.get(number, 0) + added) % (1 << _BITS)
    return {number: f"{sum_:x}" for number, sum_ in found.items()}
