"""KB110, what a record refers to exists."""

from collections.abc import Collection, Iterator, Mapping

from klantboek.book import Book
from klantboek.book.book import RELATION
from klantboek.book.parts import parts_of
from klantboek.book.references import Reference, common_targets, targets
from klantboek.errors import nearest
from klantboek.rules import Problem, rule


@rule("KB110", requirement="M07")
def reference_exists(book: Book) -> Iterator[Problem]:
    """What a record refers to exists in the book.

    A reference to nothing is a typing error or a lost record; pages and figures that follow it miss a part.

    Bad: `links: [{to: R-99999, kind: parent}]`

    Good: `links: [{to: R-00001, kind: parent}]`
    """
    common: Mapping[str, Collection[str] | None] = book.once(common_targets)
    for record in book.records:
        if not record.fits:
            continue
        parts = parts_of(record)
        missing = {}
        for to, wanted in parts.named.items():
            names = common[to] if to in common else targets(book, record, to)
            if names is None or not all(map(names.__contains__, wanted)):
                missing[to] = names
        for path, to, name in parts.references if missing else ():
            if to == "order" and book.bulk.has_order(name):
                continue
            if to in missing and ((names := missing[to]) is None or name not in names):
                yield _problem(book, Reference(record, path, to, name), names)


_LOCAL = {"contact", "order", "quote", "project", "document"}
_CALLED = {
    "staff": "a staff member",
    "processing": "a processing activity",
    "dictionary": "a dictionary entry",
}


def _problem(book: Book, reference: Reference, names: Collection[str] | None) -> Problem:
    what, _, code = reference.to.partition("/")
    if names is None:
        file = book.shown(f"vocabularies/{code}.yaml")
        message = f"the book has no vocabulary {code!r} for this value"
        return Problem.at(reference.record, reference.path, message, f"Add {file}.")
    # Of numbers as of relations many are near to each other, and the nearest is as a rule another.
    near = None if what == RELATION else nearest(reference.name, names)
    if code:
        message = f"{reference.name!r} is not a term of the vocabulary {code}"
    else:
        called = _CALLED.get(what) or f"{'an' if what[0] in 'aeo' else 'a'} {what}"
        message = f"{reference.name!r} is not {called} of this {'relation' if what in _LOCAL else 'book'}"
    advice = f"Did you mean {near!r}?" if near else "Add it, or refer to one that exists."
    return Problem.at(reference.record, reference.path, message, advice)
