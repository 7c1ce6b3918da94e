"""Random books in which many relations refer to each other, for the laws of changing numbers."""

from random import Random
from typing import Any

from given import COVERED, Given

SIZE = 48
# Numbers that were given out and are no relations any more.
ERASED, MERGED = "R-00046", "R-00047"
# A relation that does not fit, and names others all the same.
MISFIT = "R-00048"
_KINDS = ["parent", "supplied_by", "partner_of", "advised_by", "referred_by"]
_SETTINGS: dict[str, Any] = {"numbering": {"next": SIZE + 1}}


def number(at: int) -> str:
    """Give the number of a relation."""
    return f"R-{at:05}"


def crowd(seed: int) -> Given:
    """Give a book of relations, of which nearly all are linked to others, named by them or judged with them."""
    random = Random(seed)  # noqa: S311 -- the same books every time
    living = [number(at) for at in range(1, SIZE - 2)]
    kept = {"months": 84, "after": "last_order", "because": "It stands on invoices."}
    found: Given = {**COVERED, "book.yaml": dict(_SETTINGS)}
    found["dictionary/base.yaml"] = {**COVERED["dictionary/base.yaml"], "retention": kept}
    for one in living:
        found[f"relations/{one}.yaml"] = _relation(random, one, living)
    found[f"relations/{ERASED}.yaml"] = {"tombstone": {"reason": "erased", "on": "2026-01-01"}}
    into = random.choice(living)
    found[f"relations/{MERGED}.yaml"] = {"tombstone": {"reason": "merged", "on": "2026-01-01", "into": into}}
    found[f"relations/{MISFIT}.yaml"] = {"links": [{"to": random.choice(living)}], "unheard_of": 1}
    for _ in range(6):
        a, b = sorted(random.sample(living, 2))
        found[f"judgements/{a}_{b}.yaml"] = {"a": a, "b": b, "reason": "Two shops."}
    return found


def _relation(random: Random, own: str, living: list[str]) -> dict[str, Any]:
    others = random.sample([one for one in living if one != own], 4)
    value: dict[str, Any] = {
        "since": f"20{random.randint(10, 25)}-0{random.randint(1, 9)}-15",
        "emails": [{"address": f"info@b{own[-2:]}.example"}],
        "registrations": {"kvk": f"6{random.randint(0, 9_999_999):07}"},
        **(_person(random) if int(own[-2:]) % 5 == 0 else _company(random, own)),
    }
    if random.random() < 0.8:
        value["links"] = [
            {"to": other, "kind": random.choice(_KINDS)} for other in others[: random.randint(1, 3)]
        ]
    if random.random() < 0.5:
        value["notes"] = [{"on": "2026-02-01", "text": f"Deelt een schuur met {others[3]} (zie {own})."}]
    return value


def _company(random: Random, own: str) -> dict[str, Any]:
    people = [number(at) for at in range(5, SIZE - 2, 5)]
    return {
        "organisation": {"name": f"Bakkerij {random.choice('ABCDEFG')}{own[-2:]}"},
        "contacts": [{"id": "een", "person": random.choice(people)}],
    }


def _person(random: Random) -> dict[str, Any]:
    return {
        "kind": "person",
        "person": {
            "name": {
                "given": random.choice(["Jan", "Ria", "Bo"]),
                "surname": random.choice(["Vos", "Bakker"]),
            }
        },
    }
