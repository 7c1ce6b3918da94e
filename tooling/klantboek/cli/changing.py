"""What commands that change records share: their options, fixing before a report, and writing."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from klantboek.cli.screen import prefix_of
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.edits.writing import Rewrite
    from klantboek.findings import Finding
    from klantboek.linting import Checked
    from klantboek.rules import Choice
    from klantboek.yaml import Document

_Command = Callable[..., Any]

diff_option = click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
dirty_option = click.option(
    "--allow-dirty", is_flag=True, help="Change files that have changes which are not committed."
)


def fix_options(command: _Command) -> _Command:
    """Add ``--fix``, ``--unsafe-fixes``, ``--diff`` and ``--allow-dirty``: pass their values to ``Fixing``."""
    command = diff_option(dirty_option(command))
    command = click.option(
        "--unsafe-fixes", is_flag=True, help="Fix also what was probably meant; look at each change."
    )(command)
    return click.option(
        "--fix", is_flag=True, help="Fix what has one right spelling, then report what is left."
    )(command)


class Fixing:
    """What the options of fixing ask for."""

    def __init__(self, asked: dict[str, bool]) -> None:
        """Take the options ``fix``, ``unsafe_fixes``, ``diff`` and ``allow_dirty`` by name."""
        self.unsafe = asked["unsafe_fixes"]
        self.diff = asked["diff"]
        self.allow_dirty = asked["allow_dirty"]
        self.wanted = asked["fix"] or self.unsafe or self.diff

    def prepare(self, folder: Path | None) -> None:
        """Finish a write that was stopped half-way, before the book is read."""
        if self.wanted and not self.diff:
            from klantboek.book import find_book

            recover(find_book(folder or Path.cwd()).parent)

    def made(self, book: "Book", find: "Callable[[Book], Sequence[Finding]]", *, aside: bool) -> "Book":
        """Fix what is asked for, say what was fixed, and give the book as it is then."""
        if not self.wanted:
            return book
        from klantboek.rules.fixing import fix_book

        done = fix_book(book, find, unsafe=self.unsafe)
        if self.diff:
            for old, new in done.records:
                show_difference(book.shown(old.file), old.document, new.document, aside=aside)
        else:
            write(book.project, done.rewrites, allow_dirty=self.allow_dirty)
        where = partial(_where, prefix_of(book.root))
        for finding in done.fixed:
            # A log is no place for somebody's number; the fix stands in the file.
            what = finding.code if aside or finding.fix is None else f"{finding.code}: {finding.fix.text}"
            _say("would fix" if self.diff else "fixed", where(finding), what, aside=aside)
        for one in done.refused:
            _say("not fixed", where(one.finding), one.reason, aside=aside)
        if done.fixed:
            click.echo("", err=aside)
        return book if self.diff else done.book

    def made_of(
        self,
        checked: "Checked",
        choice: "Choice",
        within: "Callable[[list[Finding]], list[Finding]]",
        whole: "Callable[[], Book]",
        *,
        aside: bool,
    ) -> None:
        """Fix what a check found; the whole book is read only where a fix can change what is found elsewhere."""
        from klantboek.linting import checked_again
        from klantboek.rules import lint

        fixable = [finding for finding in checked.findings if finding.fix]
        if not all(finding.record.startswith("relation/") for finding in fixable):
            # What is fixed in a register can change what is found in any relation.
            self.made(whole(), lambda now: within(lint(now, choice)), aside=aside)
            return
        part = checked.part(fixable)
        before = {record.file: record for record in part.records}

        def find(now: "Book") -> "list[Finding]":
            changed = [record for record in now.records if record is not before[record.file]]
            return within(checked_again(checked, changed, choice) if changed else fixable)

        self.made(part, find, aside=aside)


def _where(prefix: str, finding: "Finding") -> str:
    return f"{prefix}{finding.place.file}:{finding.place.line}"


def _say(what: str, where: str, text: str, *, aside: bool) -> None:
    click.echo(f"{what}  {plain(where)}  {plain(text)}", err=aside)


def say_fixable(findings: "Sequence[Finding]", *, aside: bool) -> None:
    """Say how many of the findings a fix would mend."""
    safe = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    unsafe = sum(finding.fix is not None and not finding.fix.safe for finding in findings)
    if safe:
        click.echo(f"Fixable: {safe:,}, by klantboek lint --fix.", err=aside)
    if unsafe:
        click.echo(
            f"Perhaps fixable: {unsafe:,}, by klantboek lint --unsafe-fixes; look with --diff first.",
            err=aside,
        )


def recover(project: Path) -> list[str]:
    """Finish or undo a write that was stopped half-way, and say so; give its files."""
    from klantboek.edits.writing import recover_writing

    files = recover_writing(project)
    for file in files:
        click.echo(f"An earlier write was stopped half-way; {plain(file)} is whole again.", err=True)
    return files


def say_stopped(project: Path) -> bool:
    """Say when a write was stopped half-way, so that the files are not what anybody wanted; tell whether it was."""
    from klantboek.edits.writing import stopped_writing

    files = stopped_writing(project)
    if files:
        more = f" and {len(files) - 1:,} more may be" if len(files) > 1 else " may be"
        click.echo(f"A write was stopped half-way: {plain(files[0])}{more} old or new.", err=True)
        click.echo(
            "  klantboek recover finishes or undoes it; until then the report is not to be trusted.", err=True
        )
    return bool(files)


def write(project: Path, rewrites: "Sequence[Rewrite]", *, allow_dirty: bool) -> None:
    """Write the files, all or none."""
    from klantboek.cli.progress import progress
    from klantboek.edits.writing import write_files

    with progress("Wrote", "files") as told:
        write_files(project, rewrites, allow_dirty=allow_dirty, told=told)


def show_difference(name: str, before: "Document", after: "Document", *, aside: bool = False) -> None:
    """Print what an edit changes in the file of this name."""
    from klantboek.edits.differences import differences

    for line in differences(name, before.text, after.text):
        click.echo(line, err=aside)


def check_staff(book: "Book", code: str) -> str:
    """Give the staff code that was named; raises UnknownNameError when nobody of the book has it."""
    from klantboek.errors import UnknownNameError

    known = [one.id for one in book.settings.staff]
    if code and code not in known:
        raise UnknownNameError("staff code", code, known)
    return code
