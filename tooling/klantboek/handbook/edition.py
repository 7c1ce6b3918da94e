"""One edition of the handbook: a book on a day, in a language, with everything pages draw from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from klantboek.book import Book
from klantboek.book.book import RELATION
from klantboek.book.record import Record
from klantboek.findings import Finding, in_order
from klantboek.handbook.agenda import Tasks
from klantboek.handbook.asking import ask, asked_property
from klantboek.handbook.backlinks import Backlinks
from klantboek.handbook.catalogue import Words, words
from klantboek.handbook.digests import digest, digests_of
from klantboek.handbook.gleaning import Plan
from klantboek.handbook.held import HeldIndex
from klantboek.handbook.index import Index
from klantboek.handbook.links import PageFiles, edit_of, label
from klantboek.handbook.memory import Memory
from klantboek.handbook.names import Names
from klantboek.handbook.near import Named, NearRows
from klantboek.handbook.packed import Packed
from klantboek.handbook.plan import plan_of
from klantboek.handbook.said import segments, turnovers
from klantboek.handbook.shelved import ShelvedBook
from klantboek.handbook.stock import Stock, judged_part
from klantboek.handbook.writing import Writing, writing
from klantboek.shapes import Shape

if TYPE_CHECKING:
    from klantboek.aggregates import Result
    from klantboek.duplicates import Duplicates
    from klantboek.duplicates.judgements import OpenPair, OpenPairs
    from klantboek.handbook.behind import Behind
    from klantboek.handbook.cells import Cells, Scope
    from klantboek.handbook.group import Groups
    from klantboek.handbook.history import History
    from klantboek.predictions.ground import Ground


@dataclass(frozen=True, eq=False)
class Edition:
    """What every page is made from; nothing in it changes while pages are made.

    ``checked`` are the findings, ``foreseen`` is what predictions rest on, ``compared`` the duplicates: None where
    nobody searched. Pages ask for them by the properties below (``asking.py``). With an ``audience`` the book holds
    only what that audience may see; what is not read from the book (git, files beside it) must be left out.
    ``sees`` tells whether a field is open as a whole, by its path.
    """

    book: Book
    language: str
    checked: tuple[Finding, ...]
    results: Mapping[str, "Result"]
    compared: "Duplicates | None" = None
    audience: str = ""
    foreseen: "Ground | None" = None
    sees: Callable[[str], bool] = bool
    stock: Stock | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found wrong in the book."""
        ask("findings")
        return self.checked

    @property
    def duplicates(self) -> "Duplicates | None":
        """The relations that are probably one party."""
        ask("pairs")
        return self.compared

    @property
    def predictions(self) -> "Ground | None":
        """What the predictions rest on."""
        ask("ground")
        return self.foreseen

    @cached_property
    def plan(self) -> Plan:
        """What is gleaned of each relation."""
        return plan_of(self.book, [result.aggregate for result in self.results.values()])

    @cached_property
    def index(self) -> Index | HeldIndex:
        """What was gleaned of the relations."""
        return self.stock.index if self.stock is not None else HeldIndex(self.relations, self.plan)

    def contents(self, records: Sequence[Record] | None = None) -> Mapping[str, bytes]:
        """Give what names the content of some records, or of all relations in their order, by their file."""
        if self.stock is None:
            some = self.relations if records is None else records
            return {record.file: digest([record.document.text]).encode() for record in some}
        if records is not None:
            return {record.file: self.stock.contents[record.file] for record in records}
        ask("relations")
        return self.stock.contents

    def take(self, records: Sequence[Record]) -> None:
        """Turn to some relations: what is known about them is read together."""
        if self.stock is not None:
            self.stock.take([record.id for record in records])

    def figure_digests(self) -> Mapping[str, str]:
        """Give what stands for the rows of figures about each relation, by its number."""
        if self.stock is not None:
            return self.stock.digests()
        return digests_of(self.results.values())

    def close(self) -> None:
        """Let go of what it draws from; only one that was opened need be closed."""
        if self.stock is not None:
            self.stock.held.close()

    @asked_property
    def turnovers(self) -> Mapping[str, int]:
        """What each relation bought in the last twelve months, in minor units of the book's currency, by its number."""
        found = turnovers(self.results)
        return dict(found) if self.stock is None else Packed(self.stock.places, found)

    @cached_property
    def tasks(self) -> Tasks:
        """What is to be done."""
        return Tasks(self)

    @cached_property
    def words(self) -> Words:
        """The words of the handbook itself."""
        return words(self.language)

    @cached_property
    def write(self) -> Writing:
        """How dates and amounts are written."""
        return writing(self.language)

    @cached_property
    def names(self) -> Names:
        """What codes are called."""
        return Names(self.book, self.language)

    @cached_property
    def title(self) -> str:
        """The title of the handbook."""
        settings, own = self.book.settings, self.book.settings.handbook.title
        return str((own[self.language] if own else "") or f"{self.words('site.title')} {settings.name}")

    @cached_property
    def pages(self) -> PageFiles:
        """The page of every record."""
        return PageFiles(self.book)

    def page_of(self, record: Record) -> str:
        """Give the page of a record."""
        return self.pages.of(record)

    @cached_property
    def files(self) -> Mapping[str, Record]:
        """The records by their files."""
        if isinstance(self.book, ShelvedBook):
            return self.book.by_file
        return {record.file: record for record in self.book.records}

    @cached_property
    def findings_by_record(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings of each record, by the label that findings use."""
        found: dict[str, list[Finding]] = {}
        for finding in in_order(list(self.checked)):
            found.setdefault(finding.record, []).append(finding)
        return {name: tuple(list_) for name, list_ in found.items()}

    @cached_property
    def plain_scope(self) -> "Scope":
        """The scope of values that refer to nothing inside a record."""
        from klantboek.handbook.cells import Scope  # noqa: PLC0415 -- cells know editions

        return Scope({}, self.book.settings.currency, self.names.custom_titles)

    @property
    def relations(self) -> tuple[Record, ...]:
        """The relations, also those that do not fit their schema, and tombstones."""
        ask("relations")
        return self.listed

    @property
    def relation_files(self) -> Sequence[str]:
        """The files of the relations, in their order; no relation is made for it."""
        ask("relations")
        if isinstance(self.book, ShelvedBook):
            return self.book.names.names
        return [record.file for record in self.listed]

    @cached_property
    def listed(self) -> tuple[Record, ...]:
        """The relations, for who asks for something else of each."""
        return tuple(record for record in self.book.records if record.kind == RELATION)

    @cached_property
    def registers(self) -> tuple[Record, ...]:
        """The records that are no relations."""
        if isinstance(self.book, ShelvedBook):
            return self.book.registers
        return tuple(record for record in self.book.records if record.kind != RELATION)

    @cached_property
    def backlinks(self) -> Backlinks:
        """Who refers to each record."""
        return Backlinks(self)

    @asked_property
    def segments(self) -> Mapping[str, list[str]]:
        """The codes of the segments that each relation is in, by its number."""
        return segments(self.results)

    @property
    def weeks_ahead(self) -> int:
        """How many weeks predictions look ahead."""
        return self.foreseen.weeks if self.foreseen else 0

    @cached_property
    def memory(self) -> Memory:
        """What the last build worked out."""
        return Memory()

    @cached_property
    def behind(self) -> "Behind":
        """Which relations are behind the rows of figures."""
        from klantboek.handbook.behind import Behind  # noqa: PLC0415 -- it knows editions

        return Behind(self)

    @asked_property
    def groups(self) -> "Groups":
        """Who stands below whom."""
        from klantboek.handbook.group import groups  # noqa: PLC0415 -- groups know editions

        return groups(self)

    @asked_property
    def history(self) -> "History":
        """What git knows of the book; nothing for an audience, whatever its commits say."""
        from klantboek.handbook.history import History, history  # noqa: PLC0415 -- only pages ask git

        ask("history")
        return History() if self.audience else history(self.book.root, self.book.project)

    @asked_property
    def pairs(self) -> "OpenPairs":
        """The pairs of relations that are probably one party, and those that wait to be merged."""
        from klantboek.duplicates.judgements import overview  # noqa: PLC0415 -- numbers take their time to import

        found = self.duplicates.pairs if self.duplicates is not None else ()
        return overview(judged_part(self.book, found), found)

    @asked_property
    def twins(self) -> Mapping[str, list["OpenPair"]]:
        """The open pairs of each relation, by its number."""
        found: dict[str, list[OpenPair]] = {}
        for one in self.pairs.open:
            for number in (one.pair.a, one.pair.b):
                found.setdefault(number, []).append(one)
        return found

    @cache  # noqa: B019 -- an edition lives as long as one build
    def cells(self, root: str) -> "Cells":
        """Give the cells for pages in one folder."""
        from klantboek.handbook.cells import Cells  # noqa: PLC0415 -- cells know editions

        return Cells(self, root)

    def rows(self, aggregate: str, relation: str) -> Named:
        """Give the rows of an aggregate about a relation, by column name."""
        return self._rows.about(aggregate, relation)

    def all_rows(self, aggregate: str) -> Iterator[Mapping[str, Any]]:
        """Give all rows of an aggregate by column name, one after the other: there may be very many."""
        return self._rows.all(aggregate)

    @cached_property
    def _rows(self) -> NearRows:
        return NearRows(self.results)

    def named(self, file: str) -> str:
        """Give a file of the book as one names it from the folder around the book."""
        return f"{self.book.root.name}/{file}"

    def edit_link(self, file: str, line: int = 0) -> str:
        """Give where a file can be edited, at a line of it; "" when the book doesn't say."""
        return edit_of(self.book.settings.handbook, file, line)

    def findings_of(self, record: Record) -> tuple[Finding, ...]:
        """Give the findings of one record."""
        ask("findings", label(record))
        return self.findings_by_record.get(label(record), ())

    def title_of(self, shape: Shape) -> str:
        """Give what a property is called in this language."""
        titles = (shape.title_nl, shape.title) if self.language == "nl" else (shape.title, shape.title_nl)
        return next((title for title in titles if title and title != "?"), shape.name)
