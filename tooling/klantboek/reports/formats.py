"""The formats there are: each module of this package that isn't a part of several is one."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klantboek.reports.report import Report

_PARTS = {
    "encoding",
    "formats",
    "frame",
    "job_summary",
    "markdown",
    "masking",
    "report",
    "statistics",
    "suggestions",
    "waterfall",
}
HUMAN = "human"


@dataclass(frozen=True)
class Format:
    """A way to write a report down.

    ``report`` gives the lines for the output. ``beside`` gives texts to append to other files that the
    environment names, by their paths.
    """

    name: str
    report: Callable[["Report"], Iterator[str]]
    beside: Callable[["Report", Mapping[str, str]], dict[str, str]]


def names() -> list[str]:
    """Give the names of all formats, the one for people first."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted((name for name in found if name not in _PARTS), key=lambda name: (name != HUMAN, name))


def format_of(name: str) -> Format:
    """Give the format with this name."""
    module = import_module(f"klantboek.reports.{name}")
    return Format(name, module.report, getattr(module, "beside", _nothing_beside))


def _nothing_beside(lint: "Report", environment: Mapping[str, str]) -> dict[str, str]:  # noqa: ARG001 -- a Format's signature
    return {}
