"""How names, addresses and numbers are written before they are compared."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.duplicates import features_of, parts
from klantboek.duplicates.nicknames import called_alike
from klantboek.duplicates.spelling import sound, words
from klantboek.yaml import read

HERE = Path(__file__).parent


def _cases(name: str) -> dict[str, list[Any]]:
    value: dict[str, list[Any]] = read((HERE / name).read_bytes(), name).value
    return value


_PARTS = [(how, text, result) for how, cases in _cases("parts.yaml").items() for text, result in cases]


@pytest.mark.parametrize(("how", "text", "result"), _PARTS)
def test_part(how: str, text: str, result: Any) -> None:
    """A part of a record is compared in one form, however it was typed."""
    found = getattr(parts, how)(text)
    assert (list(found) if isinstance(found, tuple) else found) == result


@pytest.mark.parametrize(("one", "other"), _cases("spellings.yaml")["alike"])
def test_sounds_alike(one: str, other: str) -> None:
    """Spellings of one Dutch sound have one key."""
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), _cases("spellings.yaml")["unlike"])
def test_sounds_unlike(one: str, other: str) -> None:
    """Names that are said differently have different keys."""
    assert sound(one) != sound(other)


@given(st.text())
def test_words_are_plain(text: str) -> None:
    """The words of any text are letters and digits, and the words of those are the same again."""
    found = words(text)
    assert all(word and not word.isspace() for word in found)
    assert words(" ".join(found)) == found


def test_local_number_gets_its_country() -> None:
    """A number dialled inside a country is the same as the one dialled from anywhere."""
    assert parts.phone("0570-001101", "NL") == "+31570001101"
    assert parts.phone("052 00 05 05", "BE") == "+3252000505"


@pytest.mark.parametrize(
    "more",
    [
        {"addresses": [{"country": "NL"}]},
        {"registrations": {"kvk": "00100001"}},
        {"payment": {"accounts": [{"iban": "NL91ABNA0417164300"}]}},
    ],
)
def test_country_of_a_local_number(more: dict[str, Any]) -> None:
    """Where it is dialled is told by an address, else by a register, else by a bank account."""
    numbers = [{"number": "0570-001101"}]
    assert features_of({"phones": numbers, **more}).phones == ("+31570001101",)
    assert features_of({"phones": numbers}).phones == ("0570001101",)


def test_given_name_or_initial() -> None:
    """An initial is told from a given name, also when it stands in that field."""
    assert parts.given("Gerrit", "G.H.") == "gerrit"
    assert parts.given("", "G.H.") == "g."
    assert parts.given("G.", "") == "g."
    assert parts.given("", "") == ""


def test_called() -> None:
    """A baptismal name goes with what people who have it are called, and with nothing else."""
    assert called_alike("johannes", "jan")
    assert not called_alike("johannes", "piet")


def test_called_by_a_part_of_the_name() -> None:
    """Somebody of two names is called by either, and by the beginning of a long one."""
    assert called_alike("johannes willem", "wim")
    assert called_alike("fredericus", "fred")
    assert not called_alike("fredericus", "fr")


def test_registration_as_its_register_writes_it() -> None:
    """Zeros that were lost, dots and words before a number say nothing."""
    for text in ("00107744", "107744", "KvK 00.107.744"):
        assert parts.registration("kvk", text) == "00107744"
    assert parts.registration("enterprise_number", "BE 0800.000.117") == "0800000117"
    assert parts.registration("vat", "NL 9000.00.107.B01") == "nl900000107b01"
    assert parts.registration("kvk", "onbekend") == "onbekend"


@pytest.mark.parametrize(
    ("value", "street", "number"),
    [
        ({"street": "Brink 12a"}, "brink", "12"),
        ({"street": "Laan van 1940", "house_number": "3"}, "laan1940", "3"),
        ({"street": "Brink", "house_number": "Unit 3, 151"}, "brink", "151"),
        ({"street": "Brink", "house_number": "04"}, "brink", "4"),
        ({"street": "Brink", "house_number": "bij de kerk"}, "brink", ""),
        ({"street": "Veldstraat 14 bus 3"}, "veldstraat", "14"),
        ({"street": "Grote Bus", "house_number": "3"}, "grotebus", "3"),
        ({"street": "Rue Neuve 12A, bte. 4"}, "rueneuve", "12"),
    ],
)
def test_number_of_a_door(value: dict[str, str], street: str, number: str) -> None:
    """The number is found behind the street, behind a word, and without zeros before it."""
    found = parts.address(value)
    assert (found.street, found.number) == (street, number)


def test_box_is_no_street() -> None:
    """A PO box is compared as a street of its own."""
    found = parts.address({"po_box": "218", "postcode": "7400 AE", "city": "Deventer", "country": "NL"})
    assert (found.street, found.number) == ("postbus", "218")


def test_belgian_box_and_suffix() -> None:
    """A suffix typed behind the number is the same as one in its own field."""
    typed = parts.address({"street": "Brink", "house_number": "12 a"})
    apart = parts.address({"street": "Brink", "house_number": "12", "suffix": "A"})
    assert typed == apart
    boxes = ({"house_number": "14 bus 3"}, {"house_number": "14", "box": "3"}, {"street": "Brink 14 bus 3"})
    assert len({parts.address({"street": "Brink", **one}) for one in boxes}) == 1
