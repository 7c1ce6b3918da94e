"""The engine that checks a whole book: whatever the way, it says what the rules say of the whole book."""

import inspect
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import HERE, data
from klantboek.book import Book, load
from klantboek.book.files import BookFile
from klantboek.findings import Finding
from klantboek.house import carried
from klantboek.linting import Way, check_book
from klantboek.linting.examine import Examiner
from klantboek.linting.loaded import lint_loaded
from klantboek.linting.result import Result
from klantboek.rules import Choice
from klantboek.rules.registry import all_rules

TODAY = date(2026, 11, 20)
CASES = [
    pytest.param(case["given"], id=f"{file.stem}: {case['name']}")
    for file in sorted((HERE / "rules" / "cases").glob("*.yaml"))
    for case in data(file)
]
ALONE, KEEPING = Way(jobs=1, keeps=False), Way(jobs=1)


def checked(root: Path, way: Way = ALONE, choice: Choice | None = None) -> list[Finding]:
    """Give the findings of the engine."""
    return list(check_book(root, TODAY, None, choice, way).findings)


def said(findings: list[Finding]) -> list[tuple[Any, ...]]:
    """Give findings short enough to compare by eye."""
    return [
        (one.code, one.place.file, one.path, one.message, one.second and one.second.file) for one in findings
    ]


def whole(root: Path, choice: Choice | None = None) -> list[Finding]:
    """Give the findings of the rules, each run over the whole book."""
    return lint_loaded(load(root, TODAY), choice)


@pytest.mark.parametrize("given_book", CASES)
def test_every_case_of_every_rule(given_book: dict[str, Any], book_of: Callable[..., Book]) -> None:
    """What the rules find in a whole book, the engine finds: the first time, and from what it kept."""
    book = book_of(given_book, TODAY)
    expected = lint_loaded(book)
    first = checked(book.root, KEEPING)
    assert said(first) == said(expected)
    assert first == expected
    assert checked(book.root, KEEPING) == expected


@pytest.mark.parametrize("which", ["example", "flawed"])
def test_whole_books(which: str, tmp_path: Path) -> None:
    """The example book and the flawed one: alone, in two processes, and from what was kept."""
    folder = {"example": carried("records"), "flawed": HERE / "books" / "flawed" / "records"}[which]
    root = tmp_path / "records"
    shutil.copytree(folder, root)
    expected = whole(root)
    assert bool(expected) is (which == "flawed")
    for way in (ALONE, Way(jobs=2, keeps=False), Way(jobs=2), KEEPING):
        assert checked(root, way) == expected


def _kept(root: Path) -> Path:
    (file,) = (root.parent / ".klantboek").glob("*-lint.sqlite")
    return file


@pytest.fixture
def kept(book_of: Callable[..., Book]) -> tuple[Path, list[Finding]]:
    """Give a book with findings of which something is kept."""
    book = book_of(
        {f"relations/R-0000{number}.yaml": {"registrations": {"kvk": "12345678"}} for number in (1, 2, 3)},
        TODAY,
    )
    expected = checked(book.root, KEEPING)
    assert [one.code for one in expected if one.code == "KB301"]
    return book.root, expected


@pytest.mark.parametrize(
    "damage",
    [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4000],
    ids=["empty", "text", "header only"],
)
def test_a_damaged_file_is_ignored(kept: tuple[Path, list[Finding]], damage: bytes) -> None:
    """What is kept and can't be read is as if it were not there."""
    root, expected = kept
    _kept(root).write_bytes(damage)
    assert checked(root, KEEPING) == expected
    assert checked(root, KEEPING) == expected


def test_any_damaged_byte_is_survived(kept: tuple[Path, list[Finding]]) -> None:
    """Whatever happens to the file, the check ends; a page that is cut off gives the same findings."""
    root, expected = kept
    file = _kept(root)
    content = file.read_bytes()
    for cut in range(0, len(content), 4096):
        file.write_bytes(content[:cut])
        assert checked(root, KEEPING) == expected


