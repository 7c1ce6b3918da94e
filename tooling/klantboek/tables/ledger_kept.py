"""What the check of the ledgers found, kept from one time to the next: rows that are the same are not read again."""

import hashlib
import json
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from klantboek.book import Book
from klantboek.book.beside import SideFile
from klantboek.book.book import RELATION
from klantboek.book.bulk import Bought
from klantboek.findings import Finding
from klantboek.linting.database import close_to_others
from klantboek.linting.kept import kept_file
from klantboek.linting.kept import version as version_of_rules
from klantboek.linting.result import Result
from klantboek.tables.ledger_records import Looked, Named, Told, look_through

_KIND, _TOGETHER = "ledgers", "ledgers-and-records"
_A_PIECE = 1 << 20


@dataclass(frozen=True)
class Checked:
    """What the rows by themselves gave: findings, the names of the orders, and the relations that they are of.

    ``bought`` is what counts of those orders when records are judged, ``named`` what they name in the record of their
    relation, and ``key`` names what it all was made of; "" when nothing is kept.
    """

    findings: tuple[Finding, ...]
    orders: "array[int]"
    relations: frozenset[str]
    bought: Mapping[str, Bought]
    named: Mapping[str, Collection[Named]]
    key: str = ""


def kept(book: Book, files: Sequence[SideFile], check: Callable[[Iterable[SideFile]], Checked]) -> Checked:
    """Give what a check of these ledgers found, or what it finds now when anything that it looks at is different.

    Nothing is kept of a book that is not on disk, and what can't be read is forgotten.
    """
    file = kept_file(book.root, _KIND) if all(one.path for one in files) else None
    if file is None:
        return check(files)
    key = _key(book, files)
    with suppress(OSError, ValueError, KeyError, TypeError):
        head, _, rest = file.read_bytes().partition(b"\n")
        found = json.loads(head)
        if found["key"] == key:
            orders = array("Q")
            orders.frombytes(rest)
            findings, relations = Result.read(found["findings"]).findings, frozenset(found["relations"])
            named = {number: {(to, name) for to, name in one} for number, one in found["named"].items()}
            return Checked(findings, orders, relations, _bought_read(found["bought"]), named, key)
    checked = replace(check(files), key=key)
    with suppress(OSError):
        _write(file, key, checked)
    return checked


def _write(file: Path, key: str, checked: Checked) -> None:
    told = {
        "key": key,
        "findings": Result(findings=checked.findings).written(),
        "relations": sorted(checked.relations),
        "bought": {
            number: (one.turnover, one.is_whole, one.last.isoformat() if one.last else "")
            for number, one in sorted(checked.bought.items())
        },
        "named": {number: sorted(one) for number, one in sorted(checked.named.items())},
    }
    _put(file, json.dumps(told).encode() + b"\n" + checked.orders.tobytes())


def _bought_read(found: Mapping[str, tuple[int, bool, str]]) -> dict[str, Bought]:
    return {
        number: Bought(turnover, is_whole, date.fromisoformat(last) if last else None)
        for number, (turnover, is_whole, last) in found.items()
    }


def _put(file: Path, content: bytes) -> None:
    aside = file.with_name(f"{file.name}~")
    aside.write_bytes(content)
    close_to_others(aside)
    aside.replace(file)


def kept_together(
    book: Book, checked: Checked, judge: Callable[["array[int]", Told], Iterable[Finding]]
) -> tuple[Finding, ...]:
    """Give what the ledgers and the records say together, or what was judged when both were the same.

    Of records only those are read that changed since. What can't be read is forgotten.
    """
    file = kept_file(book.root, _TOGETHER) if checked.key and book.rest is not None else None
    before, judged = _looked(file, checked.key) if file is not None else (Looked({}, {}), None)
    now = look_through(book, checked.relations, checked.orders, checked.named, before)
    found = (
        judged
        if judged is not None and now.facts == before.facts
        else tuple(judge(checked.orders, now.told()))
    )
    if file is not None and (judged is None or now != before):
        with suppress(OSError):
            _put(file, _together_written(checked.key, now, found))
    return found


def _looked(file: Path, key: str) -> tuple[Looked, tuple[Finding, ...] | None]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(file.read_bytes())
        if told["key"] == key:
            contents = {name: bytes.fromhex(one) for name, one in told["contents"].items()}
            return Looked(contents, told["facts"]), Result.read(told["findings"]).findings
    return Looked({}, {}), None


def _together_written(key: str, looked: Looked, findings: tuple[Finding, ...]) -> bytes:
    told = {
        "key": key,
        "contents": {name: one.hex() for name, one in looked.contents.items()},
        "facts": looked.facts,
        "findings": Result(findings=findings).written(),
    }
    return json.dumps(told).encode()


def _key(book: Book, files: Iterable[SideFile]) -> str:
    """Name all that the check of a row looks at: the file, the registers, the relations, the day and the program."""
    found = hashlib.sha256(f"{_version()} {book.as_of}".encode())
    home = book if book.rest is None else book.rest.registers
    for record in home.records:
        if record.kind != RELATION:
            found.update(f"\x1d{record.file}\x1d{record.document.text}".encode("utf-8", "surrogatepass"))
    for number in sorted(book.ids(RELATION)):
        found.update(f"{number}\x1f".encode("utf-8", "surrogatepass"))
    for file in files:
        found.update(f"\x1e{file.name}\x1e".encode("utf-8", "surrogatepass"))
        found.update(content_digest(file))
    return found.hexdigest()


def content_digest(file: SideFile) -> bytes:
    """Name the content of a ledger, which is read a piece at a time; one that can't be read has a name too."""
    found = hashlib.sha256()
    try:
        if file.path is None:
            return hashlib.sha256(file.read()).digest()
        with file.path.open("rb") as stream:
            while piece := stream.read(_A_PIECE):
                found.update(piece)
    except OSError as error:
        return repr(error).encode()
    return found.digest()


@cache
def _version() -> str:
    found = hashlib.sha256(version_of_rules().encode())
    for module in sorted(Path(__file__).parent.glob("ledger*.py")):
        found.update(module.read_bytes())
    return found.hexdigest()
