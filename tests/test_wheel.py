"""The wheel: installed somewhere else, with the locked dependencies, it makes a book and builds its handbook."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What pip says where there is no network at all.
OFFLINE = ("NewConnectionError", "Failed to establish a new connection", "name resolution")

pytestmark = pytest.mark.slow


def run(*words: object, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command and give back what it said."""
    return subprocess.run(
        list(map(str, words)), cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an empty environment, outside the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    done = run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.lock", cwd=folder)
    if done.returncode and any(words in done.stderr for words in OFFLINE):
        pytest.skip("no network to install the dependencies from")
    assert done.returncode == 0, done.stderr
    done = run(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "bin" / "klantboek"


def test_what_travels_in_the_wheel(wheel: Path) -> None:
    """The schemas, the example records and everything of the handbook are in it; tests and the checkout are not."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("schemas", "records", "site/pages", "site/templates", "site/theme", "site/starter"):
        here = {
            f"klantboek/carried/{file.relative_to(ROOT).as_posix()}"
            for file in (ROOT / folder).rglob("*")
            if file.is_file() and "__pycache__" not in file.parts
        }
        assert here
        assert here <= inside, folder
    code = {
        f"klantboek/{file.relative_to(ROOT / 'tooling' / 'klantboek').as_posix()}"
        for file in (ROOT / "tooling" / "klantboek").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert code <= inside
    assert {name.split("/")[0].partition("-")[0] for name in inside} == {"klantboek"}
    assert not any("__pycache__" in name for name in inside)


def test_a_book_and_its_handbook_from_the_wheel(program: Path, tmp_path: Path) -> None:
    """Far from the checkout and with nothing in the environment, ``init`` and ``build`` give a handbook of twelve."""
    env = {"PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = run(program, "init", "my-book", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    book = tmp_path / "my-book"
    done = run(program, "build", cwd=book, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    handbook = book / "build" / "handbook"
    assert (handbook / "index.html").is_file()
    relations = {file.stem for file in (book / "records" / "relations").rglob("*.yaml")}
    assert len(relations) == 12
    assert {file.stem for file in (handbook / "relations").glob("R-?????.html")} == relations
    assert "Traceback" not in done.stderr


def test_mkdocs_itself_builds_the_book(program: Path, tmp_path: Path) -> None:
    """``mkdocs build --strict`` in a new book gives the same handbook, without a warning."""
    assert run(program, "init", "my-book", cwd=tmp_path).returncode == 0
    done = run(program.with_name("mkdocs"), "build", "--strict", cwd=tmp_path / "my-book")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "my-book" / "build" / "handbook" / "relations").glob("R-?????.html"))) == 12
