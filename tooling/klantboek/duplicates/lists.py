"""A list from elsewhere, to be held against the book before it is imported: the rows of a CSV file as features."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from klantboek.duplicates.features import ORGANISATION, PERSON, Features, features_of
from klantboek.duplicates.spelling import words
from klantboek.duplicates.wordlists import PREFIXES
from klantboek.errors import KlantboekError

# What columns are called, in small letters without blanks and signs.
_COLUMNS = {
    "name": "name company companyname organisation organization naam bedrijf bedrijfsnaam organisatie firma handelsnaam",
    "contact": "contact contactperson contactname contactpersoon tav",
    "salutation": "salutation aanhef",
    "given": "given givenname firstname voornaam roepnaam prenom",
    "initials": "initials voorletters initialen",
    "prefix": "prefix tussenvoegsel tussenvoegsels voorvoegsel",
    "surname": "surname lastname familyname achternaam familienaam nom",
    "birth": "birthdate dateofbirth birth geboortedatum geboren",
    "street": "street address address1 addressline1 streetaddress straat straatnaam straatenhuisnummer adres bezoekadres rue",
    "house_number": "housenumber number huisnummer huisnr nummer nr",
    "suffix": "suffix addition toevoeging huisletter",
    "box": "box bus busnummer",
    "postcode": "postcode postalcode zip zipcode",
    "city": "city town place plaats woonplaats stad gemeente vestigingsplaats",
    "country": "country countrycode land landcode",
    "phone": "phone telephone phonenumber telephonenumber telefoon telefoonnummer tel vastnummer",
    "mobile": "mobile mobilephone mobilenumber mobiel mobielnummer mobieletelefoon gsm gsmnummer",
    "email": "email emailaddress mail mailadres emailadres",
    "website": "website url web site",
    "iban": "iban account bankaccount rekening rekeningnummer bankrekening",
    "kvk": "kvk kvknummer kvknr coc cocnumber",
    "kvk_branch": "vestigingsnummer branchnumber",
    "vat": "vat vatnumber btw btwnummer btwnr tva",
    "enterprise_number": "enterprisenumber ondernemingsnummer kbo kbonummer bce",
}
_OF = {name: column for column, names in _COLUMNS.items() for name in names.split()}
_COUNTRIES = {"nederland": "NL", "netherlands": "NL", "belgie": "BE", "belgium": "BE", "belgique": "BE"}
_CALLED = ("name", "given", "prefix", "surname")
_REGISTERS = ("kvk", "kvk_branch", "vat", "enterprise_number")
_NAMING = {"name", "surname", "email", "phone", "mobile", "iban", *_REGISTERS}
_PLACE = ("street", "house_number", "suffix", "box", "postcode", "city")
_SALUTATIONS = {
    "heer": "mr",
    "dhr": "mr",
    "mr": "mr",
    "mevrouw": "ms",
    "mevr": "ms",
    "mw": "ms",
    "ms": "ms",
    "mrs": "ms",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = ("utf-8-sig", "cp1252")
_DELIMITERS = ";,\t|"
# The first line of a file that a spreadsheet wrote for itself.
_SEPARATOR = re.compile(r"sep=(.)\r?\n")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?")
_MONTHS = 12


class ListError(KlantboekError):
    """A list that can't be read."""


@dataclass(frozen=True)
class Listed:
    """The rows of a list; ``unused`` are columns that say nothing about who it is, ``names`` what rows call them.

    ``silent`` are rows that name nobody, which are not compared; ``long`` rows with more cells than there are
    columns, which are read as far as those go.
    """

    features: tuple[Features, ...]
    unused: tuple[str, ...]
    names: Mapping[str, str]
    silent: tuple[str, ...] = ()
    long: tuple[str, ...] = ()


