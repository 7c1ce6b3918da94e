"""The page of duplicates, and the line about them on the page of a relation."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from klantboek.book import Book, load
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.findings import duplicates_of
from klantboek.duplicates.reasons import REGISTERS
from klantboek.handbook import build
from klantboek.handbook.charts import waterfall
from klantboek.handbook.reasons import dutch
from klantboek.handbook.whole import edition
from klantboek.house import carried
from klantboek.linting import Way, check_book

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TODAY = date(2026, 11, 20)
Maker = Callable[..., Book]
Parse = Callable[[Path], Any]
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


_SURNAMES = ("Koster", "Aalderink", "Wissinghe", "Oosterlo", "Fluitman", "Zandvoorde")
_GIVEN = ("Els", "Henk", "Joke", "Ruben", "Saskia", "Ward")


def _person(number: int, **more: Any) -> dict[str, Any]:
    """Give a person; two with one number are as good as certainly one, two with other numbers are not."""
    return {
        "kind": "person",
        "person": {
            "name": {"given": _GIVEN[number], "surname": _SURNAMES[number]},
            "birth_date": f"19{50 + 7 * number}-0{number + 1}-1{number}",
        },
        "addresses": [
            {"uses": ["private"], "street": f"{_SURNAMES[-number]}straat", "house_number": str(11 * number + 2),
             "postcode": f"{7411 + 97 * number} A{'BCDEFG'[number]}", "city": "Deventer", "country": "NL"}
        ],
        "phones": [{"number": f"+3157000{707 + 131 * number:04}", "kind": "landline"}],
        **more,
    }  # fmt: skip


def _judged(a: str, b: str, verdict: str, **more: Any) -> dict[str, Any]:
    return {
        f"judgements/{a}_{b}.yaml": {
            "a": a, "b": b, "verdict": verdict, "reason": f"Seen at the {verdict} door", "by": "hdv", "on": "2026-05-04", **more,
        }
    }  # fmt: skip


GIVEN: dict[str, Any] = {
    "book.yaml": {"staff": [{"id": "hdv", "name": "Hanneke de Vries"}], "languages": ["nl", "en"]},
    "relations/R-00001.yaml": _person(1),
    "relations/R-00002.yaml": _person(
        1,
        emails=[{"address": "henk@aalderink.example"}],
        phones=[{"number": "+31570000999", "kind": "mobile"}],
    ),
    "relations/R-00003.yaml": _person(2),
    "relations/R-00004.yaml": _person(2),
    "relations/R-00005.yaml": _person(3),
    "relations/R-00006.yaml": _person(3),
    "relations/R-00007.yaml": _person(4),
    "relations/R-00008.yaml": _person(4),
    "relations/R-00009.yaml": _person(5),
    "relations/R-00010.yaml": _person(5),
    **_judged("R-00003", "R-00004", "unsure"),
    **_judged("R-00005", "R-00006", "distinct", content_a="0123456789abcdef", content_b="0123456789abcdef"),
    **_judged("R-00007", "R-00008", "same"),
    **_judged("R-00009", "R-00010", "distinct"),
}


@pytest.fixture
def pairs(book_of: Maker) -> Book:
    """Give a book with a pair in every state."""
    return book_of(GIVEN, TODAY)


def _built(book: Book, language: str = "en") -> Path:
    return build(book.root, book=book, language=language, folder=book.project / "built" / language).folder


def _articles(page: Path) -> dict[str, str]:
    """Give the HTML of each pair by its place on the page."""
    found = re.findall(
        r'<article class="card pair" id="([^"]*)">(.*?)</article>', page.read_text("utf-8"), re.DOTALL
    )
    return dict(found)


def test_every_pair_says_how_it_stands(pairs: Book) -> None:
    """New, changed and unsure pairs are open; what is settled is not, and what is to be merged stands apart."""
    page = _built(pairs) / "pairs.html"
    found = _articles(page)
    assert sorted(found) == ["R-00001_R-00002", "R-00003_R-00004", "R-00005_R-00006"]
    assert "not judged yet" in found["R-00001_R-00002"]
    assert "judged unsure" in found["R-00003_R-00004"]
    assert "Seen at the unsure door" in found["R-00003_R-00004"]
    assert "Hanneke de Vries" in found["R-00003_R-00004"]
    assert "changed since it was judged" in found["R-00005_R-00006"]
    apart = page.read_text("utf-8").partition('id="waiting"')[2]
    assert "klantboek merge R-00007 R-00008" in apart
    assert "Seen at the same door" in apart
    assert "R-00010" not in page.read_text("utf-8")


def test_pair_has_its_sides_its_reasons_and_what_to_do(pairs: Book, parsed: Parse) -> None:
    """Both names lead to their pages, the reasons add up to the total, and the commands name the pair."""
    page = _built(pairs) / "pairs.html"
    (one,) = [one.pair for one in edition(pairs, "en").pairs.open if one.pair.a == "R-00001"]
    found = _articles(page)["R-00001_R-00002"]
    assert 'href="relations/R-00001.html">Henk Aalderink</a>' in found
    assert 'href="relations/R-00002.html">Henk Aalderink</a>' in found
    assert "<li>+31 570 000 838</li>" in found
    assert "<mark>Zandvoordestraat 13, 7508 AC Deventer, NL</mark>" in found
    assert "<li>henk@aalderink.example</li>" in found
    told = [
        float(text.replace("\N{MINUS SIGN}", "-")) for text in re.findall(r'<td class="n">(.*?)</td>', found)
    ]
    assert len(told) == len(one.reasons) + 1
    assert sum(told[:-1]) == pytest.approx(told[-1])
    assert found.count("<svg") == len(told)
    assert "klantboek merge R-00001 R-00002 --diff" in found
    assert "klantboek duplicates --review<" in found
    assert "--review --unsure<" in _articles(page)["R-00003_R-00004"]
    assert parsed(page).errors == []


def test_best_pair_comes_first(pairs: Book) -> None:
    """The pairs stand in the order of their weights."""
    weights = {f"{one.pair.a}_{one.pair.b}": one.pair.weight for one in edition(pairs).pairs.open}
    assert [weights[anchor] for anchor in _articles(_built(pairs) / "pairs.html")] == sorted(
        weights.values(), reverse=True
    )


@pytest.mark.parametrize(
    ("language", "line"), [("en", "May be the same as"), ("nl", "Misschien dezelfde als")]
)
def test_page_of_a_relation_names_who_it_may_be(pairs: Book, language: str, line: str) -> None:
    """Each of an open pair names the other one, with a link to the pair; a settled pair is named nowhere."""
    folder = _built(pairs, language) / "relations"
    text = (folder / "R-00002.html").read_text("utf-8")
    assert line in text
    assert 'href="R-00001.html"' in text.replace("../relations/", "")
    assert 'href="../pairs.html#R-00001_R-00002"' in text
    assert line not in (folder / "R-00009.html").read_text("utf-8")


def test_nothing_found_is_said_kindly(book_of: Maker, parsed: Parse) -> None:
    """A book without pairs has the page all the same, and in the menu."""
    folder = _built(book_of({}, TODAY))
    tree = parsed(folder / "pairs.html")
    assert "No open pairs" in tree.text
    assert ("a", {"href": "./pairs.html", "class": "here", "aria-current": "page"}) in tree.tags


def test_text_of_records_stays_text(book_of: Maker, parsed: Parse) -> None:
    """Names, places, addresses and reasons are written as they are, and never become markup."""
    evil = _person(1)
    evil["person"]["name"]["surname"] = HOSTILE
    evil["addresses"][0]["city"] = HOSTILE
    evil["phones"].append({"number": HOSTILE, "kind": "landline"})
    book = book_of(
        {
            "relations/R-00001.yaml": evil,
            "relations/R-00002.yaml": evil,
            **_judged("R-00001", "R-00002", "unsure", reason=HOSTILE, by=HOSTILE),
        },
        TODAY,
    )
    folder = _built(book)
    for file in ("pairs.html", "relations/R-00001.html"):
        tree = parsed(folder / file)
        assert tree.errors == []
        assert HOSTILE in tree.text
        assert "img" not in {tag for tag, _ in tree.tags}
        assert not [key for _, attributes in tree.tags for key in attributes if key.startswith("on")]
        assert [tag for tag, _ in tree.tags].count("script") == 3
    assert len(_articles(folder / "pairs.html")) == 1


def test_long_list_is_cut_and_nothing_is_lost(
    book_of: Maker, parsed: Parse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the best pairs have their waterfall; the others stand in a table, where their relations lead to."""
    monkeypatch.setattr("klantboek.handbook.pages.pairs._SHOWN", 2)
    book = book_of({name: record for name, record in GIVEN.items() if "judgements" not in name}, TODAY)
    found = [f"{one.pair.a}_{one.pair.b}" for one in edition(book, "en").pairs.open]
    folder = _built(book)
    tree = parsed(folder / "pairs.html")
    ids = {attributes["id"] for _, attributes in tree.tags if "id" in attributes}
    assert len(found) == 5
    assert set(found) <= ids
    assert list(_articles(folder / "pairs.html")) == found[:2]
    assert "More pairs" in tree.text
    assert f"pairs.html#{found[-1]}" in (folder / "relations" / f"{found[-1][:7]}.html").read_text("utf-8")


