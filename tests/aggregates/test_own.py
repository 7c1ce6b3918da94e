"""Aggregates of a book's own: what is wrong with them is told in its place, and nothing of it runs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.aggregates import all_aggregates, compute_all
from klantboek.aggregates.compile import Way, compile_book
from klantboek.aggregates.findings import findings_of_own
from klantboek.aggregates.own import aggregates_of, own_aggregates
from klantboek.aggregates.query import Question, own_of, query
from klantboek.aggregates.schema import columns
from klantboek.book import Book
from klantboek.handbook.pages.figures import pages
from klantboek.handbook.whole import edition
from klantboek.linting.sources import FolderSource
from klantboek.tables.store import State

BookOf = Callable[..., Book]
TEXTS = """title: {nl: Relaties per status, en: Relations by status}
answers: {nl: Hoeveel relaties zijn er?, en: How many relations are there?}
formula: {nl: Een telling., en: A count.}"""
COLUMNS = """key: [status]
columns:
  status: {nl: Status, en: Status}
  relations: {nl: Relaties, en: Relations}"""
SELECT = """SELECT status, COUNT(*) AS relations
FROM relations
GROUP BY status
ORDER BY status NULLS FIRST"""
CASES = """- name: two of one status
  as_of: 2026-01-01
  given:
    relations:
      - {id: R-1, status: active}
      - {id: R-2, status: active}
  expect:
    - {status: active, relations: 2}
"""


def _text(select: str = SELECT, columns: str = COLUMNS, fields: str = "relation.status") -> str:
    return f"/*\n{TEXTS}\nfields: [{fields}]\n{columns}\n*/\n{select}\n"


def _with(book: Book, **files: str) -> Book:
    folder = book.root / "aggregates"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return book


def _said(book: Book) -> list[str]:
    return [
        f"{one.place.file.removeprefix('aggregates/')}:{one.place.line}:{one.place.column} {one.message}"
        for one in findings_of_own(book)
    ]


def test_one_that_is_right(book_of: BookOf) -> None:
    """It is computed like those of the program, and nothing is said about it."""
    book = _with(book_of({}), by_status_sql=_text(), by_status_yaml=CASES)
    assert _said(book) == []
    assert compute_all(book)["by_status"].rows == (("active", 1),)
    assert aggregates_of(book)[-1].title["nl"] == "Relaties per status"


def test_it_is_added_everywhere(book_of: BookOf, tmp_path: Path) -> None:
    """The file alone gives it a page with its rows, three files, and a name with columns in questions."""
    book = _with(book_of({}), by_status_sql=_text(), by_status_yaml=CASES)
    made = edition(book, "nl")
    page = next(page for page in pages(made) if page.file == "figures/by_status.html")
    facts = page.make()
    assert (page.title, facts["formula"]) == ("Relaties per status", "Een telling.")
    assert len(made.results["by_status"].rows) == 1
    source = FolderSource(book.root)
    folder = compile_book(source, book.as_of, None, tmp_path / "tables", Way(keeps=False)).folder
    assert (folder / "csv" / "by_status.csv").read_text(encoding="utf-8") == "status,relations\nactive,1\n"
    assert sorted(file.suffix for file in folder.rglob("by_status.*")) == [".csv", ".json", ".parquet"]
    state = State(source, book.as_of, keeps=False)
    assert query(state, Question("SELECT relations FROM by_status")).rows == [(1,)]
    assert [one.description for one in columns("by_status", own_of(state))] == ["Status", "Relations"]


def test_one_reads_another(book_of: BookOf) -> None:
    """An aggregate can read others of the book's own and of the program."""
    select = "SELECT status, relations FROM by_status ORDER BY status NULLS FIRST"
    book = _with(book_of({}), a_sql=_text(select), by_status_sql=_text())
    assert [one.name for one in own_aggregates(book).aggregates] == ["a", "by_status"]
    assert compute_all(book)["a"].rows == (("active", 1),)


