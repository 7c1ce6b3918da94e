"""Each format: as reviewed, as its own standard asks, and safe whatever a record holds."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator, Draft202012Validator

from given import SHARED, data, golden
from klantboek.book import Book, load
from klantboek.findings import Finding, Severity
from klantboek.reports.formats import HUMAN, format_of, names
from klantboek.reports.job_summary import ROWS, job_summary
from klantboek.reports.masking import masked
from klantboek.reports.report import Report
from klantboek.reports.suggestions import suggestions
from klantboek.rules import lint
from reports.handmade import ATTACKS, REPORTS, finding, fix, is_safe, naughty
from reports.job_log import commands

HERE = Path(__file__).parent
# Has no types.
markdown = import_module("markdown").markdown
SHAPES = data(HERE / "shapes.yaml")
_ENDINGS = {"github": "github.txt", "gitlab": "gitlab.json", "junit": "junit.xml", "rdjson": "rdjson.json",
            "sarif": "sarif.json", "json": "json"}  # fmt: skip
HOSTILE = [*ATTACKS, *naughty()]


def written(name: str, lint: Report) -> str:
    """Give the whole output of a format."""
    return "\n".join(format_of(name).report(lint)) + "\n"


@cache
def _validator(name: str) -> Any:
    file = SHARED / "data" / "suites" / "report-schemas" / name
    if not file.is_file():
        pytest.skip(f"{name} is not in {file.parent} (set KLANTBOEK_SHARED)")
    return Draft4Validator(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def flawed() -> Report:
    """Give the report about the flawed book, masked."""
    book = load(HERE / "flawed", date(2026, 11, 20))
    found = masked(tuple(lint(book)), book)
    fixes = suggestions(found, book, masked=True)
    return Report(found, "flawed/", len(book.records), masked=True, fixes=fixes)


def test_every_format_is_a_module_with_a_report() -> None:
    """The formats are the modules of the folder; each says in one line what it is, and people come first."""
    assert names()[0] == HUMAN
    assert set(names()) == {HUMAN, *_ENDINGS}
    assert all(callable(format_of(name).report) for name in names())


@pytest.mark.parametrize("name", _ENDINGS)
def test_report_is_as_reviewed(name: str, flawed: Report) -> None:
    """The findings of the flawed book, written in each format, are as they were reviewed."""
    golden(HERE / f"flawed.{_ENDINGS[name]}", written(name, flawed))


def test_job_summary_is_as_reviewed(flawed: Report) -> None:
    """The page beside the annotations is as it was reviewed, and goes to the file that the host names."""
    golden(HERE / "flawed.summary.md", job_summary(flawed))
    github = format_of("github")
    assert github.beside(flawed, {"GITHUB_STEP_SUMMARY": "/x"}) == {"/x": job_summary(flawed)}
    assert github.beside(flawed, {}) == {}


def _conforms(lint: Report) -> None:
    """Check each format by a reader that is not ours."""
    found = lint.findings
    rdjson = json.loads(written("rdjson", lint))
    _validator("rdjson.schema.json").validate(rdjson)
    assert len(rdjson["diagnostics"]) == len(found)
    sarif = json.loads(written("sarif", lint))
    _validator("sarif-schema-2.1.0.json").validate(sarif)
    _is_whole(sarif["runs"][0], found)
    ours = json.loads(written("json", lint))
    Draft202012Validator(SHAPES["json"]).validate(ours)
    gitlab = json.loads(written("gitlab", lint))
    Draft202012Validator(SHAPES["gitlab"]).validate(gitlab)
    for issues in (gitlab, ours["findings"]):
        assert len({one["fingerprint"] for one in issues}) == len(issues) == len(found)
    _is_junit(written("junit", lint), found)
    _is_github(written("github", lint), lint)
    _is_page(job_summary(lint), min(len(found), ROWS))


def _is_whole(run: dict[str, Any], found: tuple[Finding, ...]) -> None:
    assert all(
        fix["properties"]["safe"] in {True, False} for one in run["results"] for fix in one.get("fixes", ())
    )
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert [rules[one["ruleIndex"]] for one in run["results"]] == [one.code for one in found]
    assert len({one["partialFingerprints"]["recordPath/v1"] for one in run["results"]}) == len(found)


def _is_junit(text: str, found: tuple[Finding, ...]) -> None:
    root = ET.fromstring(text)  # noqa: S314 -- reads what we wrote ourselves
    assert root.tag == "testsuites"
    cases = list(root.iter("testcase"))
    failed = sum(one.severity is not Severity.ADVICE for one in found)
    assert (int(root.attrib["tests"]), int(root.attrib["failures"])) == (len(cases), failed)
    assert len(cases) == max(len(found), 1)
    assert len(list(root.iter("failure"))) == failed
    assert len({(one.attrib["classname"], one.attrib["name"]) for one in cases}) == len(cases)
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite)
        assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))
    assert commands(text) == []


def _is_github(text: str, lint: Report) -> None:
    found = commands(text)
    assert len(found) == text.count("\n") - (not lint.findings)
    levels = Counter(command.name for command in found)
    assert set(levels) <= {"error", "warning", "notice"}
    assert all(count <= 10 for count in levels.values())
    for command in found:
        assert set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert is_safe(command.data.replace("\n", "") + "".join(command.properties.values()))
    named = [command for command in found if "file" in command.properties]
    assert all(command.properties["file"].startswith("records/") for command in named)


class _Tags(HTMLParser):
    """Collects the tags of a page, and the text outside code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the tag."""
        assert attrs == [], (tag, attrs)
        self.tags[tag] += 1
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what stands outside code."""
        self.text += "" if "code" in self.open else data


