"""Whatever happens to a book between two builds: the second gives the pages of a build that has nothing at hand."""

import random
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given import git
from klantboek.handbook import build

TODAY = date(2026, 11, 20)
NOTE = "  - on: 2026-01-01\n    text: A line\n"
SECTION = re.compile(r"^[a-z_]+:", re.MULTILINE)


def pages(folder: Path) -> dict[str, bytes]:
    """Give every file of a handbook."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def relations(root: Path) -> list[Path]:
    """Give the files of relations that say something."""
    return sorted(file for file in root.glob("relations/*.yaml") if "[\n" not in file.read_text())


def change_line(root: Path, chance: random.Random) -> None:
    """Write another digit, or other letters, at the end of a line."""
    file = chance.choice(relations(root))
    lines = file.read_text().split("\n")
    place = chance.randrange(len(lines))
    lines[place] = re.sub(r"\d(?=\D*$)", lambda found: str(int(found[0]) % 8 + 1), lines[place])
    lines[place] = re.sub(r"([a-z]{4,})$", r"\1 else", lines[place])
    file.write_text("\n".join(lines))


def cut_section(root: Path, chance: random.Random) -> None:
    """Leave out one of the properties at the top."""
    file = chance.choice(relations(root))
    text = file.read_text()
    starts = [found.start() for found in SECTION.finditer(text)]
    if len(starts) > 6:
        place = chance.randrange(4, len(starts) - 1)
        file.write_text(text[: starts[place]] + text[starts[place + 1] :])


def add_copy(root: Path, chance: random.Random) -> None:
    """Add a relation that is like another."""
    file = chance.choice(relations(root))
    number = f"R-{chance.randrange(10000, 99999)}"
    file.with_name(f"{number}.yaml").write_text(file.read_text().replace(file.stem, number))


def remove(root: Path, chance: random.Random) -> None:
    """Remove a relation, whoever names it."""
    chance.choice(relations(root)).unlink()


def tie(root: Path, chance: random.Random) -> None:
    """Put a relation below another."""
    file, other = chance.choice(relations(root)), chance.choice(relations(root))
    if "\nlinks:" not in file.read_text():
        file.write_text(f"{file.read_text()}links:\n  - kind: parent\n    to: {other.stem}\n")


def commit(root: Path, chance: random.Random) -> None:
    """Let git know everything."""
    git(root.parent, "add", "--all", "records")
    git(root.parent, "commit", "--quiet", "--allow-empty", "-m", f"Commit {chance.random()}")


EDITS = (change_line, change_line, cut_section, add_copy, remove, tie, commit)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 999)), min_size=4, max_size=4))
def test_warm_build_gives_the_bytes_of_a_cold_one(
    small_records: Callable[[Path], None],
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[Callable[[Path, random.Random], None], int]],
) -> None:
    """After random edits every file is that of a build of a copy of the book that has nothing at hand."""
    root = tmp_path_factory.mktemp("warm") / "records"
    small_records(root)
    git(root.parent, "init", "--quiet")
    commit(root, random.Random(0))  # noqa: S311 -- of a test
    build(root, as_of=TODAY)
    for number, (edit, seed) in enumerate(edits):
        edit(root, random.Random(seed))  # noqa: S311 -- of a test
        if number % 2:
            warm = pages(build(root, as_of=TODAY).folder)
            copy = tmp_path_factory.mktemp("cold") / "book"
            shutil.copytree(root.parent, copy, ignore=shutil.ignore_patterns(".klantboek", "build"))
            cold = pages(build(copy / "records", as_of=TODAY).folder)
            assert sorted(warm) == sorted(cold)
            assert [file for file in cold if warm[file] != cold[file]] == []


def test_nothing_is_rendered_when_nothing_changed(own_book: Path, made: list[str]) -> None:
    """A second build of the same book makes no page at all, and one with another phone number few."""
    folder = build(own_book, as_of=TODAY).folder
    before = pages(folder)
    made.clear()
    assert build(own_book, as_of=TODAY).folder == folder
    assert made == []
    assert pages(folder) == before
    file = own_book / "relations" / "R-00003.yaml"
    file.write_text(file.read_text().replace("+31612345678", "+31612345679"))
    build(own_book, as_of=TODAY)
    assert "relations/R-00003.html" in made
    assert len(made) < len(before) / 4


def test_page_left_over_goes(own_book: Path) -> None:
    """What no page is made of any more goes: the past of a relation with few notes, a page that somebody put there."""
    file = own_book / "relations" / "R-00003.yaml"
    few = file.read_text(encoding="utf-8")
    file.write_text(f"{few}notes:\n{NOTE * 40}", encoding="utf-8")
    folder = build(own_book, as_of=TODAY).folder
    (folder / "figures" / "old.html").write_text("left over", encoding="utf-8")
    changed = folder / "products" / "oven.html"
    before = changed.read_bytes()
    changed.write_text("changed by hand", encoding="utf-8")
    past = folder / "relations" / "R-00003~past.html"
    assert past.is_file()
    file.write_text(few, encoding="utf-8")
    build(own_book, as_of=TODAY)
    assert not past.exists()
    assert not (folder / "figures" / "old.html").exists()
    assert changed.read_bytes() == before
