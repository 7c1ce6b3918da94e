"""What there is to say about the aggregates of a book's own, as findings."""

from collections.abc import Iterator

from klantboek.aggregates.header import Fault
from klantboek.aggregates.own import faults_of_cases, own_aggregates
from klantboek.book import Book
from klantboek.book.beside import CODES
from klantboek.findings import Finding, Place, Severity
from klantboek.tables.ledger_checks import findings_of_ledgers

_UNUSABLE, _OTHERWISE = CODES["KB021"], CODES["KB022"]


def findings_beside(book: Book) -> Iterator[Finding]:
    """Give what is wrong with the files of a book that are no records."""
    yield from findings_of_own(book)
    yield from findings_of_ledgers(book)


def findings_of_own(book: Book) -> Iterator[Finding]:
    """Give what is wrong with the aggregates of a book's own, and with the cases beside them."""
    own = book.once(own_aggregates)
    for file, fault in own.faults:
        yield _finding(_UNUSABLE.code, file, fault)
    for file, fault in faults_of_cases(own):
        yield _finding(_OTHERWISE.code, file, fault)


def _finding(code: str, file: str, fault: Fault) -> Finding:
    kind = CODES[code]
    name = file.rpartition("/")[2].rpartition(".")[0]
    place = Place(file, fault.line, fault.column, fault.line, fault.column + 1)
    return Finding(
        code, Severity.ERROR, f"aggregate/{name}", (), place, fault.message, kind.why, fault.help or kind.help
    )
