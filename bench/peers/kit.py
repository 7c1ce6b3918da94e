"""The peers: where they are installed, how each is called, and how many files it is given."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import WORK
from peers.forms import write_forms

HERE = Path(__file__).parent
HOME = WORK / "peers"
_FORMS = HOME / "forms"
_PYTHON = HOME / "venv" / "bin"
_NODE = HOME / "node_modules" / ".bin"


@dataclass(frozen=True)
class Peer:
    """A checker: ``call`` gives the command for a folder of relations, to be run inside that folder.

    ``most`` is the number of files it is given at most, of a larger book a sample, so that a run ends the same day; ``checks`` says
    what it looks at. The ``planted`` fault is a line that is put in the place of a line that starts with
    the same key.
    """

    name: str
    call: Callable[[Path], Sequence[object]]
    most: int
    checks: str = "shape"
    planted: str = "status: actief"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


PYTHON_PEERS = (
    Peer(
        "check-jsonschema",
        lambda folder: [
            _PYTHON / "check-jsonschema", "--schemafile", _FORMS / "with-dates.json", *_files(folder)
        ],
        2_000,
    ),
    Peer("yamale", lambda folder: [_PYTHON / "yamale", "-s", _FORMS / "relation.yamale.yaml", folder], 20_000),
    Peer(
        "yamllint",
        lambda folder: [_PYTHON / "yamllint", "-d", "{extends: relaxed, rules: {line-length: disable}}", folder],
        2_000,
        "style",
        "status: active\nstatus: active",
    ),
    Peer(
        "PyYAML + jsonschema",
        lambda folder: [_PYTHON / "python", HERE / "by_hand.py", _FORMS / "with-dates.json", folder],
        20_000,
    ),
)  # fmt: skip
NODE_PEERS = (
    Peer(
        "ajv-cli (js-yaml)",
        lambda folder: [
            _NODE / "ajv", "validate", "--spec=draft2020", "--strict=false", "-c", "ajv-formats", "--errors=line",
            "-s", _FORMS / "without-dates.json", "-d", f"{folder}/**/*.yaml",
        ],
        100_000,
    ),
    Peer(
        "sourcemeta jsonschema",
        lambda folder: [_NODE / "jsonschema", "validate", _FORMS / "with-dates.json", folder],
        100_000,
    ),
    Peer(
        "v8r",
        lambda _: [_NODE / "v8r", "--schema", _FORMS / "without-dates.json", "**/*.yaml"],
        2_000,
    ),
)  # fmt: skip


def ready() -> tuple[list[Peer], dict[str, str]]:
    """Install the peers, and give those that are there; of the others, by name, why not."""
    write_forms(_FORMS)
    found: list[Peer] = []
    absent: dict[str, str] = {}
    for peers, install in ((PYTHON_PEERS, _with_pip), (NODE_PEERS, _with_npm)):
        why_not = install()
        if why_not:
            absent |= dict.fromkeys((peer.name for peer in peers), why_not)
        else:
            found += peers
    return found, absent


def _with_pip() -> str:
    wanted = HERE / "requirements.txt"
    return _installed(
        wanted,
        [sys.executable, "-m", "venv", "--clear", HOME / "venv"],
        [_PYTHON / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted],
    )


def _with_npm() -> str:
    if shutil.which("npm") is None:
        return "there is no npm; on Debian: apt install npm"
    wanted = HERE / "package.json"
    HOME.mkdir(parents=True, exist_ok=True)
    shutil.copy(wanted, HOME)
    return _installed(
        wanted,
        ["npm", "install", "--prefix", HOME, "--silent", "--no-audit", "--no-fund", "--no-package-lock"],
    )


def _installed(wanted: Path, *commands: Sequence[object]) -> str:
    """Run the commands unless the same was installed before; give why it failed, or nothing."""
    stamp = HOME / f"{wanted.name}.installed"
    if stamp.is_file() and stamp.read_bytes() == wanted.read_bytes():
        return ""
    stamp.unlink(missing_ok=True)
    for command in commands:
        words = [str(word) for word in command]
        ended = subprocess.run(words, check=False, capture_output=True, text=True)
        if ended.returncode:
            print(ended.stderr[-2000:], file=sys.stderr)
            return f"{Path(words[0]).name} could not install them"
    stamp.write_bytes(wanted.read_bytes())
    return ""
