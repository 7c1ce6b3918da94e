import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# After these the address or telephone number is the same to a person, though not letter by letter.
_SLIGHT = {"street", "street-short", "door", "bilingual", "phone-format"}
Labels = tuple[dict[str, Any], list[Any]]


@pytest.fixture(scope="module")
def labelled() -> Iterator[Labels]:
    """Give a crowd with what was added to it, by number, and what is true of the additions."""
    sys.path.append(str(ROOT / "bench"))
    records = list(import_module("books.crowd").crowd(5, 3000))
    added, truth = import_module("books.duplicates").grown(records, 5, len(records) + 1, 2, 3)
    yield {record["number"]: record for record in (*records, *added)}, truth
    sys.path.remove(str(ROOT / "bench"))


def test_each_kind_of_mistake_and_resemblance_occurs(labelled: Labels) -> None:
    """Recall per kind means something: every kind that the generator knows is among the labels."""
    _, truth = labelled
    known = set(import_module("books.mistakes").MISTAKES)
    assert {kind for pair in truth if pair.same for kind in pair.kinds} == known
    alike = Counter(kind for pair in truth if not pair.same for kind in pair.kinds)
    assert set(alike) == {
        "chain", "child", "daughter", "family", "namesake", "neighbours", "one-owner", "own-company",
        "shared-desk", "twin",
    }  # fmt: skip


def test_a_copy_still_shares_something_that_tells(labelled: Labels) -> None:
    """Whoever sees a copy beside its original can know that they are one: something besides the name is the same."""
    records, truth = labelled
    for pair in truth:
        one, other = records[pair.a], records[pair.b]
        if pair.same and pair.a <= "R-03000" and not _SLIGHT.intersection(pair.kinds):
            assert _told(one) & _told(other), pair


def test_the_same_seed_gives_the_same_labels_and_a_larger_crowd_the_same_beginning() -> None:
    """Figures of today can be compared with those of tomorrow."""
    sys.path.append(str(ROOT / "bench"))
    crowd = import_module("books.crowd").crowd
    grown = import_module("books.duplicates").grown
    small = list(crowd(8, 40))
    assert list(crowd(8, 80))[:40] == small
    assert grown(small, 8, 41) == grown(list(crowd(8, 40)), 8, 41)
    sys.path.remove(str(ROOT / "bench"))


def _told(record: dict[str, Any]) -> set[str]:
    door = record["addresses"][0]
    said = {
        f"{door.get('street')} {door.get('house_number')}",
        record.get("person", {}).get("birth_date", ""),
    }
    said |= {entry["number"] for entry in record.get("phones", ())}
    said |= {entry["address"] for entry in record.get("emails", ())}
    said |= {str(number) for number in record.get("registrations", {}).values()}
    said |= {account["iban"] for account in record.get("payment", {}).get("accounts", ())}
    return said - {"", "None None"}
