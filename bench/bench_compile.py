"""Compile a book: ours cold, warm and with one record changed, beside hand-written pandas and plain DuckDB SQL.

Every relation has ten orders. Ours is the whole command: tables, figures, the measured checklist and predictions.
The peers get the tables as Parquet, ready made. They compute five figures: turnover and margin by month, by product
and by channel, what each relation bought, and RFM; and they compute all our figures by our own SELECTs, which is
what the database alone costs. Before pandas is measured its figures are held against those of plain SQL.
"""

import os
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
    figures = [sys.executable, _FIGURES, "compile", folder]

    def forget() -> None:
        shutil.rmtree(project / ".klantboek", ignore_errors=True)
        shutil.rmtree(project / "build", ignore_errors=True)

    cold = cost(ours, times, (0,), forget)
    again = cost(ours, times, (0,))
    file = sorted((folder / "relations").rglob("*.yaml"))[size // 2]
    text = file.read_text(encoding="utf-8")
    counted = iter(range(1, 1000))

    def change() -> None:
        file.write_text(
            text.replace("\nstatus: ", f"\nnotes: Number {next(counted)}.\nstatus: ", 1), encoding="utf-8"
        )

    changed = cost(ours, times, (0,), change)
    changed_figures = cost(figures, times, (0,), change)
    file.write_text(text, encoding="utf-8")
    subprocess.run([str(word) for word in ours], check=True, stdout=subprocess.DEVNULL)
    read = cost([sys.executable, _FIGURES, "read", folder], times, (0,))
    parquet = tables / "parquet"
    python = _python_with_pandas()
    subprocess.run([sys.executable, str(_FIGURES), "script", str(parquet)], check=True)
    if python is not None:
        subprocess.run([str(python), str(_FIGURES), "check", str(parquet)], check=True)
    rows = {
        "klantboek, cold": cold,
        "klantboek, one changed": changed,
        "  of it tables and figures": changed_figures,
        "klantboek, nothing changed": again,
        "klantboek, reading alone": read,
        "DuckDB, all our figures": cost([sys.executable, _FIGURES, "all", parquet], times, (0,)),
        "DuckDB, five figures": cost([sys.executable, _FIGURES, "duckdb", parquet], times, (0,)),
        "pandas, five figures": cost([python, _FIGURES, "pandas", parquet], times, (0,)) if python else None,
    }
    _print(size, rows)
    plain = rows["DuckDB, all our figures"]
    if plain is not None:
        allowed = 2 * plain.seconds + read.seconds
        for name in ("klantboek, one changed", "klantboek, nothing changed"):
            found = rows[name]
            if found is not None:
                print(f"{name}: {found.seconds:.2f} s; twice plain DuckDB and reading is {allowed:.2f} s")
    return cold.memory, changed.memory


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
    print(f"\n{size:,} relations")
    print(f"{'':28} {'CPU s':>8} {'wall s':>8} {'MiB':>7}")
    for name, found in rows.items():
        if found is None:
            print(f"{name:28} {_NOTHING:>8} {_NOTHING:>8} {_NOTHING:>7}  pandas is not installed")
        else:
            print(f"{name:28} {found.seconds:8.2f} {found.wall:8.2f} {found.memory:7.0f}")


if __name__ == "__main__":
    main()
