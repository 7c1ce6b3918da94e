"""What the runner of GitHub Actions makes of a job's log: written from its description, to read our output back."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A workflow command that was found in a log."""

    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Give every command in a log: `::name key=value::data` at the start of a line, `##[name]data` anywhere."""
    return [one for line in re.split(r"\r\n|\r|\n", log) if (one := _command(line)) is not None]


def _command(line: str) -> Command | None:
    start = line.lstrip()
    if start.startswith("::") and (end := start.find("::", 2)) > 0:
        name, _, written = start[2:end].partition(" ")
        pairs = (pair.split("=", 1) for pair in written.split(",") if "=" in pair)
        return Command(name, {key.strip(): _property(value) for key, value in pairs}, _data(start[end + 2 :]))
    if found := re.search(r"##\w*\[([^\]]*)", line):
        return Command(found[1], {}, line[found.end() :])
    return None


def _property(text: str) -> str:
    return _data(text.replace("%3A", ":").replace("%2C", ","))


def _data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
