"""An edition of a book that is held whole: of one at hand, or for an audience that may see a part of it."""

from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.book.audience import open_book
from klantboek.handbook.audience import open_findings, open_results
from klantboek.handbook.catalogue import words
from klantboek.handbook.edition import Edition
from klantboek.handbook.reading import findings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klantboek.aggregates import Result
    from klantboek.predictions.ground import Ground


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
        results, predictions = _figures(book, outside=False)
        return Edition(book, chosen, found, results, pairs, foreseen=predictions)
    results, predictions = _figures(seen.part, outside=not seen.audience.sees_names)
    results, told = open_results(seen, results), open_findings(seen, found)
    # No pairs: they rest on everything that is known of two parties.
    sees = seen.audience.sees_field
    return Edition(seen.part, chosen, told, results, audience=audience, foreseen=predictions, sees=sees)


def _figures(book: Book, *, outside: bool) -> "tuple[Mapping[str, Result], Ground]":
    """Compute the aggregates of a book, and what it predicts, which stands among them; small groups are left out."""
    from klantboek.aggregates import compute_all  # noqa: PLC0415 -- the database takes its time to import
    from klantboek.aggregates.untold import told  # noqa: PLC0415
    from klantboek.predictions.ground import ground  # noqa: PLC0415 -- numpy takes its time to import
    from klantboek.predictions.predicted import predict  # noqa: PLC0415 -- and so does numpy
    from klantboek.predictions.results import predictions_of  # noqa: PLC0415

    results = compute_all(book)
    predictions = predict(book, results)
    shown = {name: told(result, book, outside=outside) for name, result in results.items()}
    return {**shown, **predictions_of(predictions, book.settings.currency)}, ground(predictions)
