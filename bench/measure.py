"""CPU time, wall time and peak memory of whole commands with all their processes; the medians of a few runs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BIN = Path(sys.executable).parent
_LONG = 30.0
WORK = Path(__file__).parents[1] / "build" / "bench"


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds of CPU, MiB of peak memory of its largest process, seconds by the clock."""

    seconds: float
    memory: float
    wall: float = 0.0


def cost(
    command: Sequence[object],
    times: int = 3,
    accepted: Sequence[int] = (0, 1),
    before: Callable[[], object] | None = None,
    inside: Path | None = None,
) -> Cost:
    """Run a command a few times and give the medians; an unexpected exit code stops the benchmark.

    CPU is user plus system of the command and all processes it waits for; ``before`` is called ahead of
    each run and costs nothing; ``inside`` is the folder to run in. What takes long runs once.
    """
    words = [str(word) for word in command]
    found = []
    for _ in range(times):
        if before is not None:
            before()
        found.append(_once(words, accepted, inside))
        if found[-1].seconds > _LONG:
            break
    return Cost(
        median(one.seconds for one in found),
        median(one.memory for one in found),
        median(one.wall for one in found),
    )


def _once(command: list[str], accepted: Sequence[int], inside: Path | None) -> Cost:
    start = time.perf_counter()
    # A program that was used before has its bytecode, whatever the shell around this says.
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    around["PYTHONPYCACHEPREFIX"] = str(WORK / "bytecode")
    started = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=inside, env=around
    )
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode not in accepted:
        sys.exit(f"{' '.join(command)} ended with {started.returncode}")
    wall = time.perf_counter() - start
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, wall)


def book(relations: int, *options: str) -> Path:
    """Give the folder of a generated book of this size, with these options of the generator.

    It is made once and kept under build/bench.
    """
    name = "-".join([str(relations), *(option.lstrip("-") for option in options)])
    folder = WORK / name / "records"
    if not (folder / "book.yaml").is_file():
        maker = Path(__file__).parent / "books" / "make.py"
        wanted = ["--relations", str(relations), "--seed", "1", "--to", str(folder), *options]
        subprocess.run([sys.executable, str(maker), *wanted], check=True)
    return folder
