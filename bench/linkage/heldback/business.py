"""English company names as two lists of customers would have them: much name, little else."""

from dataclasses import replace
from random import Random

from linkage.heldback.writing import Change, Row, changed, without

_FIRST = [
    "Allied",
    "Apex",
    "Beacon",
    "Blue",
    "Bright",
    "Cedar",
    "Central",
    "Clear",
    "Coastal",
    "Crown",
    "Delta",
    "Eagle",
    "Eastern",
    "Evergreen",
    "Falcon",
    "First",
    "Fulton",
    "General",
    "Global",
    "Golden",
    "Granite",
    "Great",
    "Green",
    "Harbor",
    "Hartwell",
    "Heritage",
    "Highland",
    "Imperial",
    "Iron",
    "Keystone",
    "Kingsley",
    "Lakeside",
    "Liberty",
    "Lincoln",
    "Majestic",
    "Meridian",
    "Midland",
    "Monarch",
    "National",
    "Nordic",
    "North",
    "Northern",
    "Oakwood",
    "Omega",
    "Pacific",
    "Park",
    "Pinnacle",
    "Pioneer",
    "Premier",
    "Quality",
    "Quantum",
    "Redwood",
    "Regal",
    "River",
    "Royal",
    "Silver",
    "Southern",
    "Standard",
    "Sterling",
    "Summit",
    "Sun",
    "Superior",
    "Swift",
    "Thornbury",
    "Titan",
    "Tri-State",
    "Triangle",
    "Union",
    "United",
    "Universal",
    "Valley",
    "Vanguard",
    "Victory",
    "Wexford",
    "Western",
    "Whitfield",
]
_MIDDLE = [
    "Air",
    "Auto",
    "Bearing",
    "Building",
    "Chemical",
    "Coffee",
    "Communications",
    "Construction",
    "Consulting",
    "Container",
    "Data",
    "Dairy",
    "Dental",
    "Design",
    "Electric",
    "Electrical",
    "Engineering",
    "Equipment",
    "Farm",
    "Fashion",
    "Fire",
    "Fleet",
    "Food",
    "Forest",
    "Freight",
    "Furniture",
    "Garden",
    "Glass",
    "Health",
    "Hydraulic",
    "Imaging",
    "Insurance",
    "Investment",
    "Land",
    "Light",
    "Machine",
    "Marine",
    "Medical",
    "Metal",
    "Motor",
    "Office",
    "Optical",
    "Packaging",
    "Paper",
    "Petroleum",
    "Plastics",
    "Plumbing",
    "Power",
    "Printing",
    "Property",
    "Pump",
    "Rail",
    "Research",
    "Roofing",
    "Rubber",
    "Safety",
    "Security",
    "Seed",
    "Shoe",
    "Steel",
    "Stone",
    "Storage",
    "Supply",
    "Systems",
    "Technology",
    "Textile",
    "Tool",
    "Trading",
    "Transport",
    "Travel",
    "Water",
    "Wire",
]
_LAST = [
    "Associates",
    "Brothers",
    "Center",
    "Company",
    "Corporation",
    "Enterprises",
    "Group",
    "Holdings",
    "Industries",
    "International",
    "Laboratories",
    "Manufacturing",
    "Management",
    "Partners",
    "Products",
    "Services",
    "Solutions",
    "Supplies",
    "Distributors",
]
_FORMS = ("Inc", "LLC", "Ltd", "Corp", "PLC", "")
_SHORT = {
    "Manufacturing": "Mfg", "International": "Intl", "Company": "Co.", "Corporation": "Corp", "Brothers": "Bros",
    "Associates": "Assoc.", "Services": "Svcs", "Laboratories": "Labs", "Center": "Ctr", "National": "Nat'l",
    "Management": "Mgmt", "Industries": "Ind.", "Distributors": "Dist", "Engineering": "Eng", "Technology": "Tech",
    "Communications": "Comms", "Equipment": "Equip", "Construction": "Constr", "First": "1st", "Supplies": "Supply",
}  # fmt: skip
_CITIES = [
    "Ashford",
    "Bedale",
    "Brampton",
    "Carlow",
    "Denby",
    "Eastleigh",
    "Fairhaven",
    "Glenrock",
    "Hartlow",
    "Ivybridge",
    "Kelso",
    "Langport",
    "Marlow",
    "Newbury",
    "Oakham",
    "Penrith",
    "Redcliff",
    "Selby",
    "Tadley",
    "Upton",
    "Wareham",
    "Yarm",
]
_STREETS = (
    "High Street",
    "Station Road",
    "Mill Lane",
    "Church Road",
    "Victoria Avenue",
    "Park Drive",
    "Quay Street",
)


