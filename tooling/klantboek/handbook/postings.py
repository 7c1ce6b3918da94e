"""Which words stand in which rows, gathered row by row and given word by word, with little of it held."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

from klantboek.handbook.shards import places

# So many places, or words, are held; then they are put aside in their order.
_MOST = 50_000


class Aside:
    """Lines put aside in files, some at a time in their order, and given in the order of all. Let go of it with ``close``."""

    def __init__(self) -> None:
        self._files: list[IO[str]] = []
        self._open = ExitStack()

    def put(self, lines: Iterable[str]) -> None:
        """Put lines aside; each ends with a line end."""
        aside = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 -- closed with the others
        file = self._open.enter_context(aside)
        file.writelines(lines)
        self._files.append(file)

    def lines(self) -> Iterator[str]:
        """Give all lines, without their ends."""
        for file in self._files:
            file.seek(0)
        return (line[:-1] for line in heapq.merge(*self._files))

    def close(self) -> None:
        """Let go of what was put aside."""
        self._open.close()


class Postings:
    """The words of rows; rows must come in their order. Let go of it with ``close``."""

    def __init__(self) -> None:
        # Where a word stands: twice the number of the row, and one more where it stands elsewhere than in a name.
        self._held: dict[str, list[int]] = {}
        self._size = 0
        self._aside = Aside()

    def add(self, row: int, named: Iterable[str], elsewhere: Iterable[str]) -> None:
        """Take in the words of a row: those in its name, and the others."""
        for place, words in ((2 * row, named), (2 * row + 1, elsewhere)):
            for word in words:
                found = self._held.get(word)
                if found is None:
                    self._held[word] = [place]
                else:
                    found.append(place)
                self._size += 1
        if self._size >= _MOST:
            self._put_aside()

    def _put_aside(self) -> None:
        held = self._held
        self._aside.put(f"{word} {','.join(map(str, held[word]))}\n" for word in sorted(held))
        self._held, self._size = {}, 0

    def words(self) -> Iterator[tuple[str, str]]:
        """Give each word in their order with its rows, as a script says them."""
        self._put_aside()
        word, found = "", list[int]()
        for line in self._aside.lines():
            one, _, some = line.partition(" ")
            if one != word:
                if word:
                    yield word, _told(found)
                word, found = one, []
            found += map(int, some.split(","))
        if word:
            yield word, _told(found)

    def close(self) -> None:
        """Let go of what was put aside."""
        self._aside.close()


def _told(found: Iterable[int]) -> str:
    rows: tuple[list[int], list[int]] = [], []
    for place in found:
        rows[place % 2].append(place // 2)
    return places(*rows)


class Sorted:
    """Words given in their order, with little of them held. Let go of it with ``close``."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._aside = Aside()

    def add(self, word: str) -> None:
        """Take in a word."""
        self._held.append(word)
        if len(self._held) >= _MOST:
            self._put_aside()

    def _put_aside(self) -> None:
        self._aside.put(f"{word}\n" for word in sorted(self._held))
        self._held = []

    def words(self) -> Iterator[str]:
        """Give the words in their order."""
        self._put_aside()
        return self._aside.lines()

    def close(self) -> None:
        """Let go of what was put aside."""
        self._aside.close()
