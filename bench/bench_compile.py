"""Compile a book: ours cold, warm and with one record changed, beside hand-written pandas and plain DuckDB SQL.

Every relation has ten orders. Ours is the whole command: tables, figures, the measured checklist and predictions, each
as Parquet, CSV and JSON. Warm means that the time before kept everything, and that one relation has changed since: it
got an order, which changes most figures and all predictions, or a note, which changes hardly any.
The peers get the tables as Parquet, ready made. They compute five figures: turnover and margin by month, by product
and by channel, what each relation bought, and RFM; and they compute all our figures by our own SELECTs, which is
what the database alone costs. Before pandas is measured its figures are held against those of plain SQL.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from measure import BIN, WORK, Cost, book, cost

_FIGURES = Path(__file__).parent / "peers" / "figures.py"
_PANDAS = WORK / "pandas-venv"
_NOTHING = "\N{EN DASH}"
_PACKAGES = ("pandas", "pyarrow", "duckdb")


def main() -> None:
    """Print a table for each size, with what ours costs beside the plain database, and how memory grows."""
    memory = []
    for size in map(int, os.environ.get("BENCH_SIZES", "1000,10000,100000").split(",")):
        folder = book(size, "--orders", "10")
        kilobytes = sum(file.stat().st_size for file in (folder / "relations").rglob("*.yaml")) / 1024
        memory.append((size, kilobytes, *_measured(folder, size)))
    print("\nMemory of a cold compile as the files grow")
    for (size, kilobytes, cold, warm), before in zip(memory, [None, *memory], strict=False):
        more = ""
        if before is not None:
            grown, peak = kilobytes / before[1], cold / before[2]
            more = f"; files x{grown:.1f}, cold x{peak:.2f}, warm x{warm / before[3]:.2f}"
        print(
            f"{size:>9,} relations  {kilobytes / 1024:8.0f} MiB of YAML  cold {cold:6.0f} MiB  warm {warm:6.0f} MiB{more}"
        )


def _measured(folder: Path, size: int) -> tuple[float, float]:
    project = folder.parent
    times = 3 if size <= 10_000 else 1
    tables = project / "build" / "tables"
    ours = [BIN / "klantboek", "compile", "--book", folder]

    def forget() -> None:
        shutil.rmtree(project / ".klantboek", ignore_errors=True)
        shutil.rmtree(project / "build", ignore_errors=True)

    cold = cost(ours, times, (0,), forget)
    # The files that were just written took the room in memory of those that are read: once to have them there again.
    cost(ours, 1, (0,))
    again = cost(ours, times, (0,))
    file = _with_orders(folder, size)
    text = file.read_text(encoding="utf-8")
    counted = iter(range(1, 1000))

    def noted() -> None:
        file.write_text(_with_note(text, next(counted)), encoding="utf-8")

    def ordered() -> None:
        file.write_text(_with_order(text, next(counted)), encoding="utf-8")

    try:
        note, order = cost(ours, times, (0,), noted), cost(ours, times, (0,), ordered)
        rows = {
            "klantboek, cold": cold,
            "klantboek, an order added": order,
            "klantboek, a note written": note,
            "klantboek, nothing changed": again,
            **_peers(folder, tables / "parquet", times),
        }
    finally:
        file.write_text(text, encoding="utf-8")
    _print(size, rows)
    plain, read = rows["DuckDB, all our figures"], rows["klantboek, reading alone"]
    if plain is not None and read is not None:
        allowed = 2 * plain.seconds + read.seconds
        for name, found in (("an order added", order), ("a note written", note), ("nothing changed", again)):
            print(f"{name}: {found.seconds:.2f} s; twice plain DuckDB and reading is {allowed:.2f} s")
    return cold.memory, order.memory


def _with_orders(folder: Path, size: int) -> Path:
    """Give the file in the middle, or the next one that has orders and no notes."""
    files = sorted((folder / "relations").rglob("*.yaml"))[size // 2 :]
    texts = ((file, file.read_text(encoding="utf-8")) for file in files)
    return next(file for file, text in texts if "\norders:\n" in text and "\nnotes:" not in text)


def _with_note(text: str, number: int) -> str:
    note = f"notes:\n  - on: 2026-11-01\n    by: jk\n    text: Number {number}.\n"
    return text.replace("\norders:\n", f"\n{note}orders:\n", 1)


def _with_order(text: str, number: int) -> str:
    """Add an order of as many machines as its number says."""
    order = f"""\
  - number: B26-99{number:03}-1
    date: 2026-10-{number % 28 + 1:02}
    channel: visit
    lines:
      - product: gr-64
        quantity: {number}
        unit_price: 865
        unit_cost: 540
    status: delivered
    delivered_on: 2026-10-29
    total: {865 * number}
"""
    return re.sub(
        r"^orders:\n(?:[ -].*\n)*", lambda orders: orders[0] + order, text, count=1, flags=re.MULTILINE
    )


def _peers(folder: Path, parquet: Path, times: int) -> dict[str, Cost | None]:
    """Measure what reads the tables that stand there."""
    # The first time is after a change, and takes it in.
    subprocess.run([sys.executable, str(_FIGURES), "read", str(folder)], check=True)
    read = cost([sys.executable, _FIGURES, "read", folder], times, (0,))
    python = _python_with_pandas()
    subprocess.run([sys.executable, str(_FIGURES), "script", str(parquet)], check=True)
    if python is not None:
        subprocess.run([str(python), str(_FIGURES), "check", str(parquet)], check=True)
    return {
        "klantboek, reading alone": read,
        "DuckDB, all our figures": cost([sys.executable, _FIGURES, "all", parquet], times, (0,)),
        "DuckDB, five figures": cost([sys.executable, _FIGURES, "duckdb", parquet], times, (0,)),
        "pandas, five figures": cost([python, _FIGURES, "pandas", parquet], times, (0,)) if python else None,
    }


def _python_with_pandas() -> Path | None:
    """Give a Python that has pandas, installed once; None where it can't be."""
    python = _PANDAS / "bin" / "python"
    if not python.exists():
        uv = str(BIN / "uv")
        made = subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(_PANDAS)], check=False)
        words = [uv, "pip", "install", "--quiet", "--python", str(python), *_PACKAGES]
        if made.returncode or subprocess.run(words, check=False).returncode:
            shutil.rmtree(_PANDAS, ignore_errors=True)
            return None
    return python


def _print(size: int, rows: dict[str, Cost | None]) -> None:
    print(f"\n{size:,} relations", flush=True)
    print(f"{'':28} {'CPU s':>8} {'wall s':>8} {'MiB':>7}")
    for name, found in rows.items():
        if found is None:
            print(f"{name:28} {_NOTHING:>8} {_NOTHING:>8} {_NOTHING:>7}  pandas is not installed")
        else:
            print(f"{name:28} {found.seconds:8.2f} {found.wall:8.2f} {found.memory:7.0f}")


if __name__ == "__main__":
    main()
