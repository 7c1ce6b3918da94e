"""Legal forms: codes, countries and spellings."""

import csv
from pathlib import Path

import pytest

from klantboek.schema import legal_forms


@pytest.mark.parametrize(
    ("spelling", "country", "code"),
    [
        ("B.V.", "NL", "54M6"),
        ("BV", "NL", "54M6"),
        ("bv", "NL", "54M6"),
        ("BV", "BE", "3W7E"),
        ("SRL", "BE", "3W7E"),
        ("BVBA", "BE", "N5NT"),
        ("Stichting", "NL", "V44D"),
        ("V.O.F.", "NL", "62Y3"),
        ("vof", "BE", "UW1Y"),
        ("coöperatie", "NL", "NFFH"),
        ("eenmanszaak", "NL", "4QXM"),
        ("CommV", "BE", "MQH3"),
        ("GmbH", "DE", "2HBR"),
        ("GmbH & Co. KG", "DE", "8Z6G"),
        ("Ltd.", "GB", "H0PO"),
        ("SARL", "FR", "V9QP"),
        ("S.A.S.", "FR", "6CHY"),
        ("Ltd", "IE", "MNQ7"),
        ("GmbH", "NL", None),
        ("", "NL", None),
    ],
)
def test_code_of(spelling: str, country: str, code: str | None) -> None:
    """A spelling and a country give the code of the usual form that is written so."""
    assert legal_forms.code_of(spelling, country) == code


@pytest.mark.parametrize(
    ("code", "language", "text"),
    [
        ("54M6", "", "B.V."),
        ("3W7E", "", "BV"),
        ("3W7E", "fr", "SRL"),
        ("3W7E", "en", "BV"),
        ("62Y3", "", "V.O.F."),
        ("UW1Y", "nl", "VOF"),
        ("V44D", "", "stichting"),
        ("H0PO", "", "Ltd"),
        ("XTIQ", "", None),
        ("ZZZZ", "", None),
    ],
)
def test_written(code: str, language: str, text: str | None) -> None:
    """A form is written as its country writes it, or not at all where the table has no text."""
    assert legal_forms.written(code, language) == text


def test_country_of() -> None:
    """A code belongs to one country, or to none."""
    assert legal_forms.country_of("54M6") == "NL"
    assert legal_forms.country_of("3W7E") == "BE"
    assert legal_forms.country_of("9999") is None
    assert legal_forms.country_of("ZZZZ") is None


def test_table_agrees_with_the_public_list(shared: Path) -> None:
    """Every code of the public list is in the table with its country, and nothing else is."""
    with (shared / "elf-codes.csv").open(encoding="utf-8-sig", newline="") as file:
        public = {row["ELF Code"]: row["Country Code (ISO 3166-1)"] for row in csv.DictReader(file)}
    ours = {form.code: form.country for form in legal_forms._forms()}  # noqa: SLF001 -- the whole table
    assert ours == public
