"""Firms from many countries in two address lists: founders, coined words, trades; much name, little else."""

# ruff: noqa: SIM905 -- long lists read best as prose

from dataclasses import replace
from random import Random

from linkage.heldback.writing import Change, Row, changed, without

_FOUNDERS = """Abernathy Aldous Bergqvist Birnbaum Castellane Coldwater Dellarosa Drummond Eskildsen Farquhar Fjellstad Garibald
Greenhalgh Grünwald Halvorsen Hathersage Ingersoll Jørgensen Kilbride Krzywicki Lindqvist Lockridge Mårtensson MacAllan
Montrose Müllenbach Nakagawa Northrup O'Dowd Okonjo Pemberley Pike Quennell Ravenscar Rosenthal Schönfeld Skarsgard Tamblyn
Thibodeaux Trevanion Ulverston Vasquez Venkatesan Wickliffe Winterbourne Yarborough Zielinsky""".split()
_COINED = """Acuvera Bitronic Cellumax Datovia Ecolith Fluxion Genovant Helioptic Inverda Jetwise Kinetica Luminor Medivance Novacore
Optiplex Polyform Quadrant Renovia Solvay-West Technera Unispan Vectra Wavelink Xyloform Zentrix Aerofoam Brightloop Cryostar
Duraline Everflow Fibrex Gridpoint Hydrosol Isoteck Kelvion Logicore""".split()
_TRADES = """Architects Bookbinders Brewing Cabinetry Carpets Ceramics Clinics Clockworks Couriers Diagnostics Dredging Drilling Fabrics
Fisheries Foundry Galvanising Genetics Haulage Hospital Instruments Joinery Lighting Logistics Masonry Mills Moulding Nurseries
Opticians Orchards Pharmaceuticals Pottery Quarries Robotics Sailmakers Scaffolding Shipping Software Stationers Surveyors Tanneries
Tiles Toys University Veterinary Vineyards Welding""".split()
_PLACES = """Arendal Bramhope Cordoval Dunmoor Elgarth Fossum Granvik Hallow Inchmere Jarrowby Kestrel Lomond Mirepoix Nordhaven
Ostrava-Sud Penmarth Quimperle Rosvik Saltash Tarbert Umbria Vallorbe Wetherby Zelham""".split()
_FORMS = ("GmbH", "A/S", "AB", "Oy", "Pty Ltd", "S.A.", "S.r.l.", "& Sons", "LLP", "", "", "")
_SHORT = {
    "Architects": "Arch.", "Pharmaceuticals": "Pharma", "Hospital": "Hosp.", "University": "Univ.", "Laboratories": "Lab",
    "Logistics": "Log.", "Veterinary": "Vet", "Instruments": "Instr.", "Diagnostics": "Diag", "Scaffolding": "Scaff.",
    "Shipping": "Shpg", "Software": "SW", "Surveyors": "Surv.", "Fisheries": "Fish.", "Opticians": "Optics",
}  # fmt: skip
_TRANSCRIBED = {"ü": "ue", "ö": "oe", "ø": "oe", "å": "aa"}
_STREETS = "Canal Row|Harbour Way|King's Parade|Observatory Hill|Old Brewery Yard|Rope Walk|Tannery Close|Weavers Green".split(
    "|"
)
# Beginnings of numbers that Sweden keeps for fiction.
_PHONES = ("+463139006", "+464062804", "+468465004", "+469803192")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def rows(rng: Random) -> list[Row]:
    """Give about five hundred entries of three hundred and fifty firms; some have a founder or a trade in common."""
    made: list[Row] = []
    seen: set[str] = set()
    while len(seen) < 350:
        name = _name(rng)
        if name in seen:
            continue
        seen.add(name)
        row = _placed(rng, Row(f"n{len(seen)}", name=f"{name} {rng.choice(_FORMS)}".strip()))
        made.append(row)
        if rng.random() < 0.42:
            made.append(without(rng, changed(rng, row, _CHANGES), ("phone", "postcode", "street"), 0.3))
    return made


