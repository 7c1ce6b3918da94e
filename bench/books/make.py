"""Make a book of any size for benchmarks, or the generated relations of the example book."""

import argparse
import re
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from books.duplicates import write_duplicates  # noqa: E402
from books.parties import Party, buying, cast, drawn, lean  # noqa: E402 -- the folder above must be known first
from books.registry import Data  # noqa: E402
from books.relation import relation  # noqa: E402
from klantboek.book import Book, load  # noqa: E402
from klantboek.yaml import read  # noqa: E402
from klantboek.yaml.writer import lines_of  # noqa: E402

EXAMPLE = ROOT / "records"
_A_FOLDER = 1000
_A_SAMPLE = 50


def main() -> None:
    """Read what is asked for, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--relations", type=int, default=1000, help="how many relations the book gets")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes")
    parser.add_argument("--to", type=Path, help="folder of the new book; its relations are written over")
    parser.add_argument(
        "--duplicates", action="store_true", help="add a copy with mistakes of every twentieth"
    )
    parser.add_argument(
        "--lean", action="store_true", help="records of about 3 KB: a short history of each relation"
    )
    parser.add_argument("--orders", type=int, default=0, help="give every relation exactly so many orders")
    parser.add_argument("--example", action="store_true", help="write the generated relations of the example")
    wanted = parser.parse_args()
    if wanted.example:
        write_parties(cast(), wanted.seed, load(EXAMPLE, None), wanted.to or EXAMPLE / "relations")
    elif wanted.to is None:
        parser.error("say where to write the book with --to, or ask for --example")
    else:
        asked = Asked(wanted.relations, wanted.seed, wanted.orders, is_lean=wanted.lean)
        make(wanted.to, asked, duplicates=wanted.duplicates)


@dataclass(frozen=True)
class Asked:
    """How many relations are drawn, from which seed, how many orders each has (0: as it comes), and how short they are."""

    relations: int
    seed: int
    orders: int = 0
    is_lean: bool = False


def make(folder: Path, asked: Asked, *, duplicates: bool = False) -> None:
    """Write a book: the example's own settings, products and lists, with relations drawn at random."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "book.yaml").is_file():
        sys.exit(f"{folder} holds something else than a book; name another folder")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("relations", "judgements", "documents"))
    # The settings of lint speak of this folder.
    (folder / "judgements").mkdir()
    for file in (folder / "products").glob("*.yaml"):
        file.write_text(_without_supplier(file.read_text(encoding="utf-8")), encoding="utf-8")
    settings = folder / "book.yaml"
    text = _without_numbering(settings.read_text(encoding="utf-8"))
    settings.write_text(_with_unused_fields(text), encoding="utf-8")
    book = load(folder, None)
    parties = (_party(number, asked) for number in range(1, asked.relations + 1))
    write_parties(parties, asked.seed, book, folder / "relations", in_folders=asked.relations > _A_FOLDER)
    if duplicates:
        write_duplicates(folder, asked.relations, asked.seed)


def _party(number: int, asked: Asked) -> Party:
    party = drawn(number, Random(f"{asked.seed}/party/{number}"))
    if asked.is_lean:
        party = lean(party, Random(f"{asked.seed}/lean/{number}"))
    return buying(party, asked.orders) if asked.orders else party


def write_parties(
    parties: Iterable[Party], seed: int, book: Book, folder: Path, *, in_folders: bool = False
) -> None:
    """Write the record of each party, in folders of a thousand when there are many."""
    for party in parties:
        record = relation(Random(f"{seed}/{party.number}"), party, book)
        place = folder / f"{party.number // _A_FOLDER:03d}" if in_folders else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{party.id}.yaml").write_text(_text(record, checked=party.number % _A_SAMPLE == 0), "utf-8")


def _text(record: Data, *, checked: bool) -> str:
    """Give the text of a record; reading each one back would take longer than making it."""
    text = "".join(f"{line}\n" for line in lines_of(record, ""))
    if checked and read(text.encode(), record["number"]).value != record:
        sys.exit(f"{record['number']} does not read as it was written; the generator has a fault")
    return text


def _without_supplier(text: str) -> str:
    """Leave out who supplies a product: that relation is not in a drawn book."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("supplier:"))


def _without_numbering(text: str) -> str:
    """Leave out which numbers the example gave out and retired: a drawn book counts from the start."""
    return re.sub(r"(?m)^numbering:\n(?:[ #].*\n)+", "", text)


def _with_unused_fields(text: str) -> str:
    """Let the dictionary have entries for fields that no drawn relation fills, such as those of a panel."""
    return text.replace("ignore: [KB203]", "ignore: [KB203, KB711]")


if __name__ == "__main__":
    main()
