"""Which words stand in which rows, gathered row by row and given word by word, with little of it held."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

from klantboek.handbook.shards import places

# So many places are held; then they are put aside in the order of their words.
_MOST = 50_000


class Postings:
    """The words of rows; rows must come in their order. Let go of it with ``close``."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[list[int], list[int]]] = {}
        self._size = 0
        self._aside: list[IO[str]] = []
        self._open = ExitStack()

    def add(self, row: int, named: Iterable[str], elsewhere: Iterable[str]) -> None:
        """Take in the words of a row: those in its name, and the others."""
        for which, words in enumerate((named, elsewhere)):
            for word in words:
                found = self._held.get(word)
                if found is None:
                    found = self._held[word] = [], []
                found[which].append(row)
                self._size += 1
        if self._size >= _MOST:
            self._put_aside()

    def _put_aside(self) -> None:
        aside = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 -- closed with the others
        file = self._open.enter_context(aside)
        for word in sorted(self._held):
            named, elsewhere = self._held[word]
            file.write(f"{word} {_listed(named)} {_listed(elsewhere)}\n")
        self._aside.append(file)
        self._held, self._size = {}, 0

    def words(self) -> Iterator[tuple[str, str]]:
        """Give each word in their order with its rows, as a script says them."""
        self._put_aside()
        for file in self._aside:
            file.seek(0)
        runs = [_read(file, number) for number, file in enumerate(self._aside)]
        word, named, elsewhere = "", list[int](), list[int]()
        for one, _, in_name, others in heapq.merge(*runs):
            if one != word:
                if word:
                    yield word, places(named, elsewhere)
                word, named, elsewhere = one, [], []
            named += _numbers(in_name)
            elsewhere += _numbers(others)
        if word:
            yield word, places(named, elsewhere)

    def close(self) -> None:
        """Let go of what was put aside."""
        self._open.close()


def _read(file: Iterable[str], number: int) -> Iterator[tuple[str, int, str, str]]:
    for line in file:
        word, named, elsewhere = line[:-1].split(" ")
        yield word, number, named, elsewhere


def _listed(rows: Iterable[int]) -> str:
    return ",".join(map(str, rows))


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")] if text else []
