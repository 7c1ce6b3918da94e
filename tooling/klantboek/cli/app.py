"""The ``klantboek`` command: finds the commands in this package, and turns named errors into messages."""

import atexit
import gc
import io
import os
import pkgutil
import sys
import threading
from importlib import import_module
from keyword import iskeyword

import click

import klantboek
from klantboek.cli.screen import say_error
from klantboek.errors import KlantboekError, UnforeseenError, nearest
from klantboek.plain import plain

_NOT_COMMANDS = {
    "accepting",
    "anonymising",
    "app",
    "changing",
    "numbering",
    "options",
    "paths",
    "progress",
    "reviewing",
    "screen",
    "searching",
    "watching",
}


# The numbers of predictions come in small tables: several processors that share one mostly wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A book is very many values that all stay: to look through them for garbage as often as usual takes a tenth of the time.
_GARBAGE = (50_000, 20, 100)


class Commands(click.Group):
    """A group whose commands are the modules of this package, each with a ``command`` in it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Give the names of all commands."""
        names = (module.name for module in pkgutil.iter_modules([os.path.dirname(__file__)]))  # noqa: PTH120
        return sorted(name.removeprefix("do_") for name in names if name not in _NOT_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command; ``do_`` stands before names that Python reserves."""
        names = self.list_commands(ctx)
        if cmd_name not in names:
            near = nearest(cmd_name, names)
            ctx.fail(
                f"There is no command {plain(cmd_name)!r}." + (f" Did you mean {near!r}?" if near else "")
            )
        module = f"do_{cmd_name}" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"klantboek.cli.{module}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what nobody foresaw ends as one message, and with ``--debug`` as it is."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KlantboekError, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params["debug"]:
                raise
            raise UnforeseenError(error) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(klantboek.__version__, prog_name="klantboek")
@click.option(
    "--debug", is_flag=True, envvar="KLANTBOEK_DEBUG", help="Show the traceback when klantboek itself fails."
)
def app(debug: bool) -> None:  # noqa: FBT001 -- read where commands are run
    """Customer records as code: a folder of YAML files, checked, compiled and published as a handbook."""


def main() -> None:
    """Run the command line; a named error becomes its message and its exit code."""
    gc.set_threshold(*_GARBAGE)
    # What is multiplied is small: more threads would mostly wait for each other, and round otherwise.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a character shows its number; a report must not end there.
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
    except KlantboekError as error:
        say_error(error)
        sys.exit(error.exit_code)


def start() -> None:
    """Run the command line as a program, see ``main``, and end it: nothing runs after it, and it does not come back.

    What commands hold is left to the system, which lets go of all of it at once: to let go of each value by itself
    took up to a fifth of the time of a command.
    """
    code: str | int | None = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    if isinstance(code, int) and threading.active_count() == 1:
        atexit._run_exitfuncs()  # noqa: SLF001 -- they are run, as ever; nobody else offers it
        os._exit(_told(code))
    sys.exit(code)


def _told(code: int) -> int:
    """Send off what still waits to be printed; give the exit code, which is another one when that fails."""
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except OSError as error:
        refused = UnforeseenError(error)
        say_error(refused)
        return refused.exit_code
    return code


def _run() -> None:
    """Run a command; once more where something that was kept for it turns out to be damaged."""
    try:
        app()
    except Exception as error:
        from klantboek.edits.damaged import forget_damaged

        if not forget_damaged(error):
            raise
        app()
