"""Build a handbook: ours after lint, again, and after one change, beside MkDocs, Material and Hugo on as many pages of that size."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from browsing import waits
from measure import BIN, WORK, Cost, book, cost
from peers.sites import peers, site

# More than some thousands is slow in MkDocs: BENCH_PATIENT=1 gives all of them as many pages as ours.
_MOST = 2_000
_WORD = "bakkerij"
# Whoever runs this, and whatever their own settings of git are.
_SETTINGS = ("user.name=Bench", "user.email=bench@bench.example", "commit.gpgsign=false", "gc.auto=0")
_GIT = ("git", *(word for one in _SETTINGS for word in ("-c", one)))


def main() -> None:
    """Print for each size what a build costs, how large pages are and what a reader waits for; then what peers cost.

    The book lies in a git repository of its own with one commit, as books do: pages tell the history of their record,
    and git says which files are as they were. ``fresh`` has nothing at hand; ``cold`` has what ``klantboek lint`` and
    the figures keep, and no page. Peers make pages as long as those of relations in the largest of these books. The
    search index is part of ours, of MkDocs' and of Material's; Hugo makes none.
    """
    found, absent = peers()
    sizes = sorted(map(int, os.environ.get("BENCH_SIZES", "1000,10000").split(",")))
    for size in sizes:
        folder = _committed(size)
        built = folder.parent / "build" / "handbook"
        print(f"\n{size:,} relations\n{'':12} {'':16} {'CPU s':>8} {'ms/page':>8} {'MiB':>6}")
        pages = _ours(folder, built)
        _print_sizes(built)
        _print_waits(built)
    number = pages if os.environ.get("BENCH_PATIENT") else min(pages, _MOST)
    print()
    for peer in found:
        theirs = cost(peer.command(site(peer, number, _text(built))), 1)
        _row(peer.name, f"{number:,} pages", theirs.seconds, number, theirs.memory)
    for name, why in absent.items():
        print(f"{name} is left out: {why}")


def _committed(size: int) -> Path:
    """Give the folder of a generated book that is committed in a repository of its own; it is made once."""
    top = WORK / f"{size}-lean-committed"
    if not top.is_dir():
        begun = top.with_suffix(".begun")
        shutil.rmtree(begun, ignore_errors=True)
        shutil.copytree(book(size, "--lean"), begun / "records")
        (begun / ".gitignore").write_text("/build/\n/.klantboek/\n", encoding="utf-8")
        for words in (
            "init --quiet --initial-branch=main",
            "add --all",
            "commit --quiet --message=Records",
            "gc --quiet",
        ):
            subprocess.run([*_GIT, *words.split()], cwd=begun, check=True)
        begun.rename(top)
    return top / "records"


def _ours(folder: Path, built: Path) -> int:
    """Measure our builds one after the other; give the number of pages."""
    command = [BIN / "klantboek", "handbook", "--book", folder]
    state = folder.parent / ".klantboek"
    # Set aside for as long: a disk makes files five times as slowly when as many were removed just before.
    with tempfile.TemporaryDirectory(dir=folder.parent.parent) as aside:
        for before in (built, state):
            if before.exists():
                before.rename(Path(aside) / before.name)
        fresh = cost(command, 1)
        pages = len(list(built.rglob("*.html")))
        built.rename(Path(aside) / "fresh")
        for kept in (*state.glob("*handbook*"), *state.glob("search-*")):
            kept.unlink()
        _row("klantboek", "fresh", fresh.seconds, pages, fresh.memory)
        for name in ("cold", "same", "one changed"):
            one = _changed(folder, command) if name == "one changed" else cost(command, 1)
            _row("klantboek", name, one.seconds, pages, one.memory)
    return pages


def _row(name: str, what: str, seconds: float, pages: int, memory: float) -> None:
    print(f"{name:12} {what:16} {seconds:>8.2f} {1000 * seconds / pages:>8.3f} {memory:>6.0f}", flush=True)


def _print_sizes(built: Path) -> None:
    search = [file.stat().st_size for file in (built / "search").iterdir()]
    whole = (built / "relations.html").stat().st_size
    print(
        f"{len(list(built.rglob('*.html'))):,} pages; a relation's {_mean(built) / 1000:.1f} kB; their list"
        f" {whole / 1000:,.0f} kB; the search {sum(search) / 1000:,.0f} kB in {len(search):,} files"
    )


def _print_waits(built: Path) -> None:
    """Print what a reader waits for, which the clock tells: run it on an idle machine."""
    found = waits(built, _WORD)
    if found is None:
        print("what a reader waits for is left out: apt install chromium")
        return
    print(
        f"the list of relations is ready in {found.ready:.0f} ms, filtered in {found.filtered:.0f} and sorted in {found.sorted:.0f};"
        f" the first search finds in {found.found:.0f} ms with {found.loaded:.0f} kB"
    )


def _changed(folder: Path, command: list[object]) -> Cost:
    """Give what a build costs after one record got another name; the record is put back."""
    record = next(
        file for file in sorted(folder.rglob("R-*.yaml")) if "  name: " in file.read_text(encoding="utf-8")
    )
    before = record.read_bytes()
    try:
        record.write_bytes(before.replace(b"  name: ", b"  name: Nieuw ", 1))
        return cost(command, 1)
    finally:
        record.write_bytes(before)


def _mean(built: Path) -> float:
    """Give the mean size of a relation's page."""
    sizes = [file.stat().st_size for file in (built / "relations").glob("*.html")]
    return sum(sizes) / len(sizes)


def _text(built: Path) -> str:
    """Write Markdown of which the page is as long as a relation's."""
    part = "## Orders\n\n| Day | Product | Amount |\n|---|---|---|\n"
    part += "".join(f"| 2026-01-{day:02} | [Oven {day}](index.md) | {day * 100} |\n" for day in range(1, 21))
    return part * max(1, round(_mean(built) / len(_as_html(part))))


def _as_html(text: str) -> str:
    # MkDocs brings the library; it has no types of its own.
    from markdown import Markdown  # type: ignore[import-untyped]  # noqa: PLC0415 -- only here

    return str(Markdown(extensions=["tables"]).convert(text))


if __name__ == "__main__":
    main()
