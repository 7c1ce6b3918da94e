"""Lint a whole book: ours cold, warm and in two processes, beside other checkers on the same files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from measure import BIN, WORK, Cost, book, cost
from peers.kit import Peer, ready

_SHAPE = ("--select", "KB0", "--select", "KB10")
_OUR_SHAPE = "klantboek, shape only"
# Wall time of two processes is compared with that of one.
_ONE, _TWO = "klantboek, 1 process", "klantboek, 2 processes"
_BASE = 10
_NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class Row:
    """What one command cost on so many records; without a cost, why not."""

    name: str
    size: int
    cost: Cost | None
    note: str = ""

    @property
    def each(self) -> float:
        """Milliseconds of CPU per record."""
        return 1000 * self.cost.seconds / self.size if self.cost else 0.0


def main() -> None:
    """Print a table for each size, and how ours grows from one to the next."""
    peers, absent = ready()
    for peer in peers:
        show_that_it_checks(peer)
    grown: list[list[Row]] = []
    for size in map(int, os.environ.get("BENCH_SIZES", "1000,10000").split(",")):
        folder = _book(size)
        ours = list(_ours(folder, size))
        theirs = [_theirs(peer, folder, size) for peer in peers]
        theirs += [Row(name, size, None, why) for name, why in absent.items()]
        _print_table(size, folder, ours, theirs)
        grown.append(ours)
    _print_growth(grown)


def _book(size: int) -> Path:
    """Give a lean book in a git repository of its own, as books are kept, with everything committed."""
    folder = book(size, "--lean")
    if shutil.which("git") and not (folder.parent / ".git").is_dir():
        (folder.parent / ".gitignore").write_text(".klantboek/\nbuild/\nsample-*/\n", encoding="utf-8")
        who = ("-c", "user.name=bench", "-c", "user.email=bench@klantboek.example")
        for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "The book"]):
            subprocess.run(["git", "-C", folder.parent, *words], check=True)
    return folder


def _ours(folder: Path, size: int) -> Iterator[Row]:
    # Among so many relations there may be two that are probably one.
    lint = (BIN / "klantboek", "lint", "--book", folder, "--exit-zero")
    times = _times(size)
    cold = ("--no-cache",) if _has("--no-cache") else ()
    alone = ("--jobs", "1") if _has("--jobs") else ()
    yield Row(
        _OUR_SHAPE, size, cost([*lint, *_SHAPE, *cold, *alone], times, (0,)), "reading and schema, cold"
    )
    yield Row("klantboek, every rule", size, cost([*lint, *cold, *alone], times, (0,)), "cold")
    if cold:
        yield from _warm(folder, size, [*lint, *alone], times)
    else:
        yield Row("klantboek, warm", size, None, "lint has no cache to switch off (--no-cache)")
    if alone:
        yield Row(
            _ONE, size, cost([*lint, *cold, "--jobs", "1"], times, (0,)), "every rule, cold; by the clock"
        )
        yield Row(
            _TWO, size, cost([*lint, *cold, "--jobs", "2"], times, (0,)), "every rule, cold; by the clock"
        )
    else:
        yield Row(_TWO, size, None, "lint knows no --jobs")


def _warm(folder: Path, size: int, lint: list[object], times: int) -> Iterator[Row]:
    """Measure the first run that keeps what it found, runs after it, and runs after one record changed."""

    def forget() -> None:
        shutil.rmtree(folder.parent / ".klantboek", ignore_errors=True)

    yield Row("klantboek, first run", size, cost(lint, times, (0,), forget), "cold, and keeps what it found")
    cost(lint, 1, (0,))
    yield Row("klantboek, again", size, cost(lint, times, (0,)), "nothing changed")
    file = sorted((folder / "relations").rglob("*.yaml"))[size // 2]
    text = file.read_text(encoding="utf-8")
    counted = iter(range(1, 1000))

    def change() -> None:
        file.write_text(f"{text}# {next(counted)}\n", encoding="utf-8")

    yield Row("klantboek, one changed", size, cost(lint, times, (0,), change), "one record of all changed")
    file.write_text(text, encoding="utf-8")


def _theirs(peer: Peer, folder: Path, size: int) -> Row:
    files, note = folder / "relations", peer.checks
    if size > peer.most and not os.environ.get("BENCH_PATIENT"):
        files, size, note = _sample(folder, peer.most), peer.most, f"{note}; over {peer.most:,} of the files"
    return Row(peer.name, size, cost(peer.call(files), _times(size), (0,), inside=files), note)


def _sample(folder: Path, number: int) -> Path:
    """Give a folder with so many of the relations of a book, from all over it."""
    sample = folder.parent / f"sample-{number}"
    if not sample.is_dir():
        files = sorted((folder / "relations").rglob("*.yaml"))
        sample.mkdir()
        for place in range(number):
            file = files[place * len(files) // number]
            shutil.copy(file, sample / file.name)
    return sample


def _times(size: int) -> int:
    return 5 if size <= 1000 else 3 if size <= 10_000 else 1


@cache
def _has(option: str) -> bool:
    found = subprocess.run([BIN / "klantboek", "lint", "--help"], check=True, capture_output=True, text=True)
    return option in found.stdout


def show_that_it_checks(peer: Peer) -> None:
    """Stop unless the peer passes right files and refuses one with a planted fault."""
    right, wrong = WORK / "peers" / "right", WORK / "peers" / "wrong"
    files = sorted((_book(_BASE) / "relations").rglob("*.yaml"))[:3]
    for folder, plant in ((right, _as_it_is), (wrong, _planted(peer.planted))):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, file in enumerate(files):
            text = file.read_text(encoding="utf-8")
            (folder / file.name).write_text(plant(text) if number == 1 else text, encoding="utf-8")
    for folder, passes in ((right, True), (wrong, False)):
        ended = subprocess.run(
            [str(word) for word in peer.call(folder)], check=False, capture_output=True, text=True, cwd=folder
        )
        said = ended.stdout + ended.stderr
        if (ended.returncode == 0) is not passes or (not passes and files[1].name not in said):
            print(said[-2000:], file=sys.stderr)
            sys.exit(f"{peer.name} does not do the work: it ended with {ended.returncode} on {folder}")


def _as_it_is(text: str) -> str:
    return text


def _planted(fault: str) -> Callable[[str], str]:
    key = fault.partition(":")[0]

    def plant(text: str) -> str:
        lines = text.splitlines()
        return "".join(f"{fault if line.startswith(f'{key}:') else line}\n" for line in lines)

    return plant


def _print_table(size: int, folder: Path, ours: list[Row], theirs: list[Row]) -> None:
    files = list((folder / "relations").rglob("*.yaml"))
    kilobytes = sum(file.stat().st_size for file in files) / len(files) / 1000
    shape = ours[0].each
    print(f"\n{size:,} relations of {kilobytes:.1f} kB each")
    print(_line("", ["CPU ms/file", "CPU s", "wall s", "MiB", "x shape"]))
    for row in (*ours, *theirs):
        if row.cost is None:
            cells = [_NOTHING] * 5
        else:
            found = row.cost
            cells = [
                f"{row.each:.3f}",
                f"{found.seconds:.2f}",
                f"{found.wall:.2f}",
                f"{found.memory:.0f}",
                f"{row.each / shape:.2f}",
            ]
        print(_line(row.name, cells, row.note))
    by_name = {row.name: row.cost for row in ours}
    one, two = by_name.get(_ONE), by_name.get(_TWO)
    if one and two:
        print(f"Two processes are {one.wall / two.wall:.2f} times as fast by the clock as one.")
    again, whole = by_name.get("klantboek, one changed"), by_name["klantboek, every rule"]
    if again and whole:
        print(f"With one changed record it takes {100 * again.seconds / whole.seconds:.1f} % of cold.")


def _line(name: str, cells: list[str], note: str = "") -> str:
    return f"{name:24} {' '.join(f'{cell:>11}' for cell in cells)}  {note}".rstrip()


def _print_growth(tables: list[list[Row]]) -> None:
    """Print what each record adds to what the program costs on a book of ten."""
    base = {row.name: row.cost for row in _ours(_book(_BASE), _BASE)}
    print(f"\nGrowth, above a book of {_BASE} relations: CPU ms and KiB for each record")
    names = [row.name for row in tables[0] if row.cost]
    sizes = [rows[0].size for rows in tables]
    print(_line("", [head for size in sizes for head in (f"ms at {size:,}", "KiB")]))
    for name in names:
        cells: list[str] = []
        for rows in tables:
            row, start = next(row for row in rows if row.name == name), base.get(name)
            if row.cost is None or start is None:
                cells += [_NOTHING] * 2
                continue
            more = row.size - _BASE
            milliseconds = 1000 * (row.cost.seconds - start.seconds) / more
            kibibytes = 1024 * (row.cost.memory - start.memory) / more
            cells += [f"{milliseconds:.3f}", f"{kibibytes:.2f}"]
        print(_line(name, cells))


if __name__ == "__main__":
    main()
