"""The rules of the house: structure, sizes, directions of imports, one home for every fact."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from klantboek.cli.app import app
from klantboek.rules.catalogue import catalogue
from klantboek.yaml import read

ROOT = Path(__file__).parents[1]
TOOLING = ROOT / "tooling" / "klantboek"
MODULES = sorted(TOOLING.rglob("*.py"))
LONGEST = 300
# The way through the house: a part may import itself and what stands before it.
ORDER = (
    "house", "errors", "changes", "findings", "plain", "git", "yaml", "edits", "shapes", "schema", "book", "rules", "duplicates", "linting", "merging",
    "tables",
    "aggregates", "predictions", "handbook", "review", "privacy", "exchange", "letters", "editor", "reports", "cli",
)  # fmt: skip
# Libraries that one part of the house alone knows.
ONLY = {"click": {"cli"}, "mkdocs": {"handbook"}, "duckdb": {"tables", "aggregates"}, "jinja2": {"handbook"}}
EMPTY_NAMES = {"utils", "common", "helpers", "manager", "base", "misc", "util", "helper"}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _part(module: Path) -> str:
    return module.relative_to(TOOLING).parts[0].removesuffix(".py")


def _imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(TOOLING).as_posix())
def test_module(module: Path) -> None:
    """A module has one line that says what lives in it, at most 300 lines, a real name, and looks downwards only."""
    text = module.read_text(encoding="utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "").strip(), "what lives in this module?"
    assert text.count("\n") <= LONGEST, "two subjects in one room?"
    assert module.stem not in EMPTY_NAMES
    part = _part(module)
    for name in _imports(module):
        first, _, rest = name.partition(".")
        if first == "klantboek" and rest.split(".")[0] in ORDER and part in ORDER:
            target = rest.split(".")[0]
            assert ORDER.index(target) <= ORDER.index(part), f"{part} stands before {target}"
        assert part in ONLY.get(first, {part}), f"only {ONLY[first]} know {first}"


def test_every_part_is_in_the_order() -> None:
    """A new part of the house gets its place in the way through it."""
    parts = {_part(module) for module in MODULES} - {"__init__"}
    assert parts <= set(ORDER)


def test_codes_are_unique_and_in_families() -> None:
    """A code means one thing, and starts with the number of its family."""
    codes = [entry.code for entry in catalogue()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"KB[0-9]{3}", code) for code in codes)
    assert len({entry.name for entry in catalogue()}) == len(codes)


def test_each_rule_has_a_file_of_its_own() -> None:
    """One rule a file, and the file is named by what must hold."""
    framework = {
        "__init__",
        "registry",
        "selection",
        "catalogue",
        "example",
        "fixing",
        "suppressions",
        "baseline",
        "claims",
    }
    for module in (TOOLING / "rules").glob("*.py"):
        found = re.findall(r"^@rule\(", module.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(found) == (0 if module.stem in framework else 1), module.name
        if module.stem not in framework:
            assert f"\ndef {module.stem}(" in module.read_text(encoding="utf-8"), module.name


def _commands(group: click.Group, ctx: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from _commands(command, ctx)


def test_every_command_and_option_is_documented() -> None:
    """Each command says what it does in a sentence, and each option too."""
    for name, command in _commands(app, click.Context(app)):
        assert (command.help or "").strip().partition("\n")[0].endswith("."), name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"


def test_no_open_ends() -> None:
    """No note of unfinished work, no test that is switched off without a word."""
    for module in {*MODULES, *(ROOT / "tests").rglob("*.py")} - {Path(__file__)}:
        text = module.read_text(encoding="utf-8")
        assert not re.search(r"#\s*(?:TODO|FIXME|XXX)|NotImplementedError|pragma: no cover", text), module


def test_noqa_has_a_reason() -> None:
    """Whoever silences the linter says why, or stands where the reason was given for the whole group."""
    for module in MODULES:
        for number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), start=1):
            assert not re.search(r"#\s*noqa(?!:)", line), f"{module}:{number}"
            assert not re.search(r"type:\s*ignore(?!\[)", line), f"{module}:{number}"


def test_records_and_workflows_are_yaml_we_can_read() -> None:
    """Each YAML file that the project ships for people to copy is read by our own strict reader."""
    for path in _tracked():
        if path.suffix in {".yaml", ".yml"} and path.is_relative_to(ROOT / "records"):
            assert read(path.read_bytes(), path.name).faults == (), path


def test_lock_files_pin_every_dependency() -> None:
    """Everything that pyproject asks for stands in a lock file with a hash, and no host is named there."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra, file in (((), "run.lock"), (wanted["optional-dependencies"]["dev"], "dev.lock")):
        text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
        assert "://" not in text
        for requirement in (*wanted["dependencies"], *extra):
            name = re.split(r"[<>=\[ ]", requirement)[0]
            assert re.search(rf"^{name}==\S+.*\\\n +--hash=sha256:", text, re.MULTILINE), name


def test_output_folder_is_not_the_source_folder() -> None:
    """MkDocs writes to site/ unless told otherwise, and empties it first: here site/ holds what people wrote."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^docs_dir: site/pages$", text, re.MULTILINE)
    assert re.search(r"^site_dir: build/handbook$", text, re.MULTILINE)


def test_project_speaks_of_itself_alone() -> None:
    """No file names a path of one machine or the host of a package registry."""
    words = re.compile(r"/work/(?:main|shared)|pypi\.org|registry\.npmjs|deb\.debian\.org|/root/")
    for path in _tracked():
        if path.suffix in {".png", ".parquet"} or path == Path(__file__):
            continue
        assert words.findall(path.read_text(encoding="utf-8", errors="replace")) == [], path
