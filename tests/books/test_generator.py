import csv
import subprocess
import sys
from pathlib import Path

import pytest

from klantboek.book import Book, load
from klantboek.linting import lint_loaded as lint

ROOT = Path(__file__).parents[2]


def _made(to: Path, *options: str) -> dict[str, bytes]:
    command = [sys.executable, str(ROOT / "bench" / "books" / "make.py"), "--to", str(to), *options]
    subprocess.run(command, check=True)
    return {file.relative_to(to).as_posix(): file.read_bytes() for file in to.rglob("*") if file.is_file()}


def _truth(book: Book) -> list[dict[str, str]]:
    with (book.root / "truth.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Give a drawn book with labelled duplicates in it."""
    folder = tmp_path_factory.mktemp("drawn") / "book"
    _made(folder, "--relations", "60", "--seed", "7", "--duplicates")
    return load(folder, None)


def test_same_seed_gives_same_bytes_and_a_larger_book_the_same_beginning(tmp_path: Path) -> None:
    """A benchmark of today is that of tomorrow, whatever its size."""
    small = _made(tmp_path / "small", "--relations", "20", "--seed", "3")
    large = _made(tmp_path / "large", "--relations", "40", "--seed", "3")
    other = _made(tmp_path / "other", "--relations", "20", "--seed", "4")
    assert len(small) + 20 == len(large)
    assert {name: large[name] for name in small} == small
    assert other != small


def test_drawn_book_has_nothing_wrong_but_its_duplicates(drawn: Book) -> None:
    """Every drawn record fits; only what was added shares numbers, is badly written or lacks what it stands for."""
    added = {pair["b"] for pair in _truth(drawn)}
    assert len(drawn.relations) == 60 + len(added)
    assert lint(drawn)
    for finding in lint(drawn):
        assert finding.code.startswith("KB3") or finding.record.removeprefix("relation/") in added, finding


def test_lean_records_are_as_large_as_those_of_most_companies(tmp_path: Path) -> None:
    """Lean records are about 3 kB, small and large ones among them, and nothing is wrong with them."""
    made = _made(tmp_path / "lean", "--relations", "80", "--seed", "5", "--lean")
    sizes = sorted(len(text) for name, text in made.items() if name.startswith("relations/"))
    assert 2500 < sum(sizes) / len(sizes) < 3800
    assert sizes[0] < 2300
    assert sizes[-1] > 4500
    assert [finding.message for finding in lint(load(tmp_path / "lean", None))] == []


def test_truth_names_each_pair(drawn: Book) -> None:
    """The list names relations of the book, says whether they are the same, and how the second came to be."""
    pairs = _truth(drawn)
    assert {"R-00001", "R-00021", "R-00041"} <= {pair["a"] for pair in pairs if pair["same"] == "yes"}
    assert {"R-00008", "R-00038"} <= {pair["a"] for pair in pairs if pair["same"] == "no"}
    assert all(pair["kinds"] and drawn.find("relation", pair["b"]) for pair in pairs)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """The generator does not empty a folder that is no book."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        _made(tmp_path, "--relations", "1")
    assert (tmp_path / "thesis.txt").is_file()


def test_generated_part_of_the_example_is_what_the_generator_writes(tmp_path: Path) -> None:
    """Whoever changes a generated record does so in bench/books/cast.yaml or in the generator."""
    expected = _made(tmp_path / "relations", "--example")
    relations = ROOT / "records" / "relations"
    changed = [name for name, text in expected.items() if (relations / name).read_bytes() != text]
    assert changed == [], "run: python bench/books/make.py --example"
