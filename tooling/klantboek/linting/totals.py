"""Totals over the relations of a book, counted while relations come and go."""

from collections.abc import Iterable, Iterator, Sequence

# Of one relation: by the code of a rule, names with what they count for.
Tallies = Sequence[tuple[str, Sequence[tuple[str, int]]]]


class Totals:
    """What the tallies of relations add up to; a name is there as long as a relation has it."""

    def __init__(self, known: Iterable[tuple[str, str, int, int]] = ()) -> None:
        """Take totals that are known: code, name, count, and how many relations have it."""
        self._found = {(code, name): (count, files) for code, name, count, files in known}

    def add(self, tallies: Tallies) -> None:
        """Add what a relation counts for."""
        for code, counts in tallies:
            for name, count in counts:
                total, files = self._found.get((code, name), (0, 0))
                self._found[code, name] = (total + count, files + 1)

    def take_off(self, tallies: Tallies) -> None:
        """Take off what a relation counted for. Raises KeyError for what nobody added."""
        for code, counts in tallies:
            for name, count in counts:
                total, files = self._found.pop((code, name))
                if files > 1:
                    self._found[code, name] = (total - count, files - 1)

    def rows(self) -> Iterator[tuple[str, str, int, int]]:
        """Give the totals as they are taken, in order."""
        for (code, name), (count, files) in sorted(self._found.items()):
            yield code, name, count, files

    def by_code(self) -> dict[str, dict[str, int]]:
        """Give the counts by code and name."""
        found: dict[str, dict[str, int]] = {}
        for code, name, count, _ in self.rows():
            found.setdefault(code, {})[name] = count
        return found
