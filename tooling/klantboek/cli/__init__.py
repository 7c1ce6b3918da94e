"""The command line: one file per command; each reads options, calls one function, prints and exits."""

from klantboek.cli.app import main, start

__all__ = ["main", "start"]
