"""What the check of the ledgers found, kept from one time to the next: rows that are the same are not read again."""

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klantboek.book import Book
from klantboek.book.beside import SideFile
from klantboek.book.references import common_targets
from klantboek.findings import Finding
from klantboek.linting.kept import kept_file
from klantboek.linting.kept import version as version_of_rules
from klantboek.linting.result import Result
from klantboek.rules.product_is_on_sale_that_day import bounded

_KIND = "ledgers"
_A_PIECE = 1 << 20


@dataclass(frozen=True)
class Checked:
    """What the rows by themselves gave: findings, the names of the orders, and the relations that they are of."""

    findings: tuple[Finding, ...]
    orders: "array[int]"
    relations: frozenset[str]


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
            return Checked(Result.read(found["findings"]).findings, orders, frozenset(found["relations"]))
    checked = check(files)
    with suppress(OSError):
        _write(file, key, checked)
    return checked


def _write(file: Path, key: str, checked: Checked) -> None:
    told = {
        "key": key,
        "findings": Result(findings=checked.findings).written(),
        "relations": sorted(checked.relations),
    }
    aside = file.with_name(f"{file.name}~")
    aside.write_bytes(json.dumps(told).encode() + b"\n" + checked.orders.tobytes())
    aside.replace(file)


def _key(book: Book, files: Iterable[SideFile]) -> str:
    """Name all that the check of a row looks at: the file, the registers, the relations, the day and the program."""
    found = hashlib.sha256(_version().encode())
    targets = sorted((to, names and sorted(names)) for to, names in book.once(common_targets).items())
    products = sorted((code, repr(period)) for code, (_, period) in book.once(bounded).items())
    told = (book.as_of, targets, products)
    found.update(repr(told).encode("utf-8", "surrogatepass"))
    for number in sorted(book.ids("relation")):
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
