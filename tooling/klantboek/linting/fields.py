"""Which fields the relations of a book write, counted while relations come and go."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from klantboek.book.files import reading_order

Written = Callable[[str], bytes]


@dataclass(frozen=True)
class FieldUse:
    """A field in use: in how many files it is written, and the name of the first of them."""

    field: str
    count: int
    first: str


@dataclass
class Numbered:
    """A field with its number; ``first`` is "" where it has to be looked for."""

    number: int
    name: str
    count: int
    first: str


class FieldsInUse:
    """Counts and first writers of fields; ``names`` are the files in the order of the book."""

    def __init__(self, names: Sequence[str], known: Iterable[Numbered] = ()) -> None:
        self._names = names
        self._all = list(known)
        self._by_name = {one.name: one for one in self._all}
        for number, one in enumerate(self._all):
            if one.number != number:
                raise ValueError("fields are numbered without gaps")
        # No first writer comes after this place: files mostly come in order, and none is looked at then.
        self._last = max((reading_order(one.first) for one in self._all if one.first), default=())

    def add(self, name: str, fields: Iterable[str]) -> bytes:
        """Count the fields of a file; give their numbers, four bytes each."""
        place = reading_order(name)
        numbers = array("I")
        for field in fields:
            one = self._by_name.get(field)
            if one is None:
                one = self._by_name[field] = Numbered(len(self._all), field, 0, "")
                self._all.append(one)
            # A first that has to be looked for stays so, unless nobody else writes the field.
            if not one.count:
                one.first = name
                self._last = max(self._last, place)
            elif place < self._last and one.first and place < reading_order(one.first):
                one.first = name
            one.count += 1
            numbers.append(one.number)
        return numbers.tobytes()

    def remove(self, name: str, fields: bytes) -> None:
        """Take the fields of a file off the counts."""
        for number in _numbers(fields):
            one = self._all[number]
            one.count -= 1
            if one.first == name:
                one.first = ""

    def _look_for_firsts(self, written: Written) -> None:
        """Find the first writers that are not known any more; ``written`` gives the fields of a file."""
        wanted = {one.number for one in self._all if one.count and not one.first}
        for name in self._names if wanted else ():
            for number in wanted.intersection(_numbers(written(name))):
                self._all[number].first = name
                self._last = max(self._last, reading_order(name))
                wanted.remove(number)
            if not wanted:
                break

    def numbered(self, written: Written) -> list[tuple[int, str, int, str]]:
        """Give all fields with their numbers, to be kept."""
        self._look_for_firsts(written)
        return [(one.number, one.name, one.count, one.first) for one in self._all]

    def in_order(self, written: Written) -> list[FieldUse]:
        """Give the fields in use, in the order in which they appear in the book."""
        self._look_for_firsts(written)
        used = [one for one in self._all if one.count]
        places: dict[str, dict[int, int]] = {}
        for name in {one.first for one in used}:
            places[name] = {number: place for place, number in enumerate(_numbers(written(name)))}
        used.sort(key=lambda one: (reading_order(one.first), places[one.first][one.number]))
        return [FieldUse(one.name, one.count, one.first) for one in used]


def _numbers(fields: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(fields)
    return numbers
