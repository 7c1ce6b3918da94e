import csv
import subprocess
import sys
from pathlib import Path

import pytest

from klantboek.book import Book, load
from klantboek.rules.selection import lint

ROOT = Path(__file__).parents[2]


def _made(to: Path, *options: str) -> dict[str, bytes]:
    command = [sys.executable, str(ROOT / "bench" / "books" / "make.py"), "--to", str(to), *options]
    subprocess.run(command, check=True)
    return {file.relative_to(to).as_posix(): file.read_bytes() for file in to.rglob("*") if file.is_file()}


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
    """Every drawn record fits; only the copies share an address or a number with who they copy."""
    assert len(drawn.relations) == 63
    assert {finding.code for finding in lint(drawn)} <= {"KB303"}


def test_truth_names_each_pair(drawn: Book) -> None:
    """The list of duplicates names relations of the book and says what was done to each copy."""
    with (drawn.root / "truth.csv").open(encoding="utf-8", newline="") as stream:
        pairs = list(csv.DictReader(stream))
    assert [(pair["a"], pair["b"]) for pair in pairs] == [
        ("R-00001", "R-00061"),
        ("R-00021", "R-00062"),
        ("R-00041", "R-00063"),
    ]
    assert all(pair["mistakes"] for pair in pairs)


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
