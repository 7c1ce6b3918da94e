"""CPU time and peak memory of whole commands: user plus system, the median of a few runs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BIN = Path(sys.executable).parent
WORK = Path(__file__).parents[1] / "build" / "bench"


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds of CPU and MiB of peak memory."""

    seconds: float
    memory: float


def cost(command: Sequence[object], times: int = 3, accepted: Sequence[int] = (0, 1)) -> Cost:
    """Run a command a few times and give the medians; an unexpected exit code stops the benchmark."""
    found = [_once([str(word) for word in command], accepted) for _ in range(times)]
    return Cost(median(one.seconds for one in found), median(one.memory for one in found))


def _once(command: list[str], accepted: Sequence[int]) -> Cost:
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode not in accepted:
        sys.exit(f"{' '.join(command)} ended with {started.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def book(relations: int) -> Path:
    """Give the folder of a generated book of this size; made once, kept under build/bench."""
    folder = WORK / str(relations) / "records"
    if not (folder / "book.yaml").is_file():
        maker = Path(__file__).parent / "books" / "make.py"
        subprocess.run(
            [sys.executable, maker, "--relations", str(relations), "--seed", "1", "--to", folder], check=True
        )
    return folder
