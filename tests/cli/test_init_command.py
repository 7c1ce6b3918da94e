"""``klantboek init`` as it is used."""

import subprocess
import sys
from pathlib import Path


def klantboek(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    command = [str(Path(sys.executable).with_name("klantboek")), *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_it_says_what_it_made_and_what_is_next(tmp_path: Path) -> None:
    """It prints what it made and the next two commands; the names in it hold in a shell."""
    done = klantboek("init", "my book", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Started a book in my book:"
    assert lines[1].split(maxsplit=1) == ["records/", "12 fictional relations, and all that they refer to"]
    assert lines[-4:] == [
        "It is a git repository; nothing is committed yet.",
        "Next:",
        "  cd 'my book'",
        "  klantboek build",
    ]
    for line in lines[1:-4]:
        for name in line.strip().partition("  ")[0].split(", "):
            assert (tmp_path / "my book" / name).exists(), name


def test_a_second_time_is_refused(tmp_path: Path) -> None:
    """A folder with a book in it is refused with a message and an exit code of its own."""
    klantboek("init", "book", cwd=tmp_path)
    done = klantboek("init", "book", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (14, "")
    assert "book is not an empty folder" in done.stderr
    assert "Traceback" not in done.stderr
