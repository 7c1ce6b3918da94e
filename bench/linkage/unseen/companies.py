"""Dutch and Belgian companies as two departments and a telephone operator wrote them down."""

# ruff: noqa: SIM905 -- long lists read best as prose

from dataclasses import replace
from random import Random

from books import registers
from linkage.heldback.writing import Change, Row, changed

_OWNERS = """Aarnoutse Baetens Beukelaar Casteleyn Claessens Dekoninck Ebbinge Engelbracht Flikweert Goossenaerts Haverkamp Hoogendoorn
Janmaat Kempeneers Kromhout Langereis Lievens Maertens Monshouwer Noordervliet Opstelten Peersman Quaedvlieg Ravestijn Smeekens
Tuytelaars Verhaeghe Vossebelt Wauters Wijnbergen Zegveld Zwartendijk""".split()
_TRADES = """Aannemersmaatschappij Autoschade Betonboringen Bloembinderij Brandstoffen Daktechniek Dierenvoeding Elektrotechniek Gevelreiniging
Goudsmederij Graanhandel Grondwerken Hoveniersbedrijf Ijzerwaren Interieurbouw Kaasmakerij Landbouwmechanisatie Lederwaren
Machinefabriek Meubelstoffering Nagelstudio Orthopedie Parketvloeren Pluimveebedrijf Rietdekkers Sanitair Slotenmaker Steenhouwerij
Touringcars Uitgeverij Verpakkingen Visgroothandel Wasserij Wijnimport Zadelmakerij Zeefdrukkerij""".split()
_COINED = """Alvora Brixon Civetta Dynamo-Zuid Ekstera Fenomeen Galvano Horizon Impuls Jupiter Kompas Libelle Mozaiek Nova Orion Pegasus
Quattro Rondeel Saturnus Tandem Unicum Voltage Windroos Zenith""".split()
_TOWNS_NL = (("Deurne", "0493", 5751), ("Epe", "0578", 8161), ("Goor", "0547", 7471), ("Oldenzaal", "0541", 7571), ("Raalte", "0572", 8101),
             ("Schijndel", "073", 5481), ("Zeist", "030", 3700))  # fmt: skip
_TOWNS_BE = (
    ("Geel", "014", 2440),
    ("Ieper", "057", 8900),
    ("Lier", "03", 2500),
    ("Tielt", "051", 8700),
    ("Maaseik", "089", 3680),
)
_STREETS = """Ambachtsweg Beatrixlaan Dorpsstraat Edisonstraat Fabrieksweg Groenstraat Handelskade Industrieweg Kapelstraat Molendijk
Nijverheidslaan Parallelweg Raadhuisplein Spoorstraat Transportweg Zuiderring""".split()
_SHORT = (("maatschappij", "mij."), ("techniek", "techn."), ("bedrijf", "bedr."), ("handel", "hdl."), ("fabriek", "fabr."),
          ("Nederland", "Ned."), ("Gebroeders", "Gebr."), ("Firma", "Fa."), ("Internationale", "Int."))  # fmt: skip
_HEARD = (
    ("ij", "ei"),
    ("ck", "k"),
    ("ae", "aa"),
    ("z", "s"),
    ("v", "f"),
    ("ou", "au"),
    ("c", "k"),
    ("g", "ch"),
    ("d", "t"),
    ("y", "ij"),
)


def rows(rng: Random) -> list[Row]:
    """Give about six hundred entries of companies, some of which have sisters, neighbours or shops elsewhere."""
    made: list[Row] = []
    for number in range(1, 401):
        row = _drawn(rng, number)
        made.append(row)
        chance = rng.random()
        if chance < 0.38:
            made.append(_copied(rng, row))
        elif chance < 0.5:
            made.append(rng.choice((_sister, _neighbour, _shop))(rng, row, number + 400))
    return made


def _drawn(rng: Random, number: int) -> Row:
    dutch = rng.random() < 0.6
    town, area, postcode = rng.choice(_TOWNS_NL if dutch else _TOWNS_BE)
    owner, other = rng.sample(_OWNERS, 2)
    trade, coined = rng.choice(_TRADES), rng.choice(_COINED)
    form = rng.choice(("B.V.", "VOF", "") if dutch else ("BV", "NV", "CommV", ""))
    name = rng.choice((
        f"{trade} {owner} {form}", f"{owner} {trade} {form}", f"Gebroeders {owner} {form}", f"{coined} {trade} {form}", f"Firma {owner} & Zn.",
        f"{owner}-{other} {trade}", f"{coined} {town} {form}", f"{trade} Van {owner} {form}", f"{owner} / {coined}",
    )).strip()  # fmt: skip
    site = f"{coined if coined in name else owner}{number}".lower()
    return Row(
        f"k{number}",
        name=name,
        street=rng.choice(_STREETS),
        house=str(rng.randrange(1, 180)),
        postcode=f"{postcode + rng.randrange(9)} {rng.choice('ABEGKN')}{rng.choice('DHLPST')}"
        if dutch
        else str(postcode),
        city=town,
        country="NL" if dutch else "BE",
        phone=f"{area}-0{rng.randrange(10 ** (8 - len(area))):0{8 - len(area)}d}"
        if rng.random() < 0.6
        else "",
        email=f"{rng.choice(('info', 'contact', 'verkoop'))}@{site}.example" if rng.random() < 0.55 else "",
        register=f"00{(number * 5303 + 77) % 1_000_000:06d}" if dutch and rng.random() < 0.5 else "",
        iban=registers.iban("NL", number * 6151) if rng.random() < 0.3 else "",
    )


