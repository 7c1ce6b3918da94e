"""What nobody foresaw: no traceback, no lost output, whatever the terminal, the disk or the words are."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.book import Book
from klantboek.errors import KlantboekError, UnforeseenError
from klantboek.plain import plain

KLANTBOEK = str(Path(sys.executable).with_name("klantboek"))
# A program that is klantboek, in which one command goes wrong.
BROKEN = """
import click, sys
from klantboek.cli import app, rules
def command():
    {what}
rules.command = click.command()(command)
sys.argv[0] = "klantboek"
app.start()
"""
BookOf = Callable[..., Book]


def _run(
    *words: str | bytes, cwd: Path, command: tuple[str, ...] = (KLANTBOEK,), **env: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*command, *words], cwd=cwd, env={**os.environ, **env}, capture_output=True, check=False
    )


def _broken(what: str, tmp_path: Path, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    program = BROKEN.format(what=what)
    return _run(*words, "rules", cwd=tmp_path, command=(sys.executable, "-c", program), **env)


def test_a_mistake_of_ours_is_one_message(tmp_path: Path) -> None:
    """It exits 70 with the kind of error and the way on, and repeats nothing that could be personal."""
    done = _broken("int('Jan Jansen')", tmp_path)
    assert done.returncode == 70
    assert done.stdout == b""
    first, second = done.stderr.decode().splitlines()
    assert re.fullmatch(
        r"error: klantboek itself failed: ValueError \(cli/app\.py:\d+\)\."
        r" This is a fault of the program, not of your book\.",
        first,
    )
    assert second.startswith("  Please report it. KLANTBOEK_DEBUG=1 shows the traceback")
    assert b"Jansen" not in done.stderr


@pytest.mark.parametrize("asked", ["--debug", "KLANTBOEK_DEBUG"])
def test_debug_shows_the_traceback(tmp_path: Path, asked: str) -> None:
    """With --debug or the variable the traceback is there, for whoever reports it."""
    words, env = ((asked,), {}) if asked.startswith("-") else ((), {asked: "1"})
    done = _broken("int('Jan Jansen')", tmp_path, *words, **env)
    assert done.returncode == 1
    assert b"Traceback" in done.stderr
    assert b"Jansen" in done.stderr


def test_the_system_refuses(tmp_path: Path) -> None:
    """A full disk or a closed folder is told with the system's own words and the file."""
    done = _broken("open('/nowhere/at/all')", tmp_path)
    assert done.returncode == 70
    assert done.stderr.startswith(b"error: The system refused: No such file or directory: /nowhere/at/all\n")


def test_errors_that_are_named_stay_themselves(tmp_path: Path) -> None:
    """A wrong command and a missing book keep their own messages and exit codes."""
    assert _run("lnt", cwd=tmp_path).returncode == 2
    assert _run("lint", cwd=tmp_path).returncode == 3


def test_an_error_from_elsewhere_has_no_place() -> None:
    """An error that never passed through our code names its kind only."""
    error: KlantboekError = UnforeseenError(MemoryError())
    assert error.message.startswith("klantboek itself failed: MemoryError. ")
    assert UnforeseenError(OSError("odd")).message.startswith("klantboek itself failed: OSError. ")


KEPT = """
    from pathlib import Path
    from klantboek.edits.damaged import in_use
    from klantboek.edits.writing import Rewrite, write_files
    in_use(Path("kept")).touch()
    print("begun")
    {then}
    int("no number")
"""
WRITES = "write_files(Path('.'), [Rewrite(Path('a.yaml').resolve(), None, b'a: 1')], allow_dirty=True)"


@pytest.mark.parametrize(("then", "times"), [("pass", 2), (WRITES, 1)])
def test_nothing_is_written_twice(tmp_path: Path, then: str, times: int) -> None:
    """What failed while something kept was in use is done once more without that, unless the book was changed by then."""
    done = _broken(KEPT.format(then=then).strip(), tmp_path)
    assert done.returncode == 70, done.stderr
    assert done.stdout.split() == [b"begun"] * times
    assert (tmp_path / "a.yaml").exists() == (times == 1)


AT_THE_END = """
    import atexit, threading, time
    from pathlib import Path
    def late():
        time.sleep(0.2)
        Path("late").touch()
    {when}
    sys.exit({code})
"""


@pytest.mark.parametrize("when", ["atexit.register(late)", "threading.Thread(target=late).start()"])
@pytest.mark.parametrize("code", [0, 3, "'a word'"])
def test_what_waits_for_the_end_is_done(tmp_path: Path, when: str, code: object) -> None:
    """The program ends at once, but not before what somebody left for its end, or began, is done; its code stays."""
    done = _broken(AT_THE_END.format(when=when, code=code).strip(), tmp_path)
    assert (tmp_path / "late").exists()
    assert (done.returncode, done.stderr) == ((1, b"a word\n") if isinstance(code, str) else (code, b""))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_what_can_not_be_printed_is_told(tmp_path: Path) -> None:
    """What waits to be printed at the end, and can't be, ends as a message with its exit code."""
    with Path("/dev/full").open("wb") as full:
        program = BROKEN.format(what="sys.stdout.write('some')")
        done = subprocess.run(
            [sys.executable, "-c", program, "rules"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.splitlines()[:1]) == (
        70,
        [b"error: The system refused: No space left on device"],
    )


@pytest.mark.parametrize("words", [("rules",), ("query", "select * from range(100000)"), ("lint",)])
def test_a_reader_that_leaves(book_of: BookOf, words: tuple[str, ...]) -> None:
    """Output piped to a program that reads one line ends without a word."""
    book = book_of({f"relations/R-{number:05}.yaml": {"status": "?"} for number in range(2, 200)})
    with subprocess.Popen(
        [KLANTBOEK, *words], cwd=book.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert b"rror" not in said


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_that_lacks_a_character(book_of: BookOf, encoding: str) -> None:
    """A character that the terminal can't show is shown by its number; nothing ends there."""
    book = book_of({})
    done = _run("query", "select 'é → ok' as x", cwd=book.root, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert b"ok" in done.stdout


def test_words_that_are_no_text(book_of: BookOf) -> None:
    """Bytes that are no UTF-8 on the command line give a message, not an end."""
    book = book_of({})
    done = _run("query", b"select '\xff'", cwd=book.root)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 2)
    assert b"no UTF-8" in done.stderr


def test_a_folder_whose_name_is_no_text(book_of: BookOf, tmp_path: Path) -> None:
    """The tables can't be written to a folder that the database can't name; that is said."""
    book = book_of({})
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system holds UTF-8 names only")
    book.root.rename(odd / "records")
    done = _run("compile", cwd=odd)
    assert done.returncode == 10
    assert b"not UTF-8" in done.stderr
    assert plain(str(odd)).encode() in done.stderr


def test_ctrl_c(tmp_path: Path) -> None:
    """Ctrl+C ends with one word."""
    done = _broken(f"import os; os.kill(os.getpid(), {int(signal.SIGINT)})", tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip() == b"Aborted!"
