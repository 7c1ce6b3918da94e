"""Restaurants as a guide and a site for reservations have them."""

from dataclasses import replace
from random import Random

from linkage.heldback.writing import Change, Row, changed, without

_NAMES = """Aubergine|Bamboo Forest|Barley & Rye|Basilico|Black Radish|Brasserie Nord|Cafe Meridien|Canteen 9|Cedar & Smoke|Chez Fabrice
Corner Pantry|Delphi Taverna|Dos Gatos|El Farolito|Ember & Oak|Fat Goose|Fennel|Five Spoons|Gasthof Linde|Giorgio's|Hanoi Street
Harvest Moon|Honey & Thyme|Izumi|Kashmir Court|King Crab Shack|La Bicyclette|Lemon Door|Little Lisbon|Los Hermanos|Maison Verte
Mezzaluna|Miso Hungry|Old Mission Grill|Osteria Bruna|Paper Lantern|Pepe Nero|Pho Saigon|Piccolo Mondo|Quince|River Cottage
Rosewater|Shinkansen|Smokehouse 21|Sorrel|Steak & Barrel|Sweet Basil|Tamarind Tree|The Anchor|The Larder|Uncle Sal's|Vesuvio
Wild Garlic|Yellow Submarine|Zur Post""".replace("\n", "|").split("|")
_KINDS = (
    "Bodega",
    "Deli",
    "Diner",
    "Eatery",
    "Gastropub",
    "Noodles",
    "Oyster Bar",
    "Pizzeria",
    "Steakhouse",
    "Tearoom",
)
_TOWNS = (("Aldermere", "Greater Aldermere", "206"), ("Bayhollow", "Bayhollow-on-Sea", "718"), ("Crestline", "Crestline Valley", "503"),
          ("Dunes Point", "Dunes", "619"))  # fmt: skip
_STREETS = """Aspen Way|Broadway|Chestnut Street|Division Street|E. Harbor Drive|Fourth Avenue|Garnet Lane|Hawthorne Boulevard|Jefferson Square
Kearny Street|Linden Avenue|Mulberry Street|N. Fremont Avenue|Orchard Road|Pearl Street|Quarry Road|S. Union Street|Twelfth Street
University Avenue|Vine Street""".replace("\n", "|").split("|")
_HOTELS = ("Hotel Boreas", "the Grandville", "Pier 14", "Union Station")


def rows(rng: Random) -> list[Row]:
    """Give about four hundred and thirty entries; a third stands in both, and chains have several places in a town."""
    made: list[Row] = []
    for number in range(320):
        town, _, area = rng.choice(_TOWNS)
        name = _NAMES[number % len(_NAMES)] if number < 130 else f"{rng.choice(_NAMES)} {rng.choice(_KINDS)}"
        row = Row(
            f"e{number}",
            name=name,
            street=rng.choice(_STREETS),
            house=str(rng.randrange(1, 4800)),
            city=town,
            country="US",
            phone=f"({area}) 555-0{number * 619 % 1000:03d}",
        )
        made.append(row)
        if rng.random() < 0.35:
            made.append(without(rng, changed(rng, row, _CHANGES), ("phone", "house"), 0.1))
        elif rng.random() < 0.06:
            made.append(_second_place(rng, row, number))
    return made


def _second_place(rng: Random, row: Row, number: int) -> Row:
    return replace(
        row,
        entity=f"e{number}b",
        street=rng.choice(_STREETS),
        house=str(rng.randrange(1, 4800)),
        phone=row.phone[:-3] + f"{number * 389 % 1000:03d}",
    )


def _inside(rng: Random, row: Row) -> Row:
    return replace(row, name=f"{row.name} at {rng.choice(_HOTELS)}")


def _kind(rng: Random, row: Row) -> Row:
    last = row.name.rsplit(" ", 1)[-1]
    return replace(row, name=row.name.removesuffix(last).strip() if last in _KINDS else f"{row.name} {rng.choice(_KINDS)}")  # fmt: skip


def _chef(rng: Random, row: Row) -> Row:
    return replace(row, name=f"{rng.choice(('Marco', 'Yuki', 'Sabine', 'Chef Leon'))}'s {row.name}")


def _article(_: Random, row: Row) -> Row:
    bare = row.name.removeprefix("The ")
    return replace(row, name=bare if bare != row.name else f"The {row.name}")


def _dotted_phone(_: Random, row: Row) -> Row:
    return replace(row, phone=row.phone.replace("(", "").replace(") ", ".").replace("-", "."))


def _local_phone(_: Random, row: Row) -> Row:
    return replace(row, phone=row.phone.partition(") ")[2])


def _bare_street(rng: Random, row: Row) -> Row:
    words = [word for word in row.street.split() if not word.endswith(".")]
    return replace(row, street=" ".join(words[:-1] if len(words) > 1 and rng.random() < 0.7 else words))


def _corner(rng: Random, row: Row) -> Row:
    return replace(
        row, street=f"{row.street} & {rng.choice(_STREETS)}", house=row.house if rng.random() < 0.4 else ""
    )


def _floor(rng: Random, row: Row) -> Row:
    return replace(row, street=f"{row.street}, {rng.choice(('2nd floor', 'Suite B', 'rear', 'lower level'))}")


def _town(_: Random, row: Row) -> Row:
    return replace(row, city=next(wide for town, wide, _ in _TOWNS if town == row.city))


def _slip(rng: Random, row: Row) -> Row:
    at = rng.randrange(1, len(row.name) - 1)
    return replace(row, name=row.name[:at] + row.name[at + 1] + row.name[at] + row.name[at + 2 :])


def _loud(_: Random, row: Row) -> Row:
    return replace(row, name=row.name.upper().replace(" & ", " AND "), city=row.city.upper())


def _digit(rng: Random, row: Row) -> Row:
    return replace(row, house=str(int(row.house) + rng.choice((1, 10, 100))))


_CHANGES: tuple[Change, ...] = (
    _inside, _kind, _kind, _chef, _article, _dotted_phone, _local_phone, _bare_street, _corner, _floor, _town, _slip, _loud, _digit,
)  # fmt: skip
