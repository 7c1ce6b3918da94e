"""A small book in which one relation uses every property there is, and its handbook."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.book import Book, load
from klantboek.handbook import build
from klantboek.handbook.edition import Edition
from klantboek.handbook.page import Page
from klantboek.handbook.printing import Press
from klantboek.handbook.whole import edition
from klantboek.house import carried
from klantboek.shapes import Shape, Type, shape_of
from klantboek.yaml import read, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
TODAY = date(2026, 11, 20)
# What texts of these formats look like; a text of any other kind says which property it stands for.
_FORMATS = {
    "email": "someone{}@mill.example", "phone": "+3157001{:04}", "web": "https://www.mill.example/{}", "country": "BE",
    "currency": "USD", "language": "fr", "vat": "NL999990019B01", "kvk": "00100001", "elf": "54M6", "path": "documents/{}.pdf",
    "iban": "NL02ABNA0123456789", "bic": "ABNANL2A", "peppol": "0106:00100001",
}  # fmt: skip
_REFERENCES = {
    "relation": "R-00002", "product": "oven", "campaign": "spring", "survey": "nps", "segment": "bakers",
    "processing": "marketing", "staff": "hdv", "class": "top", "objective": "keep", "contact": "contact-1",
    "order": "order-1", "quote": "quote-1", "project": "project-1", "document": "document-1",
}  # fmt: skip
_KEYS = {
    "relation.number": "R-00001", "relation.contacts.id": "contact-1", "relation.orders.number": "order-1",
    "relation.quotes.number": "quote-1", "relation.projects.code": "project-1", "relation.documents.id": "document-1",
    "relation.interactions.time": "14:35",
}  # fmt: skip


class Specimen:
    """Makes a value for every property; numbers and texts are told apart by a counter."""

    def __init__(self) -> None:
        self._count = 0

    def value(self, shape: Shape) -> Any:
        """Give a value of this shape, with every property of it and two items in every list of objects."""
        self._count += 1
        if shape.type is Type.OBJECT:
            return {
                name: self.value(sub)
                for name, sub in shape.properties.items()
                if name not in self._left_out(shape)
            }
        if shape.type is Type.LIST:
            assert shape.items is not None
            choices = shape.items.choices
            return list(choices) if choices else [self.value(shape.items)]
        if shape.type is Type.OPEN:
            return {"bread": f"custom {self._count}", "ovens": self._count, "owns-shop": True}
        return self._scalar(shape)

    @staticmethod
    def _left_out(shape: Shape) -> set[str]:
        return {"tombstone", "person"} if shape.path == "relation" else set()

    def _scalar(self, shape: Shape) -> Any:
        number = self._count
        if shape.path in _KEYS:
            return _KEYS[shape.path]
        if shape.type is Type.DATE:
            return date.fromordinal(date(2021, 1, 1).toordinal() + number).isoformat()
        if shape.type is Type.MONEY:
            return Decimal(f"{1000 + number}.25")
        if shape.type is Type.INTEGER:
            return {"score": 7, "rank": 1, "year": 2024}.get(shape.name, number)
        if shape.type is Type.NUMBER:
            return Decimal(f"{number % 90}.5")
        if shape.type is Type.BOOLEAN:
            return True
        if shape.choices:
            return shape.choices[0]
        if shape.reference.startswith("vocabulary/"):
            return "one"
        if shape.reference:
            return _REFERENCES[shape.reference]
        return _FORMATS.get(shape.format, f"{shape.name.replace('_', ' ')} {{}}").format(number)


def full_relation() -> dict[str, Any]:
    """Give a relation that uses every property but those of a tombstone and a person."""
    made: dict[str, Any] = Specimen().value(shape_of("relation"))
    former = made["former"][0]
    made["former"] = [
        {key: item for key, item in former.items() if key != other} for other in ("value", "address")
    ]
    return made


def full_person() -> dict[str, Any]:
    """Give a person that uses every property of one."""
    person = Specimen().value(shape_of("relation").properties["person"])
    return {
        "number": "R-00002",
        "kind": "person",
        "roles": ["customer"],
        "status": "active",
        "person": person,
    }


def put(root: Path, file: str, record: dict[str, Any]) -> None:
    """Write a record of a book."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(record), encoding="utf-8")


