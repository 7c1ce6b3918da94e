"""Build a handbook: ours cold, again, and again after one change, beside plain MkDocs on as many pages of that size."""

import os
import shutil
from pathlib import Path

from measure import BIN, WORK, book, cost

_SETTINGS = "site_name: peer\ndocs_dir: pages\nsite_dir: built\nuse_directory_urls: false\n"


def main() -> None:
    """Print CPU per page for each size, the bytes of a relation's page, and the ratio to MkDocs' built-in theme."""
    heads = (
        "pages",
        "cold ms",
        "same ms",
        "one changed ms",
        "page kB",
        "peer ms",
        "ratio",
        "ours MiB",
        "peer MiB",
    )
    print(" ".join(f"{head:>{max(len(head), 8)}}" for head in heads))
    # More than some thousands is slow in the peer: ask for them by BENCH_SIZES.
    for size in map(int, os.environ.get("BENCH_SIZES", "1000").split(",")):
        folder = book(size)
        built = folder.parent / "build" / "handbook"
        for before in (built, folder.parent / ".klantboek"):
            shutil.rmtree(before, ignore_errors=True)
        command = [BIN / "klantboek", "handbook", "--book", folder]
        cold, same = cost(command, 1), cost(command, 1)
        changed = _changed(folder, command)
        pages = len(list(built.rglob("*.html")))
        peer = cost([BIN / "mkdocs", "build", "-q", "-f", _peer(built, pages)], 1)
        kilobytes = _mean(built) / 1000
        row = (
            f"{pages:,}",
            *(f"{1000 * one / pages:.2f}" for one in (cold.seconds, same.seconds, changed)),
            f"{kilobytes:.1f}",
            f"{1000 * peer.seconds / pages:.2f}",
            f"{peer.seconds / cold.seconds:.1f}",
            f"{cold.memory:.0f}",
            f"{peer.memory:.0f}",
        )
        print(" ".join(f"{cell:>{max(len(head), 8)}}" for head, cell in zip(heads, row, strict=True)))


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


def _peer(built: Path, pages: int) -> Path:
    """Write as many Markdown pages whose own part is as long as that of a relation's page, none in the menu."""
    root = WORK / "peer"
    shutil.rmtree(root, ignore_errors=True)
    (root / "pages").mkdir(parents=True)
    part = "## Orders\n\n| Day | Product | Amount |\n|---|---|---|\n"
    part += "".join(f"| 2026-01-{day:02} | [Oven {day}](index.md) | {day * 100} |\n" for day in range(1, 21))
    text = part * max(1, round(_mean(built) / len(_as_html(part))))
    for number in range(pages):
        name = "index" if number == 0 else f"page-{number}"
        (root / "pages" / f"{name}.md").write_text(f"# Page {number}\n\n{text}", encoding="utf-8")
    settings = root / "mkdocs.yml"
    settings.write_text(
        f"{_SETTINGS}theme: {{name: mkdocs}}\nplugins: []\nnav: [index.md]\n", encoding="utf-8"
    )
    return settings


def _as_html(text: str) -> str:
    # MkDocs brings the library; it has no types of its own.
    from markdown import Markdown  # type: ignore[import-untyped]  # noqa: PLC0415 -- only here

    return str(Markdown(extensions=["tables"]).convert(text))


if __name__ == "__main__":
    main()
