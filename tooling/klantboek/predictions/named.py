"""Which field that an entry of the dictionary names a value stands in."""

from klantboek.book import Record
from klantboek.book.book import RELATION
from klantboek.book.dictionary import Dictionary


def lies_in(one: str, other: str) -> bool:
    """Tell whether a field is the other, or stands in it."""
    return f"{one}.".startswith(f"{other}.")


def wrong_fields(record: Record, dictionary: Dictionary) -> set[str]:
    """Give the fields that entries name, of which a record has a value that its schema does not allow."""
    steps = ([str(step) for step in one.path if isinstance(step, str)] for one in record.findings)
    return {named for path in steps if (named := _named(".".join((RELATION, *path)), dictionary))}


def _named(path: str, dictionary: Dictionary) -> str:
    entry = dictionary.entry(path)
    fields = entry.fields if entry is not None else ()
    return max((one for one in fields if lies_in(path, one)), key=len, default="")