@pytest.mark.parametrize("read", ["rfm_groups", '"rfm_groups"'])
def test_one_reads_what_reads_others(book_of: BookOf, read: str) -> None:
    """A figure of the program that is made of others can be read, also where its name is quoted."""
    (one,) = (one for one in all_aggregates() if one.name == "rfm_groups")
    select = "SELECT rfm_group AS status, relations FROM {} ORDER BY status".format(read)  # noqa: S608, UP032 -- a text from here
    text = _text(select, fields=", ".join(one.fields))
    assert own_aggregates(_with(book_of({}), a_sql=text)).faults == ()


@pytest.mark.parametrize(
    ("select", "at", "says"),
    [
        ("SELECT status, 1 AS relations FROM read_text('/etc/hostname')", "11:36", "read_text"),
        ("SELECT status, 1 AS relations FROM '/etc/hostname'", "11:36", "no table"),
        ("SELECT status, 1 AS relations FROM relations, nothing", "11:47", "no table"),
        ("SELECT status, random() AS relations FROM relations", "11:16", "RAND"),
        ("SELECT status, now() AS relations FROM relations", "11:16", "now"),
        ("SELECT status, $day AS relations FROM relations", "11:16", "$day"),
        ("DROP TABLE relations; SELECT 1", "11:30", "one SELECT"),
        ("SELECT 1; SELECT 2", "11:18", "one SELECT"),
        ("SELECT status, FROM WHERE", "11:21", "not SQL"),
        ("SELECT status, AVG(1) AS relations FROM relations", "11:16", "AVG"),
        ("SELECT status, ROUND(1.5) AS relations FROM relations", "11:16", "ROUND"),
        ("SELECT status, CAST(1 / 2 AS BIGINT) AS relations FROM relations", "11:21", "fraction"),
        ("SELECT status, DATE_DIFF('month', since, $as_of) AS relations FROM relations", "11:16", "month"),
        ("SELECT status, SUM(status) AS relations FROM relations", "11:16", "No function matches"),
        ("SELECT status, 1 AS relations FROM relations LIMIT 1 OFFSET 1", "11:61", "OFFSET"),
    ],
)
def test_what_is_refused(book_of: BookOf, select: str, at: str, says: str) -> None:
    """What reads files, chance or the clock, and what two engines understand differently, is refused where it stands."""
    book = _with(book_of({}), odd_sql=_text(f"{select}\nORDER BY status NULLS FIRST"))
    said = [one for one in _said(book) if says in one]
    assert said, _said(book)
    assert said[0].startswith(f"odd.sql:{at} ")
    assert own_aggregates(book).aggregates == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT 1", "odd.sql:1:1 the file is a comment between"),
        (_text().replace(", en: A count.", ""), "odd.sql:4:1 formula lacks its text in the language en"),
        (_text(columns=COLUMNS.replace("key", "keys")), "odd.sql:6:1 the comment knows no key 'keys'"),
        (_text(columns=COLUMNS.replace("[status]", "[state]")), "odd.sql:6:7 key names 'state'"),
        (
            _text(SELECT.replace("relations\nFROM", "many\nFROM")),
            "odd.sql:11:8 the SELECT gives status, many",
        ),
        (
            _text(SELECT.replace("ORDER BY status", "ORDER BY relations")),
            "the order of the rows is not total",
        ),
        (_text(fields="relation.kind"), "fields of the comment are not those that the SELECT reads"),
        (_text(SELECT.replace("SELECT status", "SELECT state AS status")), "'state' could not be resolved"),
        (_text(SELECT.replace("COUNT(*)", "SQRT(COUNT(*))")), "column relations is a float"),
        (
            _text(SELECT.replace("COUNT(*)", "MAX($as_of + INTERVAL '1' DAY)")),
            "column relations is a timestamp",
        ),
        (
            _text(
                SELECT.replace("COUNT(*)", "MAX($as_of - since)"), fields="relation.since, relation.status"
            ),
            "odd.sql:11:29 a day less a day",
        ),
        (_text(SELECT.replace("FROM relations", "FROM odd")), "it reads itself"),
        (
            _text(columns=COLUMNS.replace("{nl: Status, en: Status}", "{like: rfm.nothing}")),
            "a column is like rfm.nothing, which is no column",
        ),
        (
            _text(columns=COLUMNS.replace("{nl: Status, en: Status}", "{like: rfm}")),
            "like names a column of another figure",
        ),
        (_text(columns=f"{COLUMNS}\nchart: {{kind: bar, x: status}}"), "a chart of the kind bar has x, y"),
        (_text(columns=f"{COLUMNS}\nchart: {{kind: count, x: all}}"), "x names 'all', which is not one"),
        (
            _text(columns=f"{COLUMNS}\napart: [relations]"),
            "apart names 'relations', which is not one of the key",
        ),
        *(
            (_text(columns=COLUMNS.replace("en: Status}", f"en: Status, relation_page: {way}}}")), says)
            for way, says in (
                ("often", "odd.sql:8:36 relation_page is never or whole or tenths here"),
                ("rough", "odd.sql:8:36 relation_page is never or whole or tenths here"),
                ("whole", "column status is a varchar, which is not rounded on the page of a relation"),
            )
        ),
        (_text(columns=f"{COLUMNS}\nchart: {{kind: pie, x: status, y: all}}"), "a chart is one of bar, line"),
    ],
)
def test_what_is_wrong(book_of: BookOf, text: str, says: str) -> None:
    """A comment and a SELECT that don't agree are told, all in one run."""
    said = _said(_with(book_of({}), odd_sql=text))
    assert any(says in one for one in said), said


