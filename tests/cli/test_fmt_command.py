"""``klantboek fmt`` as it is used."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.book import Book

MESSY = "kind:   person\nnumber: R-00002\n"
NEAT = "number: R-00002\nkind: person\n"


@pytest.fixture
def messy(book_of: Callable[..., Book]) -> Path:
    """Give a record that is not laid out, in a book of two."""
    file = book_of({}).root / "relations" / "R-00002.yaml"
    file.write_text(MESSY, encoding="utf-8")
    return file


def _run(file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("klantboek")), "fmt", *words]
    return subprocess.run(command, cwd=file.parents[1], capture_output=True, text=True, check=False)


def test_lays_out(messy: Path) -> None:
    """Files that differ are changed and named; a second time there is nothing to do."""
    done = _run(messy)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["changed  relations/R-00002.yaml", "3 files: 1 changed."]
    assert messy.read_text(encoding="utf-8") == NEAT
    assert _run(messy).stdout == "3 files: 0 changed.\n"


def test_check_and_diff_change_nothing(messy: Path) -> None:
    """--check and --diff exit 1 and leave the file alone; --diff shows the lines."""
    checked, shown = _run(messy, "--check"), _run(messy, "--diff")
    assert (checked.returncode, shown.returncode) == (1, 1)
    assert checked.stdout.splitlines()[0] == "would change  relations/R-00002.yaml"
    assert "-kind:   person" in shown.stdout.splitlines()
    assert messy.read_text(encoding="utf-8") == MESSY
    assert _run(messy, "--check", "relations/R-00001.yaml").returncode == 0


def test_a_file_that_can_t_be_read(messy: Path) -> None:
    """A file with faults is named and left alone; the others are laid out; the command exits 1."""
    broken = messy.with_name("R-00003.yaml")
    broken.write_text("a: [1\n", encoding="utf-8")
    done = _run(messy)
    assert done.returncode == 1
    assert "can't be read  relations/R-00003.yaml" in done.stdout
    assert messy.read_text(encoding="utf-8") == NEAT


def test_dirty_files_are_refused(messy: Path) -> None:
    """In a repository a file that is not committed is left alone, unless asked."""
    subprocess.run(["git", "init", "-q"], cwd=messy.parents[2], check=True)
    done = _run(messy)
    assert (done.returncode, messy.read_text(encoding="utf-8")) == (22, MESSY)
    assert "--allow-dirty" in done.stderr
    assert _run(messy, "--allow-dirty").returncode == 0


def test_byte_order_mark_stays(messy: Path) -> None:
    """Bytes in front of the text stay."""
    messy.write_bytes(b"\xef\xbb\xbf" + MESSY.encode())
    assert _run(messy).returncode == 0
    assert messy.read_bytes() == b"\xef\xbb\xbf" + NEAT.encode()
