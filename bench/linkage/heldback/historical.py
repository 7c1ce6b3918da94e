"""Persons of the past as several registers wrote them down."""

from dataclasses import replace
from random import Random

from linkage.heldback.writing import Change, Row, changed, without

_GIVEN = {
    "William": "Bill Will Wm", "Thomas": "Tom Thos", "John": "Jack Jno", "Charles": "Charlie Chas", "George": "Geo",
    "Robert": "Bob Robt", "Henry": "Harry Hy", "James": "Jim Jas", "Edward": "Ned Edwd", "Richard": "Dick Richd",
    "Elizabeth": "Eliza Betsy Bess", "Margaret": "Peggy Margt", "Mary": "Polly Molly", "Sarah": "Sally", "Ann": "Nancy",
    "Catherine": "Kitty Kate", "Frances": "Fanny", "Alfred": "Alf", "Frederick": "Fred Fredk", "Samuel": "Sam Saml",
    "Arthur": "Art", "Walter": "Wat", "Harriet": "Hattie", "Dorothy": "Dolly", "Joseph": "Joe Jos", "Benjamin": "Ben",
}  # fmt: skip
_FIRST = [
    "Ash",
    "Black",
    "Brad",
    "Clay",
    "Cross",
    "Cum",
    "East",
    "Fair",
    "Gains",
    "Hale",
    "Harring",
    "Hol",
    "Kings",
    "Lang",
    "Mor",
    "Nor",
    "Ous",
    "Pem",
    "Rams",
    "Stan",
    "Thorn",
    "Wake",
    "Wal",
    "West",
    "Whit",
    "Win",
    "Wood",
    "Wy",
]
_LAST = [
    "bourne",
    "bridge",
    "broke",
    "bury",
    "by",
    "combe",
    "croft",
    "don",
    "field",
    "ford",
    "ham",
    "hurst",
    "ley",
    "low",
    "man",
    "more",
    "ridge",
    "son",
    "stead",
    "ston",
    "ton",
    "well",
    "wick",
    "worth",
]
_COMMON = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Wilson",
    "Johnson",
    "Davies",
    "Wright",
    "Evans",
    "Thomas",
    "Roberts",
    "Walker",
    "Green",
    "Hall",
    "Wood",
]
_PLACES = [
    "Barton",
    "Cheddle",
    "Dunsby",
    "Elmore",
    "Frome",
    "Gorley",
    "Hexby",
    "Kirkby",
    "Ludwell",
    "Malpas",
    "Norton",
    "Otley",
    "Pickle",
    "Ripley",
    "Stoke",
    "Tetbury",
]
_TITLES = ("Sir ", "Dr. ", "Rev. ", "Capt. ", "Lady ", "Hon. ")


def rows(rng: Random) -> list[Row]:
    """Give about eight hundred entries of three hundred and thirty persons, families among them."""
    made: list[Row] = []
    surname = ""
    for number in range(330):
        if not surname or rng.random() < 0.8:
            surname = rng.choice(_COMMON) if rng.random() < 0.3 else rng.choice(_FIRST) + rng.choice(_LAST)
        born = f"{rng.randrange(1790, 1905)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        row = Row(
            f"h{number}",
            "person",
            given=_names(rng),
            surname=surname,
            birth=born,
            postcode=f"{rng.choice('BDGHKLNS')}{rng.choice('ADELNR')}{rng.randrange(1, 30)} {rng.randrange(1, 10)}YZ",
            city=rng.choice(_PLACES),
            country="GB",
        )
        made.append(row)
        again = range(rng.choice((0, 0, 1, 1, 2, 3, 4)))
        made.extend(_gaps(rng, changed(rng, row, _CHANGES)) for _ in again)
    return made


def _names(rng: Random) -> str:
    return " ".join(rng.sample(sorted(_GIVEN), 2 if rng.random() < 0.4 else 1))


def _gaps(rng: Random, row: Row) -> Row:
    """Leave values out, but keep the day of birth or the place."""
    gone = without(rng, row, ("postcode", "given"), 0.2)
    return without(rng, gone, ("birth",), 0.15) if gone.postcode and gone.given else gone


def _pet(rng: Random, row: Row) -> Row:
    first, _, rest = row.given.partition(" ")
    return replace(row, given=f"{rng.choice(_GIVEN.get(first, first or '-').split())} {rest}".strip(" -"))


def _title(rng: Random, row: Row) -> Row:
    return replace(row, given=rng.choice(_TITLES) + row.given) if row.given else row


def _peer(rng: Random, row: Row) -> Row:
    return replace(
        row, surname=f"{row.surname}, {rng.choice(('1st Baronet', 'Jr', 'of ' + row.city, 'Esq.'))}"
    )


def _letters(rng: Random, row: Row) -> Row:
    first, _, rest = row.given.partition(" ")
    return replace(row, given=f"{first[:1]}. {rest[:1]}".strip() if rng.random() < 0.5 else first)


def _rounded(rng: Random, row: Row) -> Row:
    if not row.birth:
        return row
    year = int(row.birth[:4])
    return replace(row, birth=rng.choice((f"{year}-01-01", f"{year + rng.choice((-1, 1))}{row.birth[4:]}")))


def _sound(rng: Random, row: Row) -> Row:
    pairs = (
        ("y", "ie"),
        ("ck", "k"),
        ("bourne", "burn"),
        ("ton", "tone"),
        ("ll", "l"),
        ("th", "t"),
        ("ow", "oe"),
        ("ea", "ee"),
        ("h", ""),
    )
    fitting = [pair for pair in pairs if pair[0] in row.surname[1:]]
    return (
        replace(row, surname=row.surname[0] + row.surname[1:].replace(*rng.choice(fitting), 1))
        if fitting
        else row
    )


def _near_place(rng: Random, row: Row) -> Row:
    return replace(
        row,
        city=rng.choice((f"near {row.city}", f"{row.city} St Mary", rng.choice(_PLACES))),
        postcode=row.postcode.split(" ")[0],
    )


def _order(_: Random, row: Row) -> Row:
    return replace(row, given=" ".join(reversed(row.given.split())))


_CHANGES: tuple[Change, ...] = (
    _pet,
    _pet,
    _title,
    _peer,
    _letters,
    _rounded,
    _rounded,
    _sound,
    _near_place,
    _order,
)
