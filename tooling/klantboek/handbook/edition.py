"""One edition of the handbook: a book on a day, in a language, with everything pages draw from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from klantboek.book import Book
from klantboek.book.audience import open_book
from klantboek.book.node import record_of
from klantboek.book.record import Record
from klantboek.findings import Finding, in_order
from klantboek.handbook.agenda import Task, reminders
from klantboek.handbook.audience import open_findings, open_results
from klantboek.handbook.backlinks import Backlink, backlinks
from klantboek.handbook.catalogue import Words, words
from klantboek.handbook.links import edit, href, label, page_files
from klantboek.handbook.names import Names
from klantboek.handbook.reading import findings_of
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
    from klantboek.predictions.predicted import Predictions


@dataclass(frozen=True, eq=False)
class Edition:
    """What every page is made from; nothing in it changes while pages are made.

    ``duplicates`` are None where nobody searched for them. With an ``audience`` the book holds only what that
    audience may see; what is not read from the book (git, files beside it) must be left out. ``sees`` tells
    whether a field is open as a whole, by its path.
    """

    book: Book
    language: str
    findings: tuple[Finding, ...]
    results: Mapping[str, "Result"]
    duplicates: "Duplicates | None" = None
    audience: str = ""
    predictions: "Predictions | None" = None
    sees: Callable[[str], bool] = bool

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
        settings = self.book.settings
        own: str | None = settings.handbook.title[self.language] if settings.handbook.title else None
        return own or f"{self.words('site.title')} {settings.name}"

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The page of every record, by its file."""
        return page_files(self.book)

    @cached_property
    def page_files(self) -> frozenset[str]:
        """The pages of all records, in small letters: some disks tell no others apart."""
        return frozenset(page.casefold() for page in self.pages.values())

    def page_of(self, record: Record) -> str:
        """Give the page of a record."""
        return self.pages[record.file]

    @cached_property
    def files(self) -> Mapping[str, Record]:
        """The records by their files."""
        return {record.file: record for record in self.book.records}

    @cached_property
    def findings_by_record(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings of each record, by the label that findings use."""
        found: dict[str, list[Finding]] = {}
        for finding in in_order(list(self.findings)):
            found.setdefault(finding.record, []).append(finding)
        return {name: tuple(list_) for name, list_ in found.items()}

    @cached_property
    def custom_titles(self) -> Mapping[str, str]:
        """What the book's own fields are called, by their key."""
        own = "relation.custom."
        return {
            field.removeprefix(own): self.names.translated(record.document.value["names"])
            for record in self.book.records
            if record.kind == "dictionary" and record.fits and record.document.value.get("names")
            for field in record.document.value.get("fields", ())
            if field.startswith(own)
        }

    @cached_property
    def plain_scope(self) -> "Scope":
        """The scope of values that refer to nothing inside a record."""
        from klantboek.handbook.cells import Scope  # noqa: PLC0415 -- cells know editions

        return Scope({}, self.book.settings.currency, self.custom_titles)

    @cached_property
    def live_relations(self) -> tuple[Record, ...]:
        """The relations that fit their schema, tombstones left out."""
        return tuple(record_of(node) for node in self.book.relations)

    @cached_property
    def tasks(self) -> Mapping[str, list[Task]]:
        """What is to be done for each relation, by its file."""
        return reminders(self)

    @cached_property
    def backlinks(self) -> Mapping[tuple[str, str], list[Backlink]]:
        """Who refers to each record, by its kind and id."""
        return backlinks(self.book)

    @cached_property
    def segments(self) -> Mapping[str, list[str]]:
        """The codes of the segments that each relation is in, by its number."""
        found: dict[str, list[str]] = {}
        for result in self.results.values():
            columns = {column.reference: column.name for column in result.columns if column.reference}
            if {columns.get("segment"), columns.get("relation")} == set(result.aggregate.key):
                segment, relation = (result.position(columns[one]) for one in ("segment", "relation"))
                for row in result.rows:
                    found.setdefault(str(row[relation]), []).append(str(row[segment]))
        return found

    @cached_property
    def behind(self) -> "Behind":
        """Which relations are behind the rows of figures."""
        from klantboek.handbook.behind import Behind  # noqa: PLC0415 -- it knows editions

        return Behind(self)

    @cached_property
    def groups(self) -> "Groups":
        """Who stands below whom."""
        from klantboek.handbook.group import groups  # noqa: PLC0415 -- groups know editions

        return groups(self)

    @cached_property
    def history(self) -> "History":
        """What git knows of the book; nothing for an audience, whatever its commits say."""
        from klantboek.handbook.history import History, history  # noqa: PLC0415 -- only pages ask git

        return History() if self.audience else history(self.book.root, self.book.project)

    @cached_property
    def pairs(self) -> "OpenPairs":
        """The pairs of relations that are probably one party, and those that wait to be merged."""
        from klantboek.duplicates.judgements import overview  # noqa: PLC0415 -- numbers take their time to import

        return overview(self.book, self.duplicates.pairs if self.duplicates is not None else ())

    @property
    def weeks_ahead(self) -> int:
        """How many weeks predictions look ahead."""
        return self.predictions.asked.weeks if self.predictions else 0

    @cached_property
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

    def rows(self, aggregate: str, relation: str = "") -> list[dict[str, Any]]:
        """Give the rows of an aggregate by column name, all of them or those of one relation."""
        result = self.results.get(aggregate)
        found = () if result is None else result.where("relation", relation) if relation else result.rows
        names = self._headings(aggregate) if found else ()
        return [dict(zip(names, row, strict=True)) for row in found]

    @cache  # noqa: B019 -- an edition lives as long as one build
    def _headings(self, aggregate: str) -> tuple[str, ...]:
        return tuple(column.name for column in self.results[aggregate].columns)

    def edit_link(self, record: Record) -> str:
        """Give where a record can be edited; "" when the book doesn't say."""
        handbook = self.book.settings.handbook
        url = handbook.edit_url if handbook else None
        return edit(f"{url.rstrip('/')}/{href(record.file)}") if url else ""

    def findings_of(self, record: Record) -> tuple[Finding, ...]:
        """Give the findings of one record."""
        return self.findings_by_record.get(label(record), ())

    def title_of(self, shape: Shape) -> str:
        """Give what a property is called in this language."""
        titles = (shape.title_nl, shape.title) if self.language == "nl" else (shape.title, shape.title_nl)
        return next((title for title in titles if title and title != "?"), shape.name)


def edition(book: Book, language: str | None = None, audience: str = "") -> Edition:
    """Make an edition: check the book by its own settings, compute the aggregates.

    The language is the book's first one. With an ``audience`` (its code in book.yaml) the edition holds nothing
    that is closed to it; raises UnknownNameError when there is no such audience.
    """
    from klantboek.duplicates.findings import duplicates_of  # noqa: PLC0415 -- so do numbers

    chosen = language or next(iter(book.settings.languages), "nl")
    words(chosen)
    pairs = duplicates_of(book)
    found = findings_of(book)
    seen = open_book(book, audience) if audience else None
    if seen is None or seen.audience.sees_everything:
        results, predictions = _figures(book)
        return Edition(book, chosen, found, results, pairs, predictions=predictions)
    results, predictions = _figures(seen.part)
    results, told = open_results(seen, results), open_findings(seen, found)
    # No pairs: they rest on everything that is known of two parties.
    sees = seen.audience.sees_field
    return Edition(seen.part, chosen, told, results, audience=audience, predictions=predictions, sees=sees)


def _figures(book: Book) -> "tuple[Mapping[str, Result], Predictions]":
    """Compute the aggregates of a book, and what it predicts, which stands among them."""
    from klantboek.aggregates import compute_all  # noqa: PLC0415 -- the database takes its time to import
    from klantboek.predictions.predicted import predict  # noqa: PLC0415 -- and so does numpy
    from klantboek.predictions.results import predictions_of  # noqa: PLC0415

    results = compute_all(book)
    predictions = predict(book, results)
    return {**results, **predictions_of(predictions, book.settings.currency)}, predictions
