"""The line that says how far work has come: on a terminal alone, after a while, and gone at the end."""

import io
import os
import pty
import re
import subprocess
import sys

import pytest

from klantboek.cli import progress as line

# Works for a little more than the second that nobody is told about.
SLOW = """
import sys, time
from klantboek.cli.progress import progress
with progress("Checked", "records") as told:
    for done in range(14):
        told(done * 1000, {total})
        time.sleep(0.1)
    {end}
print("the report")
"""


def _on_a_terminal(script: str, **env: str) -> str:
    mine, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=its, stdout=its, stderr=its, env={**os.environ, "TERM": "xterm", **env}
    )  # fmt: skip
    os.close(its)
    found = b""
    try:
        while piece := os.read(mine, 65536):
            found += piece
    except OSError:  # the other end is closed
        pass
    process.wait()
    os.close(mine)
    return found.decode()


def _screen(written: str) -> list[str]:
    """Give the lines that a terminal shows after all this."""
    lines = [""]
    for part in re.split(r"(\r\n|\r|\x1b\[K)", written):
        if part == "\r\n":
            lines.append("")
        elif part == "\x1b[K":
            continue
        elif part == "\r":
            lines[-1] = ""
        else:
            lines[-1] += part
    return lines


def test_a_line_that_is_gone_at_the_end() -> None:
    """After a second the line counts up; what comes after it stands on a clean line."""
    written = _on_a_terminal(SLOW.format(total=100_000, end=""))
    assert re.search(r"\rChecked 1\d,000 of 100,000 records\x1b\[K", written)
    assert "Checked 0" not in written
    assert _screen(written) == ["the report", ""]


def test_a_failure_takes_the_line_away_as_well() -> None:
    """Whatever ends the work, its message stands alone."""
    written = _on_a_terminal(SLOW.format(total=0, end="sys.exit('failed')"))
    assert re.search(r"\rChecked 1\d,000 records\x1b\[K", written)
    assert _screen(written) == ["failed", ""]


def test_a_dumb_terminal_gets_nothing() -> None:
    """Where a line can't be taken away none is written."""
    assert _on_a_terminal(SLOW.format(total=0, end=""), TERM="dumb") == "the report\r\n"


def test_a_narrow_terminal_is_not_run_over() -> None:
    """The line never wraps: a wrapped one could not be taken away."""
    written = _on_a_terminal(SLOW.format(total=100_000, end=""), COLUMNS="12")
    lines = re.findall(r"\r([^\r\x1b]*)\x1b\[K", written)
    assert re.match(r"Checked \d", lines[0])
    assert max(map(len, lines)) <= 11


def test_nothing_is_written_when_piped() -> None:
    """A log holds no line of progress."""
    done = subprocess.run(
        [sys.executable, "-c", SLOW.format(total=0, end="")], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("the report\n", "")


def test_a_closed_stream_does_no_harm() -> None:
    """Without a terminal, or without any stream, the work goes on."""
    closed = io.StringIO()
    closed.close()
    with line.progress("Checked", "records", closed) as told:
        told(1, 2)


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize("text", ["\x1b[2J", "a\nb", "\u202e", "::error::x"])
def test_words_are_made_plain(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a line can't move the cursor or start anything."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(line, "_PATIENCE", 0)
    stream = _Terminal()
    with line.progress(text, text, stream) as told:
        told(1, 2)
    assert " of 2 " in stream.getvalue()
    assert text not in stream.getvalue().partition(" of 2 ")[0]
