"""The terminal: its width and colours, and how file names are shown on it."""

import os
import shutil
from pathlib import Path

import click

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


def prefix_of(root: Path) -> str:
    """Give what to write before a file of the book, so that the name holds from the current folder."""
    shown = os.path.relpath(root)
    return "" if shown == "." else f"{shown}/"


def shown(path: Path) -> str:
    """Give a path as one would type it here: relative when it lies below the current folder."""
    return plain(str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path))
