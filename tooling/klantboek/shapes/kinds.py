"""The kinds of record a book holds, and the folder each lives in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of record: its schema, its folder under the book, the property that must equal its file name."""

    name: str
    folder: str
    key: str | None


# Two kinds have no key of their own: a judgement is named by its two relations, a dictionary entry by its code.
_ALL = (
    Kind("book", "", None),
    Kind("relation", "relations", "number"),
    Kind("product", "products", "code"),
    Kind("campaign", "campaigns", "code"),
    Kind("survey", "surveys", "code"),
    Kind("segment", "segments", "code"),
    Kind("vocabulary", "vocabularies", "code"),
    Kind("dictionary", "dictionary", "code"),
    Kind("judgement", "judgements", None),
    Kind("processing", "processing", "code"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
