"""Run every benchmark of this folder: each is a module bench_*.py with a ``main``.

The sizes are 1,000 and 10,000 relations; BENCH_SIZES=1000,10000,100000 asks for more. A peer that is slow is
given a sample of so many files at most; BENCH_PATIENT=1 gives it all.
"""

import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run the benchmarks whose names are given, or all of them."""
    sys.path.insert(0, str(HERE))
    # Long tables are read while they grow, also in a file.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    wanted = sys.argv[1:]
    for file in sorted(HERE.glob("bench_*.py")):
        if not wanted or file.stem.removeprefix("bench_") in wanted:
            module = import_module(file.stem)
            title = (module.__doc__ or "").splitlines()[0]
            print(f"\n{title}\n")
            module.main()


if __name__ == "__main__":
    main()