def rows(rng: Random) -> list[Row]:
    """Give about five hundred entries, a third of them a second one; some companies share two of three words."""
    made: list[Row] = []
    seen: set[str] = set()
    number = 0
    while number < 380:
        name = f"{rng.choice(_FIRST)} {rng.choice(_MIDDLE)} {rng.choice(_LAST)}"
        if rng.random() < 0.15:
            name = f"{rng.choice(_CITIES)} {name.split()[1]} {name.split()[2]}"
        if name in seen:
            continue
        seen.add(name)
        number += 1
        row = _placed(rng, Row(f"b{number}", name=f"{name} {rng.choice(_FORMS)}".strip()))
        made.append(row)
        if rng.random() < 0.4:
            made.append(without(rng, changed(rng, row, _CHANGES), ("phone", "postcode", "house"), 0.25))
    return made


def _placed(rng: Random, row: Row) -> Row:
    phone = f"+4416{rng.randrange(10**8):08d}" if rng.random() < 0.35 else ""
    postcode = f"{rng.choice('ABCEGHLMNPRSTW')}{rng.choice('ABDEGHLNPRSTW')}{rng.randrange(1, 30)} {rng.randrange(1, 10)}XX"
    return replace(
        row,
        street=rng.choice(_STREETS),
        house=str(rng.randrange(1, 190)),
        postcode=postcode,
        city=rng.choice(_CITIES),
        country="GB",
        phone=phone,
    )


def _short(rng: Random, row: Row) -> Row:
    words = row.name.split()
    return replace(
        row, name=" ".join(_SHORT.get(word, word) if rng.random() < 0.8 else word for word in words)
    )


def _form(rng: Random, row: Row) -> Row:
    words = row.name.split()
    bare = words[:-1] if words[-1] in _FORMS else words
    form = rng.choice(("Incorporated", "Limited", "L.L.C.", "Co", "Corp.", "", "Group"))
    return replace(row, name=" ".join([*bare, form]).strip())


def _acronym(_: Random, row: Row) -> Row:
    words = [word for word in row.name.split() if word not in _FORMS]
    return replace(row, name="".join(word[0] for word in words) + " " + words[-1]) if len(words) > 2 else row


def _country(rng: Random, row: Row) -> Row:
    return replace(row, name=f"{row.name} ({rng.choice(('UK', 'Europe', 'GB', row.city))})")


def _run_together(_: Random, row: Row) -> Row:
    first, second, *rest = row.name.split()
    return replace(row, name=" ".join([first + second.lower(), *rest]))


def _the(_: Random, row: Row) -> Row:
    return replace(row, name=f"The {row.name}")


def _trading(rng: Random, row: Row) -> Row:
    words = row.name.split()
    return replace(
        row, name=f"{rng.choice(_FIRST)} {rng.choice(_FORMS)} t/a {' '.join(words[:3])}".replace("  ", " ")
    )


def _left_out(rng: Random, row: Row) -> Row:
    words = row.name.split()
    return replace(row, name=" ".join(words[: rng.randint(2, max(len(words) - 1, 2))]))


def _letter(rng: Random, row: Row) -> Row:
    at = rng.randrange(1, len(row.name) - 1)
    return replace(
        row,
        name=row.name[:at]
        + rng.choice(("", row.name[at] * 2, row.name[at + 1] + row.name[at]))
        + row.name[at + 1 :],
    )


def _street(rng: Random, row: Row) -> Row:
    street = (
        row.street.replace("Street", "St")
        .replace("Road", "Rd")
        .replace("Lane", "Ln")
        .replace("Avenue", "Ave")
    )
    return replace(
        row,
        street=street,
        house=f"Unit {rng.randrange(1, 9)}, {row.house}" if rng.random() < 0.3 else row.house,
    )


_CHANGES: tuple[Change, ...] = (
    _short, _short, _form, _form, _acronym, _country, _run_together, _the, _trading, _left_out, _letter, _street,
)  # fmt: skip
