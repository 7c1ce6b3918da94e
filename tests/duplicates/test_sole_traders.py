"""A sole trader recorded as an organisation and as a person: found, and not taken for who lives there as well."""

from typing import Any

import pytest

from klantboek.duplicates import Features, against, features_of, find_duplicates
from klantboek.duplicates.changed import for_changed
from klantboek.duplicates.index import build

_PHONE = [{"number": "+31570000321"}]


def _person(given: str = "Piet", surname: str = "Aalderink", **more: Any) -> Features:
    name = {"given": given, "surname": surname}
    return features_of(
        {"number": "R-00001", "kind": "person", "person": {"name": name}, "phones": _PHONE} | more
    )


def _firm(name: str, contact: str = "", **more: Any) -> Features:
    given, _, surname = contact.partition(" ")
    contacts = [{"name": {"given": given, "surname": surname}}] if contact else []
    return features_of(
        {
            "number": "R-00002",
            "kind": "organisation",
            "organisation": {"name": name},
            "contacts": contacts,
            "phones": _PHONE,
        }
        | more
    )


def _sole(name: str, contact: str = "", **more: Any) -> Features:
    return _firm(name, contact, **more)._replace(forms=("eenmanszaak",))


@pytest.mark.parametrize(
    "firm",
    [
        _sole("Timmerwerken Piet Aalderink"),
        _sole("P. Aalderink Bouw"),
        _sole("De Gouden Schaaf", "Piet Aalderink"),
    ],
)
def test_found(firm: Features) -> None:
    """The name in the firm's name or as its contact, and one shared value, make a pair with reasons that add up."""
    (pair,) = find_duplicates([_person(), firm]).pairs
    assert (pair.a, pair.b) == ("R-00001", "R-00002")
    assert pair.weight == pytest.approx(sum(reason.weight for reason in pair.reasons))
    assert "same telephone number" in {reason.text for reason in pair.reasons}


@pytest.mark.parametrize(
    "firm",
    [
        _firm("Timmerwerken Piet Aalderink"),  # no legal form: maybe a partnership
        _firm("Timmerwerken Piet Aalderink")._replace(forms=("bv",)),
        _sole("Timmerwerken Els Aalderink"),
        _sole("E. Aalderink Bouw"),
        _sole("Aalderink Bouw", "Els Aalderink"),
        _sole("Aalderink Bouw"),  # anybody of the family, who share a telephone
        _sole("De Gouden Schaaf"),
        _sole("De Gouden Schaaf", "Piet Koornstra"),
        _sole("Timmerwerken Piet Aalderink", links=[{"to": "R-00001", "kind": "owner"}]),
        _sole("Timmerwerken Piet Aalderink")._replace(phones=("+31570000999",)),
    ],
)
def test_left_alone(firm: Features) -> None:
    """Another legal form, another given name, a declared link or nothing shared: two parties."""
    assert not find_duplicates([_person(), firm]).pairs


def test_surname_with_two_values() -> None:
    """A surname alone is enough when two values are shared, and a registration needs no legal form."""
    mail: dict[str, Any] = {"emails": [{"address": "piet@schaaf.example"}]}
    assert find_duplicates([_person(**mail), _sole("Aalderink Bouw", **mail)]).pairs
    number = ("kvk:00100777",)
    firm = _firm("Piet Aalderink Bouw")._replace(registrations=number)
    assert find_duplicates([_person()._replace(registrations=number), firm]).pairs


def test_lists_and_the_index() -> None:
    """The same pair is found for a list before its import, and for one changed relation with an index."""
    person, firm = _person(), _sole("Timmerwerken Piet Aalderink")
    assert len(against([person], [firm]).pairs) == 1
    index, found = build([person, firm])
    assert found == find_duplicates([person, firm])
    assert for_changed(index, [person]).pairs == found.pairs
    assert for_changed(index, [firm]).pairs == found.pairs
    assert not for_changed(index, [firm], gone=["R-00001"]).pairs
