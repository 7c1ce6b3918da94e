"""Restaurants as two guides describe them."""

from dataclasses import replace
from random import Random

from linkage.heldback.writing import Change, Row, changed, without

_NAMES = """Amber Arches|Bella Notte|Blue Heron|Casa Lupe|Chez Odile|Cinnamon House|Copper Pot|Dragon Garden|Fig and Olive
Fisherman's Table|Four Oaks|Golden Lotus|Granny Mae's|Half Shell|Il Cortile|Indigo|Jade Palace|Juniper|La Paloma|Le Petit Four
Little Saigon|Luna|Mama Rosa's|Marrakesh|Mesa Verde|Noodle Box|Ocean Prime House|Old Mill Inn|Orchid Room|Palm Court
Pasta Fresca|Peppercorn|Pink Door|Plum Tree|Red Barn Grill|Saffron|Sakura|Salt Cellar|Sea Breeze|Spice Route
Stone Hearth|Sugar Cane|Taj Garden|Tavern on Main|Three Bridges|Trattoria Nonna|Umami|Velvet Room|White Horse|Zaitoun""".replace(
    "\n", "|"
).split("|")
_CITIES = (
    ("Fort Larch", "Larchmont Heights", "312"),
    ("Port Elsin", "Harborside", "415"),
    ("Santa Brisa", "West Brisa", "310"),
)
_STREETS = """Alder Ave.|Bay St.|Canal St.|Cypress Blvd.|Dove St.|Elm St.|Fairfax Ave.|Grand Ave.|Hill Rd.|Jasmine Ave.
Lake Shore Dr.|Main St.|Market St.|Melrose Pl.|Ninth Ave.|Ocean Blvd.|Pine St.|Second Ave.|Sunset Blvd.|Third St.|W. 57th St.""".replace(
    "\n", "|"
).split("|")
_LONG = {"St.": "Street", "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road", "Dr.": "Drive", "Pl.": "Place", "W.": "West",
         "Ninth": "9th", "Second": "2nd", "Third": "3rd", "57th": "Fifty-seventh"}  # fmt: skip


def rows(rng: Random) -> list[Row]:
    """Give about four hundred entries, a hundred of them twice; chains have more than one place in a town."""
    made: list[Row] = []
    for number in range(310):
        city, _, area = rng.choice(_CITIES)
        name = (
            _NAMES[number % len(_NAMES)]
            if number < 150
            else f"{rng.choice(_NAMES)} {rng.choice(('Cafe', 'Bistro', 'Bar', 'Kitchen'))}"
        )
        row = Row(
            f"r{number}",
            name=name,
            street=rng.choice(_STREETS),
            house=str(rng.randrange(10, 9900)),
            city=city,
            country="US",
            phone=f"{area}-555-0{number * 377 % 1000:03d}",
        )
        made.append(row)
        if rng.random() < 0.36:
            other = changed(rng, row, _CHANGES)
            made.append(without(rng, _slashed(rng, other), ("phone",), 0.12))
    return made


def _slashed(rng: Random, row: Row) -> Row:
    return replace(row, phone=row.phone.replace("-", rng.choice(("/", "-", ". ")), 1))


def _longer(rng: Random, row: Row) -> Row:
    tail = rng.choice(
        (
            f" of {row.city}",
            " Restaurant",
            " Ristorante",
            f" ({row.street.split()[0]})",
            " on the Water",
            ", The",
            " Bar & Grill",
        )
    )
    return replace(row, name=row.name + tail)


def _shorter(_: Random, row: Row) -> Row:
    words = row.name.split()
    return replace(row, name=" ".join(words[:-1])) if len(words) > 2 else row


def _spelled(_: Random, row: Row) -> Row:
    return replace(row, street=" ".join(_LONG.get(word, word) for word in row.street.split()))


def _crossing(rng: Random, row: Row) -> Row:
    return replace(row, street=f"{row.street} {rng.choice(('at', 'near', 'between'))} {rng.choice(_STREETS)}")


def _quarter(_: Random, row: Row) -> Row:
    return replace(row, city=next(quarter for city, quarter, _ in _CITIES if city == row.city))


def _apostrophe(_: Random, row: Row) -> Row:
    return replace(row, name=row.name.replace("'", "").replace(" and ", " & "))


def _no_number(_: Random, row: Row) -> Row:
    return replace(row, house="")


def _bare(_: Random, row: Row) -> Row:
    return replace(row, name=row.name.upper(), street=row.street.replace(".", ""))


_CHANGES: tuple[Change, ...] = (
    _longer,
    _longer,
    _shorter,
    _spelled,
    _crossing,
    _quarter,
    _apostrophe,
    _no_number,
    _bare,
)
