"""A list from elsewhere, to be held against the book before it is imported: the rows of a CSV file as features."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from klantboek.duplicates.features import Features, organisation_features, person_features
from klantboek.duplicates.spelling import words
from klantboek.errors import KlantboekError

# What columns are called, in small letters without blanks and signs.
_COLUMNS = {
    "name": "name company companyname organisation organization naam bedrijf bedrijfsnaam organisatie firma handelsnaam",
    "given": "given givenname firstname voornaam roepnaam prenom",
    "initials": "initials voorletters initialen",
    "prefix": "prefix tussenvoegsel tussenvoegsels voorvoegsel",
    "surname": "surname lastname familyname achternaam familienaam nom",
    "birth": "birthdate dateofbirth birth geboortedatum geboren",
    "street": "street address address1 addressline1 straat straatnaam adres rue",
    "house_number": "housenumber number huisnummer huisnr nummer nr",
    "suffix": "suffix addition toevoeging huisletter",
    "box": "box bus busnummer",
    "postcode": "postcode postalcode zip zipcode",
    "city": "city town place plaats woonplaats stad gemeente vestigingsplaats",
    "country": "country countrycode land landcode",
    "phone": "phone telephone phonenumber mobile telefoon telefoonnummer tel mobiel gsm",
    "email": "email emailaddress mail mailadres emailadres",
    "website": "website url web site",
    "kvk": "kvk kvknummer kvknr coc cocnumber",
    "vat": "vat vatnumber btw btwnummer btwnr tva",
    "enterprise_number": "enterprisenumber ondernemingsnummer kbo kbonummer bce",
}
_OF = {name: column for column, names in _COLUMNS.items() for name in names.split()}
_COUNTRIES = {"nederland": "NL", "netherlands": "NL", "belgie": "BE", "belgium": "BE", "belgique": "BE"}
_CALLED = ("name", "given", "prefix", "surname")
_NAMING = {"name", "surname", "email", "phone", "kvk", "vat", "enterprise_number"}
_ENCODINGS = ("utf-8-sig", "cp1252")


class ListError(KlantboekError):
    """A list that can't be read."""


@dataclass(frozen=True)
class Listed:
    """The rows of a list; ``unused`` are columns that say nothing about who it is, ``names`` what rows call them."""

    features: tuple[Features, ...]
    unused: tuple[str, ...]
    names: Mapping[str, str]


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
    found, names = [], {}
    for number, row in enumerate(rows, 2):
        cells: dict[str, str] = {}
        for column, cell in zip(columns, row, strict=False):
            if column and cell.strip():
                cells.setdefault(column, cell.strip())
        if cells:
            found.append(_features(f"row {number}", cells, country))
            parts = (cells.get(part) for part in _CALLED if "name" not in cells or part == "name")
            names[f"row {number}"] = " ".join(part for part in parts if part)
    unused = tuple(cell for cell, column in zip(header, columns, strict=True) if column is None)
    return Listed(tuple(found), unused, names)


def _rows(content: bytes, name: str) -> Iterator[list[str]]:
    text = ""
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise ListError(f"{name} is neither UTF-8 nor Windows text.", "Save it as CSV in UTF-8.")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise ListError(
            f"{name} is no CSV: {error}.", "Look for a quotation mark that is never closed."
        ) from None


def _features(name: str, cells: Mapping[str, str], country: str) -> Features:
    address = {
        key: cells[key]
        for key in ("street", "house_number", "suffix", "box", "postcode", "city")
        if key in cells
    }
    stated = cells.get("country", "")
    address["country"] = _COUNTRIES.get("".join(words(stated)), stated or country)
    if address.get("street") and "house_number" not in address:
        street, _, number = address["street"].rpartition(" ")
        if street and number[:1].isdigit():
            address |= {"street": street, "house_number": number}
    surname = cells.get("surname", "")
    if "name" in cells or not surname:
        registers = {key: cells[key] for key in ("kvk", "vat", "enterprise_number") if key in cells}
        return organisation_features(
            name,
            names=[cells.get("name", "")],
            address=address,
            phone=cells.get("phone", ""),
            email=cells.get("email", ""),
            website=cells.get("website", ""),
            registrations=registers,
            people=[(cells.get("given", ""), surname)] if surname else (),
        )
    return person_features(
        name,
        given=cells.get("given", ""),
        initials=cells.get("initials", ""),
        surname=surname,
        birth=cells.get("birth", ""),
        address=address,
        phone=cells.get("phone", ""),
        email=cells.get("email", ""),
    )