def test_what_lint_says_stands_in_the_handbook(pairs: Book) -> None:
    """The findings of an edition are those of a check of the folder, probable duplicates among them."""
    found = edition(pairs).findings
    assert list(found) == list(check_book(pairs.root, TODAY, None, None, Way(jobs=1, keeps=False)).findings)
    assert {one.code for one in found} >= {"KB305", "KB306", "KB310"}
    assert "KB310" in (_built(pairs) / "findings.html").read_text("utf-8")


def test_duplicates_are_looked_for_once(pairs: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings, page and relations share one search."""
    asked: list[Book] = []

    def watched(book: Book, *given: Any) -> Any:
        asked.append(book)
        return duplicates_of(book, *given)

    for module in ("duplicates.findings", "linting.loaded"):
        monkeypatch.setattr(f"klantboek.{module}.duplicates_of", watched)
    _built(pairs)
    assert asked == [pairs]


def test_kept_page_follows_its_pair(pairs: Book, tmp_path_factory: pytest.TempPathFactory) -> None:
    """When the other one of a pair changes or goes, the page of a relation is what a fresh build gives."""
    root = pairs.root
    folder = build(root, as_of=TODAY).folder
    page = folder / "relations" / "R-00001.html"
    assert "pairs.html#" in page.read_text("utf-8")
    other = root / "relations" / "R-00002.yaml"
    text = other.read_text("utf-8")
    for now in (text.replace("+3157000", "+3138000"), text.replace("given: Henk", "given: Hendrik"), ""):
        other.write_text(now, encoding="utf-8") if now else other.unlink()
        build(root, as_of=TODAY)
        fresh = build(root, as_of=TODAY, folder=tmp_path_factory.mktemp("fresh") / "built").folder
        for name in ("relations/R-00001.html", "pairs.html"):
            assert (folder / name).read_bytes() == (fresh / name).read_bytes()
    assert "pairs.html#" not in page.read_text("utf-8")


def _texts() -> Iterator[str]:
    yield from ("two relations taken at random", "counted less: these differences go together")
    for model in MODELS:
        for comparison in model.comparisons:
            for level in comparison.levels:
                yield from (
                    level.text.format(register=name) for name in (*REGISTERS.values(), "registration")
                )
        yield from (f"counted less: {group.text}" for group in model.groups if group.text)


def test_every_reason_has_dutch_words() -> None:
    """Each text that a reason can have is told in Dutch, and no English is left in it."""
    known = {text: dutch(text) for text in _texts()}
    assert [text for text, words in known.items() if not words] == []
    assert [text for text, words in known.items() if "{" in words or words == text] == []
    assert dutch("same KvK number") == "hetzelfde KvK-nummer"
    assert dutch("other houses number") == "ander houses-nummer"
    assert dutch("something new") == ""


def test_example_shows_an_open_pair() -> None:
    """The example has a pair to judge that lint doesn't report yet, and all of its reasons are told in Dutch."""
    book = load(carried("records"), None)
    found = edition(book, "nl")
    assert [one.state for one in found.pairs.open] == ["new"]
    assert [one.code for one in found.findings] == []
    reasons = [reason.text for one in found.pairs.open for reason in one.pair.reasons]
    assert [text for text in reasons if not dutch(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_pairs_fit_their_screen(pairs: Book, browser: "Browser", width: int) -> None:
    """Nothing sticks out sideways, and a click on a command selects all of it."""
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto((_built(pairs, "nl") / "pairs.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.locator("article pre").first.click()
    assert tab.evaluate("getSelection().toString()").startswith("klantboek merge R-0000")
    tab.close()


def test_bars_begin_where_the_last_one_ended() -> None:
    """The waterfall is drawn on one scale; the sum reaches from nought to the total."""
    drawn = [
        (float(left), float(left) + float(width))
        for bar in waterfall(-10, [30, -5])
        for left, width in re.findall(r'x="([\d.]+)" y="4" width="([\d.]+)"', bar)
    ]
    assert drawn == [
        (0, pytest.approx(66.7, abs=0.1)),
        (0, 200),
        (pytest.approx(166.7, abs=0.1), 200),
        (pytest.approx(66.7, abs=0.1), pytest.approx(166.7, abs=0.1)),
    ]
    assert all("aria-hidden" in bar for bar in waterfall(0, []))
