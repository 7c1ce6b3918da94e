"""Dutch foundations, associations and companies as they come out of old systems."""

from dataclasses import replace
from random import Random

from books import registers
from linkage.heldback.writing import Change, Row, changed

_SUBJECTS = [
    "Schilder",
    "Loodgieter",
    "Timmer",
    "Hovenier",
    "Glazenwasser",
    "Rijschool",
    "Kapper",
    "Fietsen",
    "Bloemen",
    "Dierenarts",
    "Fysio",
    "Tandtechniek",
    "Administratie",
    "Verhuis",
    "Sloop",
    "Grafisch",
    "Reclame",
    "Drankenhandel",
    "Groente",
    "Vis",
    "Vlees",
    "IJs",
    "Tegel",
    "Keuken",
    "Gordijn",
    "Meubel",
    "Zonwering",
    "Beveiliging",
    "Schoonmaak",
    "Uitvaart",
    "Taxi",
    "Kinderopvang",
    "Muziek",
    "Theater",
    "Sport",
    "Zwem",
    "Tennis",
    "Korfbal",
    "Natuur",
    "Molen",
    "Oranje",
]
_NOUNS = (
    "bedrijf",
    "handel",
    "service",
    "centrum",
    "techniek",
    "winkel",
    "studio",
    "groep",
    "vereniging",
    "fonds",
)
_PEOPLE = [
    "Bijlsma",
    "Cramer",
    "Driessen",
    "Eggink",
    "Flierman",
    "Goudzwaard",
    "Hagedoorn",
    "Idema",
    "Kloosterman",
    "Lugtenburg",
    "Meulenbelt",
    "Nieboer",
    "Oldenziel",
    "Ploegmakers",
    "Roelfzema",
    "Scholtanus",
    "Terpstra",
    "Uitenbroek",
    "Vriezekolk",
    "Wassenaar",
    "Zuidwijk",
    "Süverkrüp",
    "Café",
    "René",
]
_STREETS = ("Antwerpsestraat", "Bisschopsweg", "Cronjéstraat", "Domineeslaan", "Eerste Helmersdwarsstraat", "Frederik Hendrikplein",
            "Graaf Adolfstraat", "Hertog Janlaan", "Jan van Galenkade", "Laan van Meerdervaart")  # fmt: skip
_TOWNS = (("Goes", "0113", 4461), ("Venlo", "077", 5911), ("Hoorn", "0229", 1621), ("Assen", "0592", 9401), ("Tiel", "0344", 4001),
          ("Lelystad", "0320", 8221), ("Roermond", "0475", 6041), ("Heerenveen", "0513", 8441))  # fmt: skip


def rows(rng: Random) -> list[Row]:
    """Give about five hundred and fifty entries; a third has a second one, and associations stand door by door."""
    made: list[Row] = []
    number = 0
    while number < 400:
        number += 1
        row = _drawn(rng, number)
        made.append(row)
        if rng.random() < 0.1 and "VvE" in row.name:
            number += 1
            house = int(row.house) + 2
            made.append(
                replace(
                    row,
                    entity=f"c{number}",
                    name=row.name.rsplit(" ", 1)[0] + f" {house}",
                    house=str(house),
                    register="",
                    iban="",
                )
            )
        if rng.random() < 0.38:
            made.append(_copied(rng, row))
    return made


def _copied(rng: Random, row: Row) -> Row:
    """Give a second entry that shares at least its door, its telephone or a register number."""
    copy = changed(rng, row, _CHANGES, 4)
    if rng.random() < 0.7:
        copy = replace(copy, register="")
    if rng.random() < 0.8:
        copy = replace(copy, iban="")
    if rng.random() < 0.4:
        copy = replace(copy, phone="")
    return copy


