"""A new book: twelve relations, closed under references, clean, and all that belongs around it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from given import data
from klantboek.book import Book, load
from klantboek.book.starter import Git, NotEmptyError, choose, start
from klantboek.house import carried
from klantboek.rules import lint
from klantboek.shapes import KINDS


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Start a book once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("starter") / "my book"
    assert start(folder).relations == 12
    return folder


def test_twelve_relations_without_findings(started: Path) -> None:
    """A new book has twelve relations, refers to nothing outside it, and lint has nothing to say."""
    book = load(started / "records", as_of=None)
    assert len(book.relations) == len(book.ids("relation")) == 12
    assert [f"{finding.place.file}: {finding.message}" for finding in lint(book)] == []


def test_records_are_those_of_the_example(started: Path) -> None:
    """Every file of a new book equals that of the example book, comments and all."""
    files = [file for file in (started / "records").rglob("*") if file.is_file()]
    assert all(
        file.read_bytes() == (carried("records") / file.relative_to(started / "records")).read_bytes()
        for file in files
    )


def test_the_editor_knows_every_kind(started: Path) -> None:
    """Each kind of record has its schema beside it, and the paths in the editor's settings exist."""
    settings = json.loads((started / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    schemas = settings["yaml.schemas"]
    assert {Path(file).stem for file in schemas} == set(KINDS)
    assert schemas["./schemas/relation.json"] == "records/relations/**/*.yaml"
    assert schemas["./schemas/book.json"] == "records/book.yaml"
    for file in schemas:
        assert (started / file).is_file()


def test_schemas_find_each_other_on_disk(started: Path) -> None:
    """The copied schemas have no address on the web, and refer only to files beside them."""
    for file in (started / "schemas").glob("*.json"):
        text = file.read_text(encoding="utf-8")
        content = json.loads(text)
        original = json.loads((carried("schemas") / file.name).read_text(encoding="utf-8"))
        assert content == {key: value for key, value in original.items() if key != "$id"}
        for part in text.split('"$ref": "')[1:]:
            name = part.partition('"')[0].partition("#")[0]
            assert not name or (started / "schemas" / name).is_file()


def test_settings_of_the_handbook_and_the_check(started: Path) -> None:
    """MkDocs reads ``pages`` and writes where git doesn't look; the workflow lints and builds."""
    settings = data(started / "mkdocs.yml")
    assert settings["docs_dir"] == "pages"
    assert settings["site_dir"] == "build/handbook"
    assert settings["plugins"] == ["klantboek"]
    assert [page.suffix for page in (started / "pages").iterdir()] == [".md"]
    assert "/build/" in (started / ".gitignore").read_text(encoding="utf-8").split()
    steps = data(started / ".github" / "workflows" / "klantboek.yml")["jobs"]["book"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [
        "pip install klantboek",
        "klantboek lint --format github",
        "klantboek compile && klantboek handbook",
    ]
    assert steps[-1]["with"]["path"] == settings["site_dir"]


def test_a_repository_on_main(tmp_path: Path) -> None:
    """A new book is a git repository on the branch main; inside another repository it is left to that one."""
    assert start(tmp_path / "book").git == Git.MADE
    head = subprocess.run(
        ["git", "symbolic-ref", "HEAD"], cwd=tmp_path / "book", capture_output=True, text=True, check=True
    )
    assert head.stdout == "refs/heads/main\n"
    assert start(tmp_path / "book" / "inner").git == Git.INSIDE
    shutil.rmtree(tmp_path / "book" / "inner")


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is missing the book is made all the same, and it is told."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start(tmp_path / "book").git == Git.MISSING
    assert (tmp_path / "book" / "records" / "book.yaml").is_file()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """A folder that holds anything is left as it is; an empty one, or a fresh clone of nothing, is filled."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for taken in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(NotEmptyError, match="not an empty folder"):
            start(taken)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    clone = tmp_path / "clone"
    clone.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=clone, check=True)
    assert start(clone).git == Git.INSIDE


SMALL = {
    "relations/R-00001.yaml": {"links": [{"to": "R-00002", "kind": "referred_by"}]},
    "relations/R-00002.yaml": {"links": [{"to": "R-00003", "kind": "referred_by"}]},
    "relations/R-00003.yaml": {"heard_via": {"how": "one", "campaign": "spring"}},
    "relations/R-00004.yaml": {},
    "relations/R-00005.yaml": {},
    "products/oven.yaml": {"supplier": "R-00005"},
    "campaigns/spring.yaml": {},
    "campaigns/autumn.yaml": {},
    "judgements/R-00004--R-00005.yaml": {"a": "R-00004", "b": "R-00005"},
    "judgements/R-00001--R-00002.yaml": {"a": "R-00001", "b": "R-00002"},
}


def chosen(book: Book, count: int) -> set[str]:
    """Give the names of what is chosen, without the kinds that always come along whole."""
    return {record.id for record in choose(book, count) if record.kind not in {"book", "product"}}


def test_relations_come_with_what_they_refer_to(book_of: Callable[..., Book]) -> None:
    """A relation comes with all it refers to, directly or not, and not at all when that doesn't fit.

    The supplier of a product always comes, as products do; a judgement comes with both its relations.
    """
    book = book_of(SMALL)
    assert chosen(book, 1) == {"R-00005"}
    assert chosen(book, 2) == {"R-00005", "R-00003", "spring"}
    assert chosen(book, 3) == {"R-00005", "R-00003", "spring", "R-00002"}
    assert chosen(book, 4) == {"R-00005", "R-00001", "R-00002", "R-00003", "spring", "R-00001--R-00002"}
    assert chosen(book, 5) == {*chosen(book, 4), "R-00004", "R-00004--R-00005"}