def _name(rng: Random) -> str:
    founder, other = rng.sample(_FOUNDERS, 2)
    trade = rng.choice(_TRADES)
    return rng.choice((
        f"{founder} {trade}", f"{founder} & {other}", f"{founder}, {other} {trade}", f"{rng.choice(_COINED)} {trade}",
        f"{rng.choice(_COINED)} {rng.choice(_PLACES)}", f"{rng.choice(_PLACES)} {trade}", f"{trade} of {rng.choice(_PLACES)}",
        f"{founder}'s {trade}", f"{rng.choice('ABCDEFGHJKLM')}. {founder} {trade}",
    ))  # fmt: skip


def _placed(rng: Random, row: Row) -> Row:
    known = rng.random()
    return replace(
        row,
        street=rng.choice(_STREETS) if known < 0.7 else "",
        house=str(rng.randrange(1, 90)) if known < 0.7 else "",
        postcode=f"{rng.randrange(10_000, 99_999)}" if rng.random() < 0.6 else "",
        city=rng.choice(_PLACES),
        country="SE",
        phone=_PHONES[int(row.entity[1:]) % 4] + f"{int(row.entity[1:]) // 4:02d}"
        if rng.random() < 0.3
        else "",
        email=f"office@{row.name.split()[0].lower().encode('ascii', 'ignore').decode().strip(',')}{row.entity}.example"
        if rng.random() < 0.2
        else "",
    )


def _founders_turned(_: Random, row: Row) -> Row:
    first, joint, second = row.name.partition(" & ")
    return replace(row, name=f"{second} {joint.strip()} {first}") if joint and " " not in second else row


def _joint(rng: Random, row: Row) -> Row:
    return replace(row, name=row.name.replace(" & ", rng.choice((" and ", " + ", "/", " en "))))


def _division(rng: Random, row: Row) -> Row:
    tail = rng.choice(
        ("- Northern Division", "Head Office", "(Accounts)", "c/o Facilities", "Dept. 4", "Europe")
    )
    return replace(row, name=f"{row.name} {tail}")


def _neighbouring_key(rng: Random, row: Row) -> Row:
    at = rng.randrange(1, len(row.name))
    line = next((keys for keys in _KEYS if row.name[at] in keys), "")
    if not line:
        return row
    key = line[min(line.index(row.name[at]) + 1, len(line) - 1)]
    return replace(row, name=row.name[:at] + key + row.name[at + 1 :])


def _singular(_: Random, row: Row) -> Row:
    trade = next((word for word in row.name.split() if word in _TRADES and word.endswith("s")), "")
    return replace(row, name=row.name.replace(trade, trade[:-1])) if trade else row


def _shortened(_: Random, row: Row) -> Row:
    return replace(row, name=" ".join(_SHORT.get(word, word) for word in row.name.split()))


def _transcribed(_: Random, row: Row) -> Row:
    return replace(row, name="".join(_TRANSCRIBED.get(char, char) for char in row.name))


def _without_form(_: Random, row: Row) -> Row:
    form = next((form for form in _FORMS if form and row.name.endswith(f" {form}")), "")
    return replace(row, name=row.name.removesuffix(form).strip())


def _formerly(rng: Random, row: Row) -> Row:
    return replace(row, name=f"{row.name} (formerly {rng.choice(_COINED)})")


def _founder_alone(_: Random, row: Row) -> Row:
    return replace(row, name=row.name.split(",")[0]) if "," in row.name else row


def _spaced(_: Random, row: Row) -> Row:
    first, *rest = row.name.split()
    return replace(row, name=" ".join(["".join(f"{char}." for char in first), *rest]) if len(first) <= 3 else row.name.replace("-", " ").replace("'", " "))  # fmt: skip


def _moved(rng: Random, row: Row) -> Row:
    return replace(row, street=rng.choice(_STREETS), house=str(rng.randrange(1, 90)), postcode="")


def _ranged(_: Random, row: Row) -> Row:
    return replace(row, house=f"{row.house}-{int(row.house) + 4}") if row.house else row


_CHANGES: tuple[Change, ...] = (
    _founders_turned, _joint, _division, _division, _neighbouring_key, _neighbouring_key, _singular, _shortened, _transcribed,
    _without_form, _formerly, _founder_alone, _spaced, _moved, _ranged,
)  # fmt: skip