def test_all_faults_of_all_files_at_once(book_of: BookOf) -> None:
    """One file does not hide what is wrong with the next, nor one fault another."""
    odd = _text("SELECT random() AS status, now() AS relations FROM nothing")
    said = _said(_with(book_of({}), a_sql=odd, b_sql=odd))
    assert [sum(one.startswith(name) for one in said) for name in ("a.sql", "b.sql")] == [3, 3]


@pytest.mark.parametrize("name", ["relations", "rfm", "percent", "With-Hyphen"])
def test_names_that_are_taken(book_of: BookOf, name: str) -> None:
    """A name means one thing."""
    said = _said(_with(book_of({}), **{f"{name}_sql": _text()}))
    assert said == [f"{name}.sql:1:1 an aggregate can't be called {name!r}"]


def test_files_that_are_not_read(book_of: BookOf) -> None:
    """What nothing reads is told: another ending, cases of nothing, a link."""
    book = _with(book_of({}), notes_txt="x", of_nothing_yaml="[]")
    (book.root / "aggregates" / "linked.sql").symlink_to(book.root / "book.yaml")
    assert [one.partition(" ")[0] for one in _said(book)] == [
        "linked.sql:1:1",
        "notes.txt:1:1",
        "of_nothing.yaml:1:1",
    ]


def test_cases_are_run(book_of: BookOf) -> None:
    """A case that the aggregate does not fulfil, or that can't be read, is told where it stands."""
    wrong = CASES.replace("relations: 2", "relations: 3")
    book = _with(book_of({}), by_status_sql=_text(), by_status_yaml=wrong)
    assert _said(book) == ["by_status.yaml:8:5 case 'two of one status', row 1: relations is 2 and not 3"]


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        ("a: b", "cases are a list"),
        ("- {name: x}", "a case has name"),
        (CASES.replace("2026-01-01", "today"), "as_of is a date"),
        (CASES.replace("status: active}", "state: active}"), "the rows can't be used"),
        (CASES.replace("relations: 2", "many: 2"), "no column 'many'"),
        (f"{CASES}    - {{status: ended, relations: 1}}\n", "expects 2 rows, and there are 1"),
        ("- [", "closed"),
    ],
)
def test_cases_that_can_not_be_used(book_of: BookOf, cases: str, says: str) -> None:
    """What is wrong with a case is told."""
    said = _said(_with(book_of({}), by_status_sql=_text(), by_status_yaml=cases))
    assert any(says in one for one in said), said


def test_one_without_cases(book_of: BookOf) -> None:
    """An aggregate without an example is told."""
    assert "no cases" in _said(_with(book_of({}), by_status_sql=_text()))[0]


def test_not_utf8(book_of: BookOf, tmp_path: Path) -> None:
    """A file in another encoding is a message with its line."""
    book = _with(book_of({}))
    (book.root / "aggregates" / "odd.sql").write_bytes(b"/*\ntitle: caf\xe9\n*/\nSELECT 1")
    assert _said(book) == ["odd.sql:2:1 this file is not UTF-8"]
    assert tmp_path.exists()
