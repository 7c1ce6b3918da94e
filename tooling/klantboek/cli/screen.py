"""The terminal: its width and colours, and how file names are shown on it."""

import os
import shutil
from pathlib import Path

import click

from klantboek.errors import KlantboekError
from klantboek.plain import plain


def width() -> int:
    """Give the width to print in: the terminal's, at most 120 cells, 100 when there is none."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, 40), 120)


def paint(text: str, colour: str) -> str:
    """Colour a text; click takes the colours out again when the output is no terminal."""
    if os.environ.get("NO_COLOR"):
        return text
    return (
        click.style(text, bold=True)
        if colour == "bold"
        else (click.style(text, dim=True) if colour == "dim" else click.style(text, fg=colour))
    )


def say_error(error: KlantboekError) -> None:
    """Print a named error and what to do about it."""
    click.echo(click.style("error", fg="red", bold=True) + f": {plain(error.message)}", err=True)
    for line in (*error.details, *([error.help] if error.help else ())):
        click.echo(f"  {plain(line)}", err=True)


def say_next(text: str, *, err: bool = False) -> None:
    """Say which command comes next, unless `build` is running it already."""
    if click.get_current_context().find_root().invoked_subcommand != "build":
        click.echo(f"Next: {text}", err=err)


def prefix_of(root: Path) -> str:
    """Give what to write before a file of the book, so that the name holds from the current folder."""
    shown = os.path.relpath(root)
    return "" if shown == "." else f"{shown}/"


def prefix_in_repository(root: Path) -> str:
    """Give what to write before a file of the book, so that the name holds in the repository around it."""
    top = next((folder for folder in root.parents if (folder / ".git").exists()), Path.cwd())
    below = os.path.relpath(root, top)
    return "" if below == "." else f"{Path(below).as_posix()}/"


def append(file: Path, text: str) -> None:
    """Add a text to a file that the host of a job names."""
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise KlantboekError(
            f"Nothing could be written to {file}: {error.strerror}.", "Look at GITHUB_STEP_SUMMARY."
        ) from error


def shown(path: Path) -> str:
    """Give a path as one would type it here: relative when it lies below the current folder."""
    return plain(str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path))
