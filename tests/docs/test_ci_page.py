"""The page about CI: its formats exist, its snippets are YAML, its tables name the keys of the JSON."""

import re
from pathlib import Path

from given import data
from klantboek.reports.formats import names
from klantboek.yaml import read

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "site" / "pages" / "ci.md").read_text(encoding="utf-8")


def test_every_format_is_on_the_page() -> None:
    """The table of formats names each one once, and every command on the page uses one of them."""
    table = PAGE.partition("| Format | For |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE)) == sorted(names())
    assert set(re.findall(r"--format ([a-z]+)", PAGE)) <= set(names())


def test_snippets_are_yaml() -> None:
    """What people copy from the page is read by our own strict reader, and is what the starter has."""
    snippets = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    documents = [read(text.encode(), "ci.md") for text in snippets]
    cache, workflow, _ = documents
    assert [document.faults for document in documents] == [(), (), ()]
    assert [step["with"]["path"] for step in cache.value] == [".klantboek"]
    starter = data(ROOT / "site" / "starter" / "klantboek.yml")
    assert starter["on"] == workflow.value["on"]
    assert workflow.value["jobs"]["book"]["steps"] == starter["jobs"]["book"]["steps"][:4]


def test_keys_of_the_json_are_on_the_page() -> None:
    """The page names every key of a report and of a finding, and no other."""
    shape = data(ROOT / "tests" / "reports" / "shapes.yaml")["json"]
    described = PAGE.partition("## The format json")[2]
    tables = [part.partition("\n\n")[0] for part in described.split("| Key | Holds |")[1:]]
    keys = [
        [
            key
            for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
            for key in re.findall(r"`(\w+)`", cell)
        ]
        for table in tables
    ]
    finding = shape["properties"]["findings"]["items"]["properties"]
    fix = finding["fix"]["oneOf"][1]["properties"]
    assert keys == [list(shape["properties"]), list(finding), list(fix)]
    for key in fix["replacements"]["items"]["properties"]:
        assert f"`{key}`" in tables[2]
