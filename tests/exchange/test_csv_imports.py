"""CSV files to records: what is written, what is told, and that every row is one or the other."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given import data
from klantboek.book import load
from klantboek.edits.writing import Rewrite, write_files
from klantboek.exchange.identity import first_free
from klantboek.exchange.mapping_file import read_mapping
from klantboek.exchange.notice import Weight
from klantboek.exchange.plan import Plan, plan_import
from klantboek.exchange.sheet import SourceError
from klantboek.exchange.values import UNSEEN
from klantboek.yaml import read, write

CASES = data(Path(__file__).with_name("imports.yaml"))
Put = Callable[[dict[str, Any]], Path]
BASE = data(Path(__file__).with_name("base.yaml"))
HEADER = "nr;naam;plaats;land\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], root: Path, put: Put) -> None:
    """An import writes and tells exactly what its case says; rows read are rows used or told."""
    files = {
        name: text.replace("LONG", "x" * 201).replace("BELL", "\x07") for name, text in case["files"].items()
    }
    plan = planned(root, laid_over(case), put(files))
    assert {one.file for one in plan.planned} == set(case["writes"])
    for one in plan.planned:
        wanted = case["writes"][one.file]
        if wanted != "any":
            full = "number" in wanted
            assert (one.value if full else {key: one.value.get(key) for key in wanted}) == wanted
        assert read(one.text.encode(), one.file).value == one.value
    said = [f"{one.where}  {one.weight.value}  {one.message}" for one in plan.notices]
    wanted_notices = case.get("notices", [])
    assert len(said) == len(wanted_notices), said
    assert all(text.startswith(start) for text, start in zip(said, wanted_notices, strict=True)), said
    counts = [f"{b.file} {b.read} {b.used} {b.present} {b.left_out} {b.empty}" for b in plan.balances]
    assert counts == case.get("balances", counts)
    assert all(b.read == b.used + b.present + b.left_out for b in plan.balances)


def test_second_import_finds_its_relations_by_what_was_remembered(root: Path, put: Put) -> None:
    """A row keeps its number whatever its order; a new row gets the next one; a changed one is told and left."""
    first = planned(root, BASE, put({"klanten.csv": f"{HEADER}7;A;B;NL\n8;C;D;NL\n"}))
    write_files(root.parent, [Rewrite(root / one.file, None, one.text.encode()) for one in first.planned])
    again = planned(root, BASE, put({"klanten.csv": f"{HEADER}9;E;F;NL\n8;C;Anders;NL\n7;A;B;NL\n"}))
    assert [(one.id, one.state) for one in again.planned] == [
        ("R-00003", "new"),
        ("R-00002", "differs"),
        ("R-00001", "same"),
    ]
    assert [(one.where, one.weight) for one in again.notices] == [("klanten.csv:3", Weight.LOOK)]
    assert [(b.used, b.present, b.left_out) for b in again.balances] == [(1, 2, 0)]


def test_what_is_left_out_is_told_again(root: Path, put: Put) -> None:
    """A second import says the same of rows that the mapping does not ask for, though what they belong to is there."""
    (case,) = (one for one in CASES if one["name"].startswith("a row that the mapping does not ask for"))
    files = put(case["files"])
    first = planned(root, laid_over(case), files)
    write_files(root.parent, [Rewrite(root / one.file, None, one.text.encode()) for one in first.planned])
    again = planned(root, laid_over(case), files)
    assert {one.state for one in again.planned} == {"same"}
    assert again.notices == first.notices


def test_numbers_go_on_above_everything_that_was_ever_given(root: Path) -> None:
    """Relations that can't be read, retired numbers and the book's own next number all count."""
    (root / "relations").mkdir()
    assert first_free(load(root, None)) == 1
    (root / "relations" / "R-00041.yaml").write_text("a: [", encoding="utf-8")
    assert first_free(load(root, None)) == 42
    settings_ = read((root / "book.yaml").read_bytes(), "book.yaml").value
    for numbering, expected in (({"next": 40, "retired": ["R-00050"]}, 51), ({"next": 100}, 100)):
        (root / "book.yaml").write_text(write({**settings_, "numbering": numbering}), encoding="utf-8")
        assert first_free(load(root, None)) == expected


def test_unreadable_relation_is_told_because_its_row_would_come_again(root: Path, put: Put) -> None:
    """What a broken file remembers can't be known, so somebody must look."""
    (root / "relations").mkdir()
    (root / "relations" / "R-00041.yaml").write_text("a: [", encoding="utf-8")
    plan = planned(root, BASE, put({"klanten.csv": f"{HEADER}7;A;B;NL\n"}))
    assert "1 relations can't be read" in plan.notices[0].message
    assert not plan.fits


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{HEADER}7;Café;B;NL\n".encode("cp1252"), "the byte at position 25 (line 2) does not fit"),
        (f"{HEADER}7;A;B;NL\n".encode("utf-16-le"), "NUL bytes"),
        (f"{HEADER}7;A;B;NL\n".encode("utf-16"), "the byte at position 0 (line 1) does not fit"),
        (b"", "no first row"),
        (b"nr;naam;naam;land\n", "column 3 is called 'naam' like one before it"),
        (b"nr;;plaats;land\n", "column 2 has no name"),
    ],
)
def test_file_that_is_not_what_was_declared(root: Path, put: Put, content: bytes, words: str) -> None:
    """One clear message, with the place and what to declare."""
    with pytest.raises(SourceError) as caught:
        planned(root, BASE, put({"klanten.csv": content}))
    assert words in caught.value.message
    assert caught.value.help