def _drawn(rng: Random, number: int) -> Row:
    town, area, postcode = rng.choice(_TOWNS)
    street, house = rng.choice(_STREETS), str(rng.randrange(1, 260))
    subject, noun, who = rng.choice(_SUBJECTS), rng.choice(_NOUNS), rng.choice(_PEOPLE)
    name = rng.choice(
        (
            f"{subject}{noun} {who} B.V.", f"Stichting {subject}{noun} {town}", f"VvE {street} {house}", f"{who} {subject}{noun}",
            f"{who} h.o.d.n. {subject}{noun} {who}", f"Vereniging {subject} {town} en Omstreken", f"{who} & {rng.choice(_PEOPLE)} {subject}",
        )
    )  # fmt: skip
    local = "".join(char for char in name.lower() if char.isascii() and char.isalpha())[:24]
    return Row(
        f"c{number}",
        name=name,
        street=street,
        house=house,
        postcode=f"{postcode + rng.randrange(20)} {rng.choice('ABCDEG')}{rng.choice('HJKLMN')}",
        city=town,
        country="NL",
        phone=f"{area}-0{rng.randrange(10 ** (8 - len(area) + 1)):0{9 - len(area)}d}"
        if rng.random() < 0.6
        else "",
        email=f"info@{local}{number}.example" if rng.random() < 0.6 else "",
        register=f"00{number * 4219 % 1_000_000:06d}" if rng.random() < 0.7 else "",
        iban=registers.iban("NL", number * 7919) if rng.random() < 0.3 else "",
    )


def _cut(rng: Random, row: Row) -> Row:
    return replace(row, name=row.name[: rng.choice((20, 24, 30))].strip(), street=row.street[:20].strip())


def _broken(_: Random, row: Row) -> Row:
    def twice(text: str) -> str:
        return text.encode().decode("cp1252", errors="replace")

    return replace(row, name=twice(row.name), street=twice(row.street))


def _scanned(rng: Random, row: Row) -> Row:
    pairs = (("o", "0"), ("l", "1"), ("m", "rn"), ("e", "c"), ("B", "8"), ("i", "l"))
    fitting = [pair for pair in pairs if pair[0] in row.name]
    return replace(row, name=row.name.replace(*rng.choice(fitting), 1)) if fitting else row


def _plain(_: Random, row: Row) -> Row:
    bare = row.name.upper().replace(".", "").replace("É", "E").replace("Ü", "U")
    return replace(row, name=bare, street=row.street.upper(), city=row.city.upper())


def _doing(rng: Random, row: Row) -> Row:
    for word in (" h.o.d.n. ", " & "):
        if word in row.name:
            return replace(row, name=rng.choice(row.name.split(word)))
    return replace(
        row,
        name=row.name.replace("Stichting ", "St. ")
        .replace("Vereniging ", "Ver. ")
        .replace("VvE ", "Vereniging van Eigenaars "),
    )


def _apart(_: Random, row: Row) -> Row:
    noun = next((noun for noun in _NOUNS if noun in row.name), "")
    return replace(row, name=row.name.replace(noun, f" {noun}", 1)) if noun else row


def _attention(rng: Random, row: Row) -> Row:
    return replace(
        row,
        name=f"{row.name} {rng.choice(('t.a.v. crediteuren', 'afd. inkoop', '(oud)', 'i.l.', '- NIET GEBRUIKEN'))}",
    )


def _numbers(rng: Random, row: Row) -> Row:
    register = (
        row.register.lstrip("0")
        if rng.random() < 0.5
        else f"KvK {row.register[:2]}.{row.register[2:5]}.{row.register[5:]}"
    )
    iban = " ".join(row.iban[at : at + 4] for at in range(0, len(row.iban), 4))
    return replace(
        row,
        register=register if row.register else "",
        iban=iban,
        phone=row.phone.replace("-", " ").replace("0", "+31 (0)", 1) if row.phone else "",
    )


def _postbox(rng: Random, row: Row) -> Row:
    if not (row.phone or row.email):
        return row
    return replace(
        row,
        street="Postbus",
        house=str(rng.randrange(10, 900)),
        postcode=f"{row.postcode[:4]} A{row.postcode[-1]}",
    )


def _glued(_: Random, row: Row) -> Row:
    return replace(row, street=f"{row.street} {row.house}{'' if row.postcode else '-'}", house="")


def _mail(rng: Random, row: Row) -> Row:
    return (
        replace(row, email=row.email.replace("info@", rng.choice(("administratie@", "INFO@", "info@www."))))
        if row.email
        else row
    )


_CHANGES: tuple[Change, ...] = (
    _cut, _cut, _broken, _scanned, _plain, _doing, _doing, _apart, _attention, _numbers, _postbox, _glued, _mail,
)  # fmt: skip
