"""What is asked while something is made, and who hears of it."""

from functools import partial

from klantboek.handbook.asking import (
    EVERYTHING,
    Remembered,
    ask,
    asked_property,
    every,
    in_short,
    is_noted,
    noted,
)


class _Book:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.reads = 0

    @asked_property
    def names(self) -> list[str]:
        """The names."""
        self.reads += 1
        ask("row", "a.yaml")
        return ["a"]


def test_who_gets_what_is_kept_asks_for_all_that_it_rests_on() -> None:
    """A property and a function are made once, and each page that uses them has their questions, also the second."""
    book = _Book()

    def tell(name: str) -> list[str]:
        ask("figure", name)
        return book.names

    told = Remembered(tell)
    for _ in range(2):
        with noted() as asked:
            assert told("sales") == ["a"]
        assert asked == {"figure sales", "row a.yaml"}
    with noted() as asked:
        assert book.names == ["a"]
    assert asked == {"row a.yaml"}
    assert book.reads == 1


def test_of_very_many_the_last_are_kept() -> None:
    """A function that keeps two results makes a third one, and the first again; each time all is asked."""
    made: list[int] = []

    def tell(number: int) -> int:
        ask("row", str(number))
        made.append(number)
        return -number

    told = Remembered(tell, most=2)
    for number in (1, 2, 1, 3, 3, 1):
        with noted() as asked:
            assert told(number) == -number
        assert asked == {f"row {number}"}
    assert made == [1, 2, 3, 1]


def test_nobody_listens_by_default() -> None:
    """Outside a page nothing is noted, and what is asked inside a page stays with it."""
    ask("history")
    assert not is_noted()
    with noted() as outer:
        with noted() as inner:
            ask("pairs")
        ask("uses")
    assert (outer, inner) == ({"uses"}, {"pairs"})


def test_very_many_names_become_one() -> None:
    """A page that asks for more relations than can be kept of it asks for every one of them."""
    rows = map(partial("row {}".format), range(3000))
    assert in_short([*rows, "record a.yaml", "ties"]) == sorted(
        [EVERYTHING, every("row"), "record a.yaml", "ties"]
    )
