"""The fingerprint of a relation: it changes with who it is, and with nothing else."""

from pathlib import Path
from typing import Any

import pytest

from klantboek.book.identity import fingerprint
from klantboek.book.load import load
from klantboek.house import carried

BASE: dict[str, Any] = {
    "number": "R-00001",
    "kind": "organisation",
    "organisation": {"name": "Zonnewende", "trade_names": ["Zon", "Wende"]},
    "emails": [{"address": "a@halm.example"}, {"address": "b@halm.example", "label": "x"}],
    "phones": [{"number": "+31570001101", "kind": "landline"}],
    "addresses": [
        {"uses": ["visiting"], "street": "Molenpad", "house_number": "1", "city": "Ede", "country": "NL"}
    ],
    "contacts": [{"id": "jan", "name": {"given": "Jan", "surname": "Vos"}}],
}
SAME: dict[str, dict[str, Any]] = {
    "the number": {"number": "R-00009"},
    "orders and notes": {"orders": [{"number": "O-1"}], "notes": [{"text": "x"}], "status": "lost"},
    "the order of lists": {"emails": BASE["emails"][::-1]},
    "capitals and spaces": {"organisation": {"name": "ZONNE wende", "trade_names": ["wende", "Zon"]}},
    "a label and a verification": {
        "phones": [{"number": "+31570001101", "kind": "mobile", "verified": {"on": "2026-01-01"}}]
    },
    "the name that a contact goes by here": {
        "contacts": [{"id": "vos", "name": {"given": "Jan", "surname": "Vos"}, "function": "Chef"}]
    },
}
OTHER: dict[str, dict[str, Any]] = {
    "another name": {"organisation": {"name": "Zonnewende", "trade_names": ["Zon"]}},
    "another house number": {"addresses": [{**BASE["addresses"][0], "house_number": "2"}]},
    "a number more": {"phones": [*BASE["phones"], {"number": "+31570001102"}]},
    "an account": {"payment": {"accounts": [{"iban": "NL71MOLB0000001101"}]}},
    "a registration": {"registrations": {"kvk": "00000012"}},
    "another contact": {"contacts": [{"id": "jan", "name": {"given": "Jan", "surname": "Bos"}}]},
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_stays(change: dict[str, Any]) -> None:
    """What was bought, said or laid out in another way does not make it another relation."""
    assert fingerprint({**BASE, **change}) == fingerprint(BASE)


@pytest.mark.parametrize("change", OTHER.values(), ids=OTHER)
def test_changes(change: dict[str, Any]) -> None:
    """Who it is and where it is reached does."""
    assert fingerprint({**BASE, **change}) != fingerprint(BASE)


def test_values_do_not_trade_places() -> None:
    """What stands in one entry of a list belongs together: two addresses that swap streets are others."""
    one = [{"street": "A", "city": "X"}, {"street": "B", "city": "Y"}]
    two = [{"street": "B", "city": "X"}, {"street": "A", "city": "Y"}]
    assert fingerprint({"addresses": one}) != fingerprint({"addresses": two})


def test_each_of_the_example_is_its_own() -> None:
    """No two relations of the example book share a fingerprint."""
    book = load(Path(carried("records")), None)
    found = [fingerprint(record.document.value) for record in book.records if record.kind == "relation"]
    living = [one for one in found if one != fingerprint({})]
    assert len(living) == len(set(living)) == len(book.relations)
