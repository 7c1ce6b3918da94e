"""Build a handbook: ours after lint, again, and after one change, beside MkDocs, Material and Hugo on as many pages of that size."""

import os
import shutil
from pathlib import Path

from measure import BIN, book, cost
from peers.sites import peers, site

# More than some thousands is slow in MkDocs: BENCH_PATIENT=1 gives all of them as many pages as ours.
_MOST = 2_000


def main() -> None:
    """Print CPU per page and memory for each size, the bytes of a relation's page, and the peers' CPU per page.

    ``fresh`` has nothing at hand; ``cold`` has what ``klantboek lint`` and the figures keep, and no page. The
    search index is part of ours, of MkDocs' and of Material's; Hugo makes none.
    """
    found, absent = peers()
    heads = ["pages", "fresh ms", "cold ms", "same ms", "changed s", "MiB", "page kB", "search kB"]
    heads += [f"{peer.name} ms" for peer in found]
    print(" ".join(f"{head:>{max(len(head), 8)}}" for head in heads))
    for size in map(int, os.environ.get("BENCH_SIZES", "1000").split(",")):
        folder = book(size, "--lean")
        built = folder.parent / "build" / "handbook"
        command = [BIN / "klantboek", "handbook", "--book", folder]
        for before in (built, folder.parent / ".klantboek"):
            shutil.rmtree(before, ignore_errors=True)
        fresh = cost(command, 1)
        shutil.rmtree(built)
        for kept in (folder.parent / ".klantboek").glob("*handbook*"):
            kept.unlink()
        cold, same = cost(command, 1), cost(command, 1)
        changed = _changed(folder, command)
        pages = len(list(built.rglob("*.html")))
        row = [f"{pages:,}", *(f"{1000 * one.seconds / pages:.2f}" for one in (fresh, cold, same))]
        search = sum(file.stat().st_size for file in (built / "search").iterdir())
        row += [f"{changed:.1f}", f"{cold.memory:.0f}", f"{_mean(built) / 1000:.1f}", f"{search / 1000:,.0f}"]
        number = pages if os.environ.get("BENCH_PATIENT") else min(pages, _MOST)
        for peer in found:
            theirs = cost(peer.command(site(peer, number, _text(built))), 1)
            row.append(f"{1000 * theirs.seconds / number:.2f}")
        print(" ".join(f"{cell:>{max(len(head), 8)}}" for head, cell in zip(heads, row, strict=True)))
    for name, why in absent.items():
        print(f"{name} is left out: {why}")


def _changed(folder: Path, command: list[object]) -> float:
    """Give the seconds of a build after one record got another name; the record is put back."""
    record = next(
        file for file in sorted(folder.rglob("R-*.yaml")) if "  name: " in file.read_text(encoding="utf-8")
    )
    before = record.read_bytes()
    try:
        record.write_bytes(before.replace(b"  name: ", b"  name: Nieuw ", 1))
        return cost(command, 1).seconds
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