def read_list(content: bytes, name: str, country: str = "") -> Listed:
    """Read a CSV file with a header; a row is called by its number, as a spreadsheet shows it.

    ``country`` is where addresses lie that name none. Raises ListError when no column can be recognised.
    """
    rows = iter(_rows(content, name))
    header = next(rows, [])
    columns = [_OF.get("".join(words(cell))) for cell in header]
    if not _NAMING.intersection(filter(None, columns)):
        raise ListError(
            f"{name} has no column that tells who a row is about.",
            "Its first row names the columns: name, or given and surname; street, house_number, postcode, city, phone, email …",
        )
    found: list[Features] = []
    names: dict[str, str] = {}
    silent, long = [], []
    for number, row in enumerate(rows, 2):
        called = f"row {number}"
        cells: dict[str, str] = {}
        for column, cell in zip(columns, row, strict=False):
            if column and cell.strip():
                cells.setdefault(column, cell.strip())
        if any(cell.strip() for cell in row[len(columns) :]):
            long.append(called)
        if _NAMING.intersection(cells):
            found.append(features_of(_relation(cells, country), called))
            parts = (cells.get(part) for part in _CALLED if "name" not in cells or part == "name")
            names[called] = " ".join(part for part in parts if part)
        elif any(cell.strip() for cell in row):
            silent.append(called)
    unused = tuple(cell for cell, column in zip(header, columns, strict=True) if column is None)
    return Listed(tuple(found), unused, names, tuple(silent), tuple(long))


def _rows(content: bytes, name: str) -> Iterator[list[str]]:
    text = _text(content, name)
    stated = _SEPARATOR.match(text)
    if stated:
        text = text[stated.end() :]
    first = text.partition("\n")[0]
    delimiter = stated[1] if stated else max(_DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise ListError(
            f"{name} is no CSV: {error}.", "Look for a quotation mark that is never closed."
        ) from None


def _text(content: bytes, name: str) -> str:
    for encoding in ("utf-16",) if content.startswith(_WIDE) else _ENCODINGS:
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise ListError(f"{name} is neither UTF-8 nor Windows text.", "Save it as CSV in UTF-8.")


def _relation(cells: Mapping[str, str], country: str) -> dict[str, Any]:
    """Give a row as the relation that it would be."""
    stated = cells.get("country", "")
    address = {key: cells[key] for key in _PLACE if key in cells}
    address["country"] = _COUNTRIES.get("".join(words(stated)), stated or country)
    found = {
        "addresses": [address],
        "phones": [{"number": cells[key]} for key in ("phone", "mobile") if key in cells],
        "emails": [{"address": cells["email"]}] if "email" in cells else [],
        "websites": [{"url": cells["website"]}] if "website" in cells else [],
        "payment": {"accounts": [{"iban": cells["iban"]}] if "iban" in cells else []},
        "registrations": {key: cells[key] for key in _REGISTERS if key in cells},
    }
    if _is_person(cells):
        return {**found, "kind": PERSON, "person": _person(cells)}
    who = _name(cells) if "surname" in cells else _split(cells.get("contact", ""))
    return {
        **found,
        "kind": ORGANISATION,
        "organisation": {"name": cells.get("name", "")},
        "contacts": [{"name": who}] if who else [],
    }


def _is_person(cells: Mapping[str, str]) -> bool:
    """Tell whether a row is about a person: by a surname without a name, or by what only people have."""
    if "name" not in cells:
        return "surname" in cells
    return "surname" not in cells and not {"birth", "salutation"}.isdisjoint(cells)


def _person(cells: Mapping[str, str]) -> dict[str, Any]:
    title = "".join(words(cells.get("salutation", "")))
    return {
        "name": _name(cells) if "surname" in cells else _split(cells["name"]),
        "birth_date": _day(cells.get("birth", "")),
        "salutation": _SALUTATIONS.get(title, ""),
    }


def _name(cells: Mapping[str, str]) -> dict[str, str]:
    return {key: cells[key] for key in ("given", "initials", "surname") if key in cells}


def _split(name: str) -> dict[str, str]:
    """Give the given name and the surname of a name in full; a surname may come first, before a comma."""
    surname, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return {"surname": surname, "given": given}
    found = name.split()
    at = next((at for at, word in enumerate(found[1:-1], 1) if word.casefold() in PREFIXES), len(found) - 1)
    return {"given": " ".join(found[:at]), "surname": " ".join(found[at:])} if found else {}


def _day(text: str) -> str:
    """Give a day as it stands in records, the day before the month as in Dutch; nothing where it is no day."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return ""
    if int(month) > _MONTHS:
        day, month = month, day
    return f"{year}-{int(month):02}-{int(day):02}"