def test_what_is_kept_and_makes_no_sense_is_ignored(kept: tuple[Path, list[Finding]]) -> None:
    """A result that is not as it was written down is made anew."""
    root, expected = kept
    base = sqlite3.connect(_kept(root))
    base.execute("UPDATE details SET result = '{}'")
    base.commit()
    base.close()
    assert checked(root, KEEPING) == expected


def test_a_file_that_somebody_else_made_is_not_used(kept: tuple[Path, list[Finding]]) -> None:
    """What was kept for another day, or with other rules, is not used; nor what is no file of ours."""
    root, expected = kept
    assert list(check_book(root, date(2027, 1, 1), None, None, KEEPING).findings) != []
    assert checked(root, KEEPING) == expected
    file = _kept(root)
    target = file.with_name("elsewhere")
    file.rename(target)
    file.symlink_to(target)
    before = target.read_bytes()
    (root / "relations" / "R-00003.yaml").unlink()
    assert checked(root, KEEPING) == checked(root) != expected
    assert (file.is_symlink(), target.read_bytes()) == (True, before)


def test_two_at_once(kept: tuple[Path, list[Finding]]) -> None:
    """A check that finds what is kept in use does without."""
    root, expected = kept
    other = sqlite3.connect(_kept(root), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert checked(root, KEEPING) == expected
    other.close()


def test_what_is_kept_is_closed_to_others(kept: tuple[Path, list[Finding]]) -> None:
    """The folder is open to its owner only, git ignores it, and no address stands in the file in words."""
    root, _ = kept
    folder = root.parent / ".klantboek"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_only_some_rules(kept: tuple[Path, list[Finding]]) -> None:
    """A choice gives what everything gives, less what was not chosen; and what is kept stays as it is."""
    root, expected = kept
    before = _kept(root).read_bytes()
    for choice in (Choice(select=("KB3",)), Choice(select=("KB1", "KB10")), Choice(ignore=("KB0", "KB3"))):
        assert checked(root, KEEPING, choice) == [one for one in expected if choice.takes(one)]
    assert _kept(root).read_bytes() == before
    # Here every rule must run after all: a comment may allow one of them.
    choice = Choice(ignore=("KB3",))
    assert checked(root, KEEPING, choice) == [one for one in expected if choice.takes(one)]
    assert checked(root, KEEPING) == expected


def _emptied(root: Path) -> None:
    base = sqlite3.connect(_kept(root))
    base.execute("UPDATE details SET result = ?", (Result(speaks=True).written(),))
    base.execute("DELETE FROM claims")
    base.commit()
    base.close()
    assert "KB301" not in {one.code for one in checked(root, KEEPING)}


def test_other_rules_or_another_day(
    kept: tuple[Path, list[Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept by other rules, or on another day, is not used, however right it looks."""
    root, expected = kept
    _emptied(root)
    monkeypatch.setattr("klantboek.linting.bringing.version", lambda: "other")
    assert checked(root, KEEPING) == expected
    _emptied(root)
    day = date(2027, 5, 1)
    assert (
        check_book(root, day, None, None, KEEPING).findings
        == check_book(root, day, None, None, ALONE).findings
    )


def test_a_file_that_came_with_the_repository(kept: tuple[Path, list[Finding]]) -> None:
    """What git follows is not used: whoever sent it could hide findings with it."""
    root, expected = kept
    _emptied(root)
    for words in (("init", "-q"), ("add", "-f", ".klantboek")):
        subprocess.run(["git", *words], cwd=root.parent, check=True)
    assert checked(root, KEEPING) == expected


TWICE = {"registrations": {"kvk": "12345678"}, "organisation": {"name": "Zonnewende"}}
ALLOWED = "# klantboek: allow KB301 -- a branch\nregistrations: {kvk: '12345678'}"
PARENT = {"links": [{"to": "R-00002", "kind": "parent"}]}
STONE = {"tombstone": {"reason": "retired", "on": "2026-01-01"}}


@pytest.mark.parametrize(
    ("given_book", "choice"),
    [
        # A rule that nobody asked for was allowed: the comment is not useless.
        ({"relations/R-00001.yaml": TWICE, "relations/R-00002.yaml": ALLOWED}, Choice(ignore=("KB3",))),
        ({"relations/R-00001.yaml": TWICE, "relations/R-00002.yaml": ALLOWED}, Choice(select=("KB0",))),
        # A pair that another rule tells is no probable duplicate; nor is one that was judged.
        ({"relations/R-00001.yaml": TWICE, "relations/R-00002.yaml": TWICE}, Choice(select=("KB310",))),
        (
            {
                "relations/R-00001.yaml": TWICE,
                "relations/R-00002.yaml": {"registrations": {"kvk": "12345678", "shared": "a branch"}},
                "relations/R-00003.yaml": {"tombstone": {"reason": "merged", "into": "R-00002", "on": "2026-01-01"}},
                "judgements/R-00001_R-00003.yaml": {"a": "R-00001", "b": "R-00003", "verdict": "distinct"},
            },
            Choice(select=("KB310",)),
        ),
        # Two files of one number: which of them counts does not depend on who else asks.
        (
            {
                "relations/R-00000.yaml": {"number": "R-00001", **PARENT},
                "relations/R-00001.yaml": {},
                "relations/R-00002.yaml": {"links": [{"to": "R-00001", "kind": "parent"}]},
            },
            Choice(select=("KB207",)),
        ),
        ({"relations/R-00001.yaml": PARENT, "relations/R-00002.yaml": {}, "relations/old/R-00002.yaml": STONE}, Choice(select=("KB111",))),
        ({"relations/R-00001.yaml": PARENT, "relations/R-00002.yaml": {}, "relations/old/R-00002.yaml": STONE}, Choice()),
    ],
)  # fmt: skip
def test_a_choice_leaves_the_rest_as_it_is(
    given_book: dict[str, Any], choice: Choice, book_of: Callable[..., Book]
) -> None:
    """What is asked for is answered as if everything were asked, though not every rule runs."""
    root = book_of(given_book, TODAY).root
    expected = whole(root, choice)
    assert checked(root, ALONE, choice) == checked(root, KEEPING, choice) == expected
    assert expected == [one for one in whole(root) if choice.takes(one)]


def test_the_next_number_changes_nothing_about_relations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of relations stays when only the numbers to give out change; lines that move count."""
    root = tmp_path / "records"
    shutil.copytree(HERE / "books" / "flawed" / "records", root)
    checked(root, KEEPING)
    settings = root / "book.yaml"
    text = settings.read_text(encoding="utf-8")
    number = re.search(r"^numbering:\n(.*\n)*?  next: ([0-9]+)$", text, re.MULTILINE)
    assert number is not None
    examined: list[int] = []
    usual = Examiner.examine

    def counted(examiner: Examiner, files: Sequence[tuple[BookFile, bytes]]) -> list[Result]:
        examined.append(len(files))
        return usual(examiner, files)

    monkeypatch.setattr(Examiner, "examine", counted)
    settings.write_text(f"{text[: number.start(2)]}9001{text[number.end(2) :]}", encoding="utf-8")
    assert checked(root, KEEPING) == whole(root)
    assert sum(examined) == 0
    settings.write_text(f"{text[: number.end(2)]}\n{text[number.end(2) :]}", encoding="utf-8")
    assert checked(root, KEEPING) == whole(root)
    assert sum(examined) > 0


def test_only_rules_on_several_relations_look_at_numbers_to_give_out() -> None:
    """Of a relation by itself nothing is said that depends on them: it would be known for too long."""
    looking = [
        rule
        for rule in all_rules()
        if "numbering" in inspect.getsource(inspect.getmodule(rule.check) or rule.check)
    ]
    assert looking != []
    assert [rule.code for rule in looking if rule.across is None and not rule.registers_only] == []
