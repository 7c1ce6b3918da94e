"""What the records of relations say about the rows of ledgers: orders that they have too, relations that are gone."""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from klantboek.book import Book, Record
from klantboek.book.beside import LEDGERS
from klantboek.book.book import RELATION
from klantboek.book.files import files_of
from klantboek.book.reading import quickest_record

if TYPE_CHECKING:
    from array import array

    import numpy as np
    from numpy.typing import NDArray

# Whatever may be the number of an order; a text with escapes is read to know.
_NUMBER = re.compile(rb"""\bnumber: *(?:"([^"\n]*)"|'([^'\n]*)'|([^\s,}\]#"'][^\n,}\]#]*))""")
_STONE, _ESCAPE = b"tombstone", b"\\"


def order_name(relation: str, number: object) -> int:
    """Name an order by 64 bits: a million of them take eight megabytes."""
    said = f"{relation}\x1f{number}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest())


@dataclass(frozen=True)
class Told:
    """Orders of ledgers that a record has too, by relation and number, each with the place; and tombstones by relation."""

    orders: dict[tuple[str, str], str] = field(default_factory=dict)
    stones: dict[str, dict[str, Any]] = field(default_factory=dict)


def told_by_records(book: Book, relations: Collection[str], met: "array[int]") -> Told:
    """Look through the records of these relations for the orders named in ``met``, one file at a time.

    A book that was read as a whole is looked through as it is. Of a revision, whose ledgers are not on disk,
    nothing is read.
    """
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    names = np.unique(np.frombuffer(met, dtype=np.uint64)) if met else np.zeros(0, np.uint64)
    found = Told()
    for record in _records(book, relations, names):
        _add(record, names, found)
    return found


def _records(book: Book, relations: Collection[str], names: "NDArray[np.uint64]") -> Iterator[Record]:
    if book.rest is None:
        yield from (one for one in book.records if one.kind == RELATION and one.id in relations)
        return
    if not all(one.path for one in book.files_in(LEDGERS)):
        return
    for file in files_of(book.root):
        if file.kind == RELATION and not file.refused and file.stem in relations:
            try:
                content = file.path.read_bytes()
            except OSError:
                continue
            if _may_tell(file.stem, content, names):
                yield quickest_record(RELATION, file.stem, content, file.name)


def _may_tell(relation: str, content: bytes, names: "NDArray[np.uint64]") -> bool:
    if _STONE in content or _ESCAPE in content:
        return True
    numbers = {(one or two or three).strip() for one, two, three in _NUMBER.findall(content)}
    said = (number.decode("utf-8", "surrogateescape") for number in numbers)
    return any(_is_in(order_name(relation, number), names) for number in said)


def _is_in(name: int, names: "NDArray[np.uint64]") -> bool:
    place = names.searchsorted(names.dtype.type(name))
    return bool(place < len(names) and int(names[place]) == name)


def _add(record: Record, names: "NDArray[np.uint64]", found: Told) -> None:
    if not record.fits:
        return
    value = record.document.value
    if "tombstone" in value:
        found.stones[record.id] = value["tombstone"]
    for number, order in enumerate(value.get("orders", ())):
        if _is_in(order_name(record.id, order["number"]), names):
            place = record.document.place(("orders", number, "number"))
            found.orders[record.id, order["number"]] = f"{place.file}:{place.line}"
