"""What ``klantboek compile`` does about predictions: files beside those of the figures."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.screen import shown

if TYPE_CHECKING:
    from klantboek.aggregates.compile import Compiled


def predict_compiled(root: Path, done: "Compiled", *, keeps: bool) -> None:
    """Write the predictions of a compiled book, unless nothing of what they are made from changed."""
    from klantboek.predictions.written import prediction_files, write_predictions
    from klantboek.tables.made import make

    folder = root.parent / "build" / "predictions"
    files = prediction_files(folder)

    def write() -> None:
        write_predictions(done.registers, done.folder, folder)

    if keeps:
        make(root, done.digest, files, write)
    else:
        write()
    click.echo(f"Predicted what relations will do; {len(files) // 3} tables are in {shown(folder)}")