def _copied(rng: Random, row: Row) -> Row:
    """Give a second entry; by its door, telephone, mailbox or number a person would know it."""
    copy = changed(rng, row, _CHANGES)
    for key, chance in (("register", 0.6), ("iban", 0.7), ("phone", 0.3), ("email", 0.3)):
        if rng.random() < chance:
            copy = replace(copy, **{key: ""})
    left = copy.phone == row.phone != "" or copy.email == row.email != "" or copy.iban == row.iban != ""
    return (
        copy
        if left or copy.street == row.street
        else replace(copy, street=row.street, house=row.house, postcode=row.postcode)
    )


def _sister(rng: Random, row: Row, number: int) -> Row:
    """Another company of one owner behind the same door, which says so in its name."""
    bare = row.name.rsplit(" ", 1)[0] if row.name.endswith((".", "OF", "BV", "NV", "V")) else row.name
    return replace(row, entity=f"k{number}", name=f"{bare} {rng.choice(('Beheer', 'Holding', 'Vastgoed', 'Verhuur'))} B.V.", register="", iban="")  # fmt: skip


def _neighbour(rng: Random, row: Row, number: int) -> Row:
    """Another tenant of the same building."""
    other = _drawn(rng, number)
    return replace(other, street=row.street, house=row.house, postcode=row.postcode, city=row.city, country=row.country, register="")  # fmt: skip


def _shop(rng: Random, row: Row, number: int) -> Row:
    """A shop of the same chain in another town, with numbers of its own."""
    other = _drawn(rng, number)
    return (
        other
        if other.city == row.city
        else replace(other, name=f"{row.name} {other.city}", register="", email="")
    )


def _short(_: Random, row: Row) -> Row:
    name = row.name
    for whole, short in _SHORT:
        name = name.replace(whole, short)
    return replace(row, name=name)


def _heard(rng: Random, row: Row) -> Row:
    fitting = [pair for pair in _HEARD if pair[0] in row.name[1:]]
    return replace(row, name=row.name[0] + row.name[1:].replace(*rng.choice(fitting), 1)) if fitting else row


def _turned(_: Random, row: Row) -> Row:
    words = row.name.split()
    return replace(row, name=f"{words[-1]}, {' '.join(words[:-1])}") if len(words) > 1 else row


def _one_of_two(rng: Random, row: Row) -> Row:
    return replace(row, name=rng.choice(row.name.split(" / ")))


def _to_whom(rng: Random, row: Row) -> Row:
    who = rng.choice(("T.a.v. de heer", "Mevr.", "Contact:"))
    return replace(row, name=f"{row.name} {who} {rng.choice(('Pol', 'Aerts', 'Kist', 'Bos'))}")


def _keyed(rng: Random, row: Row) -> Row:
    at = rng.randrange(1, len(row.name) - 1)
    return replace(row, name=row.name[:at] + row.name[at + 1 :])


def _digits_turned(_: Random, row: Row) -> Row:
    return replace(row, phone=f"{row.phone[:-2]}{row.phone[-1]}{row.phone[-2]}" if row.phone else "",
                   register=f"{row.register[:-2]}{row.register[-1]}{row.register[-2]}" if row.register else "")  # fmt: skip


def _abroad(_: Random, row: Row) -> Row:
    land = "31" if row.country == "NL" else "32"
    return replace(
        row,
        phone=f"00{land} {row.phone[1:].replace('-', '/')}" if row.phone else "",
        postcode=f"{row.country}-{row.postcode}",
    )


def _boxed(rng: Random, row: Row) -> Row:
    return replace(row, house=f"{row.house} {rng.choice(('bus 2', 'A', 'unit 3', '-1'))}")


def _new_mailbox(rng: Random, row: Row) -> Row:
    return (
        replace(row, email=f"{rng.choice(('boekhouding', 'planning', 'jan'))}@{row.email.partition('@')[2]}")
        if row.email
        else row
    )


def _moved(rng: Random, row: Row) -> Row:
    if not (row.phone or row.email):
        return row
    return replace(
        row, street=rng.choice(_STREETS), house=str(rng.randrange(1, 180)), postcode=row.postcode[:4]
    )


def _spaced(_: Random, row: Row) -> Row:
    return replace(row, name=" ".join([" ".join(row.name.split()[0].upper()), *row.name.split()[1:]]))


_CHANGES: tuple[Change, ...] = (
    _short, _heard, _heard, _turned, _one_of_two, _to_whom, _keyed, _keyed, _digits_turned, _abroad, _boxed, _new_mailbox, _moved, _spaced,
)  # fmt: skip
