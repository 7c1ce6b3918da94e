"""What of a relation changed, by the names of what pages ask for: by that a build tells which pages to make again."""

from pathlib import Path
from typing import Any

import pytest

from given import Given, as_file, data
from klantboek.book.book import RELATION
from klantboek.book.reading import quickest_record
from klantboek.handbook.gleaning import Plan, glean
from klantboek.handbook.index import Index

CASES = data(Path(__file__).parent / "facets.yaml")
PLAN = Plan({"since": {"": 0}}, (("relation.since", True),))


def _put(index: Index, records: Given) -> None:
    """Bring relations into an index as a build does: those that are None go."""
    known = index.contents()
    index.forget(file for file in records if file in known)
    for file, record in records.items():
        if record is not None:
            content = as_file(file, record).encode()
            read = quickest_record(RELATION, Path(file).stem, content, file)
            index.add(file, content, glean(read, PLAN))
    index.settle()
    index.keep()
    index.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_changed_is_marked(tmp_path: Path, case: dict[str, Any]) -> None:
    """Each change of a relation marks what shows it, and nothing else; a shared number can change the name of any page."""
    file = tmp_path / "index.sqlite"
    _put(Index(file, "one program"), {"relations/R-00001.yaml": {}, **case["before"]})
    _put(Index(file, "one program"), case["after"])
    index = Index(file, "one program")
    assert sorted(index.marked(0)) == case["marks"]
    index.close()


def test_each_build_hears_what_changed_since_its_own(tmp_path: Path) -> None:
    """What changed before the last build is not told again; an index of another program has nothing to tell."""
    file = tmp_path / "index.sqlite"
    generations = []
    for status in ("active", "active", "lost", "ended"):
        index = Index(file, "one program")
        _put(index, {"relations/R-00001.yaml": {"status": status}})
        generations.append(index.generation)
    index = Index(file, "one program")
    assert generations[-1] == index.generation
    assert [bool(index.marked(one)) for one in generations] == [True, True, True, False]
    index.close()
    other = Index(file, "another program")
    assert other.born != index.born
    assert (other.generation, other.marked(0), other.contents()) == (0, set(), {})
    other.close()