def test_declared_encoding_is_used_and_doubted_when_utf8_would_do(root: Path, put: Put) -> None:
    """The file is read as the mapping says; bytes that also are UTF-8 ask for a look."""
    mapping = laid_over({"defaults": {"encoding": "cp1252"}})
    plan = planned(root, mapping, put({"klanten.csv": f"{HEADER}7;Café;B;NL\n".encode("cp1252")}))
    assert plan.planned[0].value["organisation"]["name"] == "Café"
    assert plan.fits
    plan = planned(root, mapping, put({"klanten.csv": f"{HEADER}7;Café;B;NL\n".encode()}))
    assert "is also valid UTF-8" in plan.notices[0].message


def test_files_that_no_table_names_are_told(root: Path, put: Put) -> None:
    """A file in the folder that the mapping forgot does not vanish; a table without its file ends it."""
    plan = planned(root, BASE, put({"klanten.csv": f"{HEADER}7;A;B;NL\n", "x.csv": "a\n1\n"}))
    assert [one.where for one in plan.notices] == ["x.csv"]
    folder = put({"klantenlijst.csv": HEADER})
    (folder / "klanten.csv").unlink()
    with pytest.raises(SourceError, match="not among the files given") as caught:
        planned(root, BASE, folder)
    assert caught.value.help == "Did you mean 'klantenlijst.csv'?"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_text_lands_as_it_is_or_is_told(root: Path, put: Put, name: str) -> None:
    """Whatever stands in a cell: the record holds exactly that, without spaces around it, or the row is told."""
    quoted = name.replace('"', '""')
    plan = planned(root, BASE, put({"klanten.csv": f'{HEADER}7;"{quoted}";B;NL\n'}))
    if plan.planned:
        assert plan.planned[0].value["organisation"]["name"] == name.strip(" \t").replace("\r\n", "\n")
    else:
        assert [(one.row, one.weight) for one in plan.notices] == [(2, Weight.LEFT_OUT)]
    assert bool(UNSEEN.search(name)) <= (not plan.planned)


def test_what_is_unseen_in_a_cell_is_what_strict_reading_refuses() -> None:
    """The two lists of invisible characters are one."""
    told = {code for code in range(0x10000) if UNSEEN.match(chr(code))}
    refused = {
        code
        for code in range(0x10000)
        if not 0xD800 <= code < 0xE000 and read(f'a: "x{chr(code)}x"\n'.encode(), "x").faults
    }
    assert told == refused - {ord('"'), ord("\\")}


def laid_over(case: dict[str, Any]) -> dict[str, Any]:
    """Give the base mapping with the tables, fields and records of a case added."""
    mapping: dict[str, Any] = deepcopy(BASE)
    mapping["defaults"] |= case.get("defaults", {})
    mapping["tables"] |= case.get("tables", {})
    mapping["records"][0]["fields"] |= case.get("fields", {})
    mapping["records"] += case.get("records", [])
    if "only" in case:
        mapping["records"][0]["only"] = case["only"]
    return mapping


def planned(root: Path, mapping: dict[str, Any], sources: Path) -> Plan:
    """Plan an import into the book at ``root``."""
    read = read_mapping(write(mapping).encode(), "mapping.yaml")
    told: list[int] = []
    plan = plan_import(load(root, None), read, [sources], "mapping.yaml", lambda done, _: told.append(done))
    assert told == list(range(1, len(told) + 1))
    assert len(told) >= len(plan.planned)
    return plan
