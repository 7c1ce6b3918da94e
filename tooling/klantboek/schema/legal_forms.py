"""Legal forms: the codes of ISO 20275, and how each form is written."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("legal_forms.csv")


@dataclass(frozen=True)
class LegalForm:
    """A legal form in one language; ``abbreviations`` has the one to write first.

    Forms of countries outside the table's own have a code and a country only.
    """

    code: str
    country: str
    language: str
    abbreviations: tuple[str, ...]
    name: str
    status: str


def is_known(code: str) -> bool:
    """Tell whether the list has this code, also when the form is a former one."""
    return code in _by_code()


def is_former(code: str) -> bool:
    """Tell whether the form was abolished: nobody can found one any more."""
    forms = _by_code().get(code, ())
    return bool(forms) and all(form.status == "former" for form in forms)


def country_of(code: str) -> str | None:
    """Give the country of a code; None when the code is unknown or belongs to no country."""
    forms = _by_code().get(code)
    return forms[0].country or None if forms else None


def written(code: str, language: str = "") -> str | None:
    """Give the form as it is written: ``B.V.`` in the Netherlands, ``BV`` in Belgium, or the whole name.

    A form without a text in ``language`` is given in the first language of its country.
    """
    forms = _by_code().get(code, ())
    for form in sorted(forms, key=lambda one: one.language != language):
        if form.name:
            return form.abbreviations[0] if form.abbreviations else form.name
    return None


def code_of(spelling: str, country: str) -> str | None:
    """Give the code of a form as somebody wrote it (``B.V.``, ``bv``, ``Stichting``) in a country.

    When two forms of a country share a spelling, it is the one that is still founded and stands first in
    the table, where the usual form comes first.
    """
    found = codes_of(spelling, country)
    return found[0] if found else None


def codes_of(spelling: str, country: str) -> tuple[str, ...]:
    """Give the codes of all forms of a country that are spelled like this, the usual one first."""
    return tuple(dict.fromkeys(_by_spelling().get((_bare(spelling), country), ())))


def _bare(spelling: str) -> str:
    return "".join(char for char in spelling.casefold() if char.isalnum())


@cache
def _by_code() -> dict[str, tuple[LegalForm, ...]]:
    found: dict[str, tuple[LegalForm, ...]] = {}
    for form in _forms():
        found[form.code] = (*found.get(form.code, ()), form)
    return found


@cache
def _by_spelling() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for form in sorted(_forms(), key=lambda one: one.status == "former"):
        for spelling in (*form.abbreviations, form.name):
            if key := _bare(spelling):
                found[key, form.country] = (*found.get((key, form.country), ()), form.code)
    return found


def _forms() -> Iterator[LegalForm]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            abbreviations = tuple(filter(None, row["abbreviations"].split(";")))
            yield LegalForm(
                row["code"], row["country"], row["language"], abbreviations, row["name"], row["status"]
            )
