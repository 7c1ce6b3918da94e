"""The dictionary of a book: which entry speaks for which field."""

from klantboek.book.book import Book
from klantboek.book.node import Node
from klantboek.book.usage import Use


class Dictionary:
    """The entries of a book by the fields they name; the longest matching path speaks for a field."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._entries: dict[str, Node] = {
            field: entry for entry in reversed(book.nodes("dictionary")) for field in entry.fields
        }
        steps = (field.split(".") for field in self._entries)
        self._spoken: dict[str, Node | None] = {}
        self._above = {".".join(path[:length]) for path in steps for length in range(1, len(path))}

    def entry(self, field: str) -> Node | None:
        """Give the entry for a field such as ``relation.orders.lines``, or for the group it lies in."""
        if field not in self._spoken:
            above = field.rpartition(".")[0]
            found = self._entries.get(field)
            self._spoken[field] = self.entry(above) if found is None and above else found
        return self._spoken[field]

    def is_divided(self, field: str) -> bool:
        """Tell whether entries name fields below this one."""
        return field in self._above

    def fields_in_use(self) -> dict[str, list[Use]]:
        """Give the fields that relations write by the code of the entry that speaks for them."""
        found: dict[str, list[Use]] = {}
        for field, use in self._book.uses.items():
            if (entry := self.entry(field)) is not None:
                found.setdefault(entry.code, []).append(use)
        return found
