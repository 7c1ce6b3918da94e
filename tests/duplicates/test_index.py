"""The stored index: the same answers as the whole search, and nothing that can't be trusted."""

import json
import stat
from pathlib import Path

import pytest

from klantboek.duplicates import Duplicates, Features, find_duplicates, person_features
from klantboek.duplicates.changed import for_changed
from klantboek.duplicates.index import build
from klantboek.duplicates.storing import load, save

_GIVEN = ("Jan", "Els", "Piet", "Koen", "Roos", "Hilde", "Bas")
_SURNAMES = ("Aalderink", "Koornstra", "Meelkamp", "Jansen", "Tarwenaar")


def _book(size: int) -> list[Features]:
    """Give a book in which every tenth person stands twice, with a slip."""
    found = []
    for at in range(size):
        twice = at % 10 == 9
        who = at - 1 if twice else at
        found.append(
            person_features(
                f"R-{at:05d}",
                given=_GIVEN[who % 7],
                surname=_SURNAMES[who % 5] + ("n" if twice else ""),
                birth=f"19{who % 90 + 10}-0{who % 9 + 1}-1{who % 10}",
                address={
                    "street": f"Straat {who % 40}",
                    "house_number": str(who % 90),
                    "city": "Zwolle",
                    "country": "NL",
                },
                phone=f"+3157000{who:04d}",
            )
        )
    return found


def _of(found: Duplicates, number: str) -> set[tuple[str, str, float]]:
    return {(one.a, one.b, one.weight) for one in found.pairs if number in {one.a, one.b}}


def test_same_as_the_whole_search() -> None:
    """Each relation that is looked at again has the very pairs and weights of the whole search."""
    features = _book(400)
    index, found = build(features)
    assert found == find_duplicates(features)
    assert len(found.pairs) >= 40
    for one in features[::7]:
        assert _of(for_changed(index, [one]), one.id) == _of(found, one.id)


def test_what_a_bound_leaves_out_is_told() -> None:
    """Of a changed relation too it is told how many pairs share nothing but a value that many have."""
    towns = 40
    features = [
        person_features(f"R-{at:05d}", surname="Jansen", address={"city": f"Stad {at}"})
        for at in range(towns)
    ]
    index, found = build(features)
    (left,) = [one for one in found.bounded if one.key == "surname"]
    assert (left.blocks, left.pairs) == (1, towns * (towns - 1) // 2)
    (now,) = [one for one in for_changed(index, features[:1]).bounded if one.key == "surname"]
    assert (now.blocks, now.pairs) == (1, towns - 1)


def test_survives_its_files(tmp_path: Path) -> None:
    """What was saved is read back as it was, and nobody else can read it."""
    features = _book(100)
    index, found = build(features)
    save(index, tmp_path / "duplicates")
    save(index, tmp_path / "duplicates")
    assert stat.S_IMODE((tmp_path / "duplicates").stat().st_mode) == 0o700
    again = load(tmp_path / "duplicates")
    assert again is not None
    assert _of(for_changed(again, [features[9]]), "R-00009") == _of(found, "R-00009")
    assert [file.name for file in tmp_path.iterdir()] == ["duplicates"]


def test_a_changed_relation_stands_for_the_old_one() -> None:
    """A relation that became like another is found, also when it is new; its old self is not."""
    features = _book(100)
    index, before = build([features[0]._replace(id="R-00001"), *features[:1], *features[2:]])
    assert ("R-00000", "R-00001") in {(one.a, one.b) for one in before.pairs}
    changed = features[20]._replace(id="R-00001")
    found = {(one.a, one.b) for one in for_changed(index, [changed]).pairs}
    assert ("R-00001", "R-00020") in found
    assert ("R-00000", "R-00001") not in found
    fresh = features[20]._replace(id="R-90000")
    assert ("R-00020", "R-90000") in {(one.a, one.b) for one in for_changed(index, [fresh]).pairs}
    both = [features[33]._replace(id=number) for number in ("R-90000", "R-90001")]
    assert ("R-90000", "R-90001") in {(one.a, one.b) for one in for_changed(index, both).pairs}


@pytest.mark.parametrize("how", ["absent", "cut", "text", "foreign", "missing", "shorter", "other names"])
def test_damaged_is_ignored(tmp_path: Path, how: str) -> None:
    """An index that is absent, cut short, of another version or incomplete counts as none."""
    folder = tmp_path / "duplicates"
    save(build(_book(50))[0], folder)
    if how == "absent":
        folder = tmp_path / "nothing"
    elif how == "cut":
        (folder / "arrays").write_bytes((folder / "arrays").read_bytes()[:-8])
    elif how == "text":
        (folder / "index.json").write_text("{", encoding="utf-8")
    elif how == "foreign":
        meta = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        (folder / "index.json").write_text(json.dumps(meta | {"version": "x"}), encoding="utf-8")
    elif how == "missing":
        (folder / "arrays").unlink()
    elif how == "other names":
        names = (folder / "names.json").read_text(encoding="utf-8")
        (folder / "names.json").write_text(names.replace("R-", "X-", 1), encoding="utf-8")
    else:
        (folder / "features.json").write_bytes(b"")
    assert load(folder) is None


def test_empty_book() -> None:
    """A book without relations has an index too."""
    index, found = build([])
    assert found.pairs == ()
    assert for_changed(index, _book(12)).pairs
