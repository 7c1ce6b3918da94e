"""Persons of the Low Countries in church registers, notes of notaries and a civil register."""

# ruff: noqa: SIM905 -- long lists read best as prose

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from linkage.heldback.writing import Change, Row, changed, without

# As it was christened, and what scribes made of it.
_GIVEN = {
    "Johannes": "Joannes Jan Joes", "Petrus": "Pieter Peter Peeter", "Cornelis": "Cornelius Corn. Nelis", "Jacobus": "Jacob Jaques Jacobs",
    "Guilielmus": "Willem Guillaume Wm.", "Henricus": "Hendrik Hendrick Heyndrick", "Adrianus": "Adriaen Adriaan", "Gerardus": "Gerrit Gerard",
    "Franciscus": "Frans Franchois", "Nicolaus": "Claes Nicolaas", "Laurentius": "Lourens Laurens", "Martinus": "Maerten Marten",
    "Antonius": "Anthonie Teunis", "Theodorus": "Dirck Dirk", "Egidius": "Gillis", "Judocus": "Joos Joost",
    "Maria": "Marie Maeyken", "Catharina": "Cathelijne Trijntje Catarina", "Johanna": "Jenneken Joanna", "Elisabeth": "Lijsbeth Elizabet",
    "Anna": "Anneke Annetje", "Petronella": "Pieternel Neeltje", "Margareta": "Grietje Margriet", "Adriana": "Adriaentje",
    "Barbara": "Barbel", "Clara": "Claertje", "Magdalena": "Leentje", "Judoca": "Josina",
}  # fmt: skip
_ROOTS = """Aken Boom Brug Dael Dijck Donck Eyck Gracht Haegen Hoeck Hove Kerckhof Laer Linden Meulen Moer Poel Put Rijn Roosen Schuur
Steen Straten Velde Voort Vliet Water Weyden Wijngaert Zande""".split()
_TRADES = """Backer Brouwer Cleermaecker Cuyper Decker Houtman Keyser Meulenaer Pottebacker Ruyter Schipper Schoenmaecker Slachter Smet
Timmerman Vischer Wever""".split()
_BEFORE = ("van der", "van den", "van", "de", "ten", "ter")
_VILLAGES = """Asbroek Bunderlo Chaamdonk Drongelaar Essenhout Frankhoven Gilzerode Heukelbeek Isselrade Kortenaken-Oost Leendervoort Moerbeke
Neerlangel Oudekapelle Poppelaar Riethoven-West""".split()
_SPELLED = (("ck", "k"), ("ae", "aa"), ("ij", "y"), ("y", "ij"), ("gh", "g"), ("ey", "ei"), ("oo", "o"), ("ee", "e"), ("s", "z"),
            ("dt", "t"), ("f", "ff"), ("k", "ck"), ("eu", "ue"))  # fmt: skip


def rows(rng: Random) -> list[Row]:
    """Give about eight hundred entries of three hundred and fifty persons; brothers and sisters are among them."""
    made: list[Row] = []
    surname, village = "", ""
    for number in range(350):
        if not surname or rng.random() < 0.75:
            surname, village = _surname(rng), rng.choice(_VILLAGES)
        born = date(1680, 1, 1) + timedelta(rng.randrange(120 * 365))
        row = Row(
            f"p{number}",
            "person",
            given=" ".join(rng.sample(sorted(_GIVEN), 2 if rng.random() < 0.25 else 1)),
            surname=surname,
            birth=born.isoformat(),
            city=village,
            country="BE",
        )
        made.append(row)
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            copy = without(rng, changed(rng, row, _CHANGES), ("city",), 0.15)
            made.append(without(rng, copy, ("birth",), 0.15) if copy.city and copy.given else copy)
    return made


def _surname(rng: Random) -> str:
    if rng.random() < 0.3:
        return f"de {rng.choice(_TRADES)}"
    if rng.random() < 0.25:
        return f"{rng.choice(sorted(_GIVEN)).removesuffix('us')}ssen"
    return f"{rng.choice(_BEFORE)} {rng.choice(_ROOTS)}"


def _scribe(rng: Random, row: Row) -> Row:
    first, _, rest = row.given.partition(" ")
    return replace(row, given=f"{rng.choice(_GIVEN.get(first, first or '-').split())} {rest}".strip(" -"))


def _second_name(rng: Random, row: Row) -> Row:
    words = row.given.split()
    return replace(row, given=rng.choice(words)) if len(words) > 1 else row


def _glued(rng: Random, row: Row) -> Row:
    *before, last = row.surname.split()
    ways = (
        last,
        "".join(before).capitalize() + last.lower(),
        f"{last} {' '.join(before)}",
        f"{''.join(word[0] for word in before)}. {last}",
    )
    return replace(row, surname=rng.choice(ways).strip(" .") if before else row.surname)


def _spelling(rng: Random, row: Row) -> Row:
    fitting = [pair for pair in _SPELLED if pair[0] in row.surname.split()[-1][1:]]
    *before, last = row.surname.split()
    return replace(row, surname=" ".join([*before, last[0] + last[1:].replace(*rng.choice(fitting), 1)])) if fitting else row  # fmt: skip


def _baptised(rng: Random, row: Row) -> Row:
    born = date.fromisoformat(row.birth) + timedelta(rng.choice((1, 1, 2, 3))) if row.birth else None
    return replace(row, birth=born.isoformat() if born else "")


def _new_year(_: Random, row: Row) -> Row:
    """Write the year as it was counted where it began at Easter."""
    if row.birth[5:7] not in {"01", "02", "03"} or row.birth[5:] == "02-29":
        return row
    return replace(row, birth=f"{int(row.birth[:4]) - 1}{row.birth[4:]}")


def _by_age(rng: Random, row: Row) -> Row:
    return replace(row, birth=f"{int(row.birth[:4]) + rng.choice((-1, 0, 1))}-01-01") if row.birth else row


def _widow(rng: Random, row: Row) -> Row:
    return replace(
        row, surname=f"{row.surname} {rng.choice(('wed.', 'weduwe', 'jr.', 'de oude', 'den jongen'))}"
    )


def _parish(rng: Random, row: Row) -> Row:
    return replace(
        row, city=rng.choice((f"{row.city} (Sint-Jan)", f"onder {row.city}", rng.choice(_VILLAGES)))
    )


def _blot(rng: Random, row: Row) -> Row:
    at = rng.randrange(1, len(row.surname))
    return replace(row, surname=row.surname[:at] + row.surname[at + 1 :])


_CHANGES: tuple[Change, ...] = (
    _scribe, _scribe, _scribe, _second_name, _glued, _glued, _spelling, _spelling, _baptised, _baptised, _new_year, _by_age,
    _widow, _parish, _blot,
)  # fmt: skip