def fill(root: Path) -> None:
    """Write the book: the records of ``records.yaml``, the full ones, and two that do not fit."""
    document = read((HERE / "records.yaml").read_bytes(), "records.yaml")
    assert not document.faults
    for file, record in document.value.items():
        put(root, file, record)
    put(root, "relations/R-00001.yaml", full_relation())
    put(root, "relations/R-00002.yaml", full_person())
    (root / "relations/R-00098.yaml").write_text(
        "number: R-00098\nkind: person\nshoe_size: <b>44</b>\n", encoding="utf-8"
    )
    (root / "relations/R-00099.yaml").write_text("number: R-00099\nkind: [\n", encoding="utf-8")


@pytest.fixture(scope="session")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Give the small book."""
    root = tmp_path_factory.mktemp("small") / "records"
    fill(root)
    return load(root, TODAY)


def _note(told: list[tuple[int, int]], done: int, of: int) -> None:
    told.append((done, of))


@pytest.fixture(scope="session")
def handbooks(small_book: Book) -> dict[str, Path]:
    """Give the folder of the small book's handbook in each language."""
    folder = small_book.project / "built"
    for language in ("nl", "en"):
        told: list[tuple[int, int]] = []
        built = build(
            small_book.root,
            book=small_book,
            language=language,
            folder=folder / language,
            told=partial(_note, told),
        )
        assert not built.warnings
        assert told == sorted(told)
        assert told[-1][0] == told[-1][1] <= built.pages
    return {language: folder / language for language in ("nl", "en")}


@pytest.fixture(scope="session")
def example() -> Edition:
    """Give an edition of the example book."""
    return edition(load(carried("records"), None), "nl")


@pytest.fixture(scope="session")
def shown(example: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the handbook of the example book."""
    folder = tmp_path_factory.mktemp("example") / "built"
    return build(example.book.root, book=example.book, language="nl", folder=folder).folder


_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class Tree(HTMLParser):
    """Reads a page strictly: every element that opens is closed in its turn; keeps what a test asks for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.errors: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and that it is open."""
        self.tags.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.errors.append(f"an attribute stands twice in <{tag}> at {self.getpos()}")
        if tag == "td":
            self._end_cell()
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself (in SVG)."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag == "tr":
            self._end_cell()
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}> closes nothing at {self.getpos()}")

    def _end_cell(self) -> None:
        """Close a cell whose end is left out, as HTML allows."""
        if self.open[-1:] == ["td"]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text of the page, with single spaces."""
        return " ".join(" ".join(self.texts).split())


def _parsed(file: Path) -> Tree:
    """Read a page."""
    tree = Tree()
    tree.feed(file.read_text(encoding="utf-8"))
    tree.close()
    if tree.open:
        tree.errors.append(f"never closed: {tree.open}")
    return tree


@pytest.fixture(scope="session")
def parsed() -> Callable[[Path], Tree]:
    """Give the strict reader of pages."""
    return _parsed


@pytest.fixture(scope="session")
def small_records() -> Callable[[Path], None]:
    """Give what writes the small book into a folder."""
    return fill


@pytest.fixture(scope="session", name="put")
def putter() -> Callable[[Path, str, dict[str, Any]], None]:
    """Give the writer of records."""
    return put


@pytest.fixture
def own_book(tmp_path: Path) -> Path:
    """Give the folder of a fresh copy of the small book."""
    fill(tmp_path / "records")
    return tmp_path / "records"


@pytest.fixture(scope="session")
def full_records() -> dict[str, dict[str, Any]]:
    """Give the records that use every property, by their number."""
    return {"R-00001": full_relation(), "R-00002": full_person()}


_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Give a browser; skip where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=found, args=list(_QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the files of the pages that are rendered from here on, in that order."""
    files: list[str] = []
    render = Press.page

    def watched(self: Press, page: Page) -> object:
        files.append(page.file)
        return render(self, page)

    monkeypatch.setattr(Press, "page", watched)
    return files