def _is_page(text: str, rows: int) -> None:
    page = _Tags()
    page.feed(markdown(text, extensions=["tables"]))
    assert set(page.tags) <= {"h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.tags["td"] == 4 * rows
    assert page.tags["tr"] == (rows + 1 if rows else 0)
    assert not any(after.strip("\u2060")[:1] == after[:1] != "" for _, after in _split(page.text, "@"))
    assert is_safe(text.replace("\n", "").replace("\u2060", ""))
    assert "\n::" not in text


def _split(text: str, sign: str) -> Iterator[tuple[str, str]]:
    for at, char in enumerate(text):
        if char == sign:
            yield text[:at], text[at + 1 : at + 2]


def test_flawed_book_conforms(flawed: Report) -> None:
    """What each format writes about the flawed book is what its standard asks."""
    _conforms(replace(flawed, prefix="records/"))


def test_clean_book_conforms() -> None:
    """A report without findings is a whole document in every format."""
    _conforms(Report((), "records/", 3))
    assert list(format_of("github").report(Report(()))) == []


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 40))
def test_hostile_strings_do_nothing(start: int) -> None:
    """No string of the public list, nor any of ours, breaks a format or starts anything, wherever it stands."""
    texts = HOSTILE[start : start + 40]
    fixes = tuple(fix(text) for text in texts)
    _conforms(Report(tuple(finding(text) for text in texts), "records/", 1, fixes=fixes))
    for text in texts:
        alone = Report((finding(text), finding(text, Severity.ADVICE)), "records/", 1)
        _is_github(written("github", alone), alone)
        _is_page(job_summary(alone), 2)


@settings(max_examples=30, deadline=None)
@given(REPORTS)
def test_any_finding_conforms(lint: Report) -> None:
    """Whatever findings say, each format is what its standard asks."""
    _conforms(lint)


@settings(max_examples=30, deadline=None)
@given(REPORTS)
def test_no_format_starts_a_command_or_a_terminal_sequence(lint: Report) -> None:
    """Only the format github starts commands in the log of a job; none prints a control character."""
    for name in names():
        text = written(name, lint)
        assert is_safe(text.replace("\n", "")), name
        assert name == "github" or commands(text) == [], name


def _many(count: int, severity: Severity) -> list[Finding]:
    return [finding("x", severity, line) for line in range(1, count + 1)]


@pytest.mark.parametrize(
    ("errors", "advice", "shown", "rest"),
    [(10, 10, (10, 10), ""), (11, 10, (10, 10), "1 error, 1 advice more"), (0, 11, (0, 10), "2 advice more")],
)
def test_github_gets_what_it_shows(errors: int, advice: int, shown: tuple[int, int], rest: str) -> None:
    """Ten annotations of a level are shown; what is left is counted in a last one, which is one of the ten."""
    found = commands(
        written("github", Report((*_many(errors, Severity.ERROR), *_many(advice, Severity.ADVICE))))
    )
    levels = Counter(command.name for command in found)
    assert (levels["error"], levels["notice"]) == shown
    assert found[-1].data.startswith(rest)


def test_github_shows_changed_lines_first() -> None:
    """Findings on changed lines come first, then those in changed files, then the others, each in their order."""
    found = [
        replace(one, place=replace(one.place, file="a.yaml"), second=None)
        for one in _many(30, Severity.ERROR)
    ]
    found[4] = replace(found[4], place=replace(found[4].place, file="b.yaml"))
    found[29] = replace(found[29], place=replace(found[29].place, file="c.yaml"))
    given = Report(tuple(found), changed={"a.yaml": frozenset({20, 21}), "b.yaml": None})
    lines = [command.properties.get("line") for command in commands(written("github", given))]
    assert lines[:5] == ["5", "20", "21", "1", "2"]
    assert "c.yaml" not in written("github", given)


def test_columns_of_rdjson_count_bytes() -> None:
    """A caret behind a letter of four bytes stands where reviewdog looks for it; without the line there is none."""
    place = replace(finding("x").place, column=3, end_column=4, excerpt="a𐐀b")
    one = replace(finding("x"), place=place)
    location = json.loads(written("rdjson", Report((one,))))["diagnostics"][0]["location"]
    assert location["range"] == {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 7}}
    bare = replace(one, place=replace(place, excerpt=""))
    location = json.loads(written("rdjson", Report((bare,))))["diagnostics"][0]["location"]
    assert location["range"] == {"start": {"line": 1}, "end": {"line": 1}}


def test_long_summary_is_cut() -> None:
    """A summary of very many findings stays below what GitHub takes, and counts the rest."""
    page = job_summary(Report(tuple(finding("x`|" * 300, line=line) for line in range(1, 2001))))
    assert len(page.encode()) < 1024 * 1024
    assert 100 < page.count("\n| error KB204") <= ROWS
    assert "errors more" in page


def test_fingerprints_stay_when_lines_move(book_of: Callable[..., Book]) -> None:
    """A comment on top of a file moves its findings, and leaves their fingerprints."""
    book = book_of(
        {
            "relations/R-00001.yaml": {
                "owner": "nobody", "emails": [{"address": "a@b@c"}], "phones": [{"number": "12"}], "colour": "red"
            }
        }
    )  # fmt: skip
    file = book.root / "relations" / "R-00001.yaml"
    before = lint(book)
    file.write_text("# one\n# two\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    after = lint(load(book.root, book.as_of))
    assert [one.place for one in before] != [one.place for one in after]
    assert sorted(Report(tuple(before)).fingerprints) == sorted(Report(tuple(after)).fingerprints)


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    """Two findings of one rule at one place in a record are told apart, the first one keeping its name."""
    one = finding("x")
    names_of_all = Report((one, finding("y"), one, one)).fingerprints
    assert len(set(names_of_all)) == 4
    assert names_of_all[0] == one.fingerprint
