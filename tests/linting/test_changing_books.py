"""Books that change: whatever comes and goes, and in which order, the engine says what the rules say of the whole."""

import random
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given import as_file, examples
from klantboek.book import load
from klantboek.findings import Finding
from klantboek.linting import Way, check_book
from klantboek.linting.loaded import lint_loaded
from klantboek.rules import Choice
from klantboek.rules.registry import all_rules

TODAY = date(2026, 11, 20)
ALONE, KEEPING = Way(jobs=1, keeps=False), Way(jobs=1)


def checked(root: Path, way: Way = ALONE, choice: Choice | None = None) -> list[Finding]:
    """Give the findings of the engine."""
    return list(check_book(root, TODAY, None, choice, way).findings)


def whole(root: Path, choice: Choice | None = None) -> list[Finding]:
    """Give the findings of the rules, each run over the whole book."""
    return lint_loaded(load(root, TODAY), choice)


# Books in which relations meet: two of everything that belongs to one.
PARTS: list[Any] = [
    {},
    {"emails": [{"address": "info@halm.example"}]},
    {"emails": [{"address": "Info@Halm.example", "shared": "both shops read it"}]},
    {"phones": [{"number": "+31570123456", "kind": "landline"}]},
    {"registrations": {"kvk": "12345678"}},
    {"registrations": {"kvk": "12345678", "shared": "a branch"}},
    {"payment": {"accounts": [{"iban": "NL91ABNA0417164300"}]}},
    {"links": [{"to": "R-00001", "kind": "parent"}]},
    {"links": [{"to": "R-00002", "kind": "parent"}]},
    {"links": [{"to": "R-00003", "kind": "parent"}]},
    {"contacts": [{"id": "ria", "person": "R-00002", "exclusive": True}]},
    {"contacts": [{"id": "ria", "person": "R-00004", "exclusive": True}]},
    {"kind": "person", "person": {"name": {"surname": "Bakker"}}},
    {"classification": {"goal": "grow"}},
    {"tombstone": {"reason": "merged", "into": "R-00001", "on": "2026-01-01"}},
    {"naem": "misspelt"},
    {"documents": [{"id": "a", "title": "Contract", "kind": "contract", "file": "documents/a.pdf"}]},
    {"number": "R-00002"},
    {"number": "R-00001", "links": [{"to": "R-00002", "kind": "parent"}]},
    {"number": "R-00009"},
    {"links": [{"to": "R-00009", "kind": "parent"}, {"to": "R-00002", "kind": "parent", "until": "2025-01-01"}]},
    {"kind": "person", "person": {"name": {"surname": "Bakker"}}, "phones": [{"number": "+31570123456", "kind": "landline", "extension": "1"}]},
    {"emails": [{"address": "straße@halm.example"}, {"address": "INFO@HALM.EXAMPLE"}]},
    {"emails": [{"address": "STRASSE@halm.example"}], "organisation": {"name": "Zönnewende  B.V."}},
    {"contacts": [{"id": "ria", "name": {"surname": "Bakker"}, "emails": [{"address": "info@halm.example"}]}]},
    {"contacts": [{"id": "ria", "person": "R-00001"}], "registrations": {"vat": "NL001234567B01"}},
    {"tombstone": {"reason": "merged", "into": "R-00002", "on": "2026-01-01"}},
    {"tombstone": {"reason": "retired", "on": "2026-01-01"}},
    {"tombstone": {"reason": "retired", "on": "2026-01-01"}, "number": "R-00003"},
    "# klantboek: allow KB301 -- a branch\nregistrations: {kvk: '12345678'}",
    "# klantboek: allow KB303, KB111 -- one shop\nemails: [{address: info@halm.example}]",
    "status: active # klantboek: allow KB416 -- no goal here",
    {"contacts": [{"id": "a", "name": {"surname": "B"}}], "interactions": []},
    {
        "orders": [
            {"number": "O-1", "date": "2026-05-01", "channel": "phone", "lines": [
                {"product": "mixer", "quantity": 1, "unit_price": 900}
            ], "invoices": [
                {"number": "F-1", "date": "2026-05-04", "due": "2026-06-03", "amount": 121}
            ]},
            {"number": "o-1", "date": "2026-05-01", "channel": "phone", "lines": [
                {"product": "mixer", "quantity": 1, "unit_price": 900}
            ], "invoices": [
                {"number": "F-1", "date": "2026-05-04", "due": "2026-06-03", "amount": 121}
            ]},
        ],
        "links": [{"to": "R-00003", "kind": "partner_of"}],
    },
    {
        "orders": [
            {"number": "O-1", "date": "2026-05-01", "channel": "phone", "lines": [
                {"product": "oven", "quantity": 1, "unit_price": 900}
            ]},
        ],
        "complaints": [
            {"number": "K-1", "on": "2026-09-01", "nature": "defect", "product": "mixer", "description": "Hot", "status": "open"}
        ],
    },
]  # fmt: skip
NAMES = [f"relations/{folder}R-0000{number}.yaml" for number in range(1, 6) for folder in ("", "old/")]
JUDGED = [
    "judgements/R-00001_R-00002.yaml",
    "judgements/R-00002_R-00003.yaml",
    "judgements/R-00001_R-00004.yaml",
]
VERDICTS: list[dict[str, Any]] = [
    {"verdict": "same"},
    {"verdict": "distinct"},
    {"verdict": "same", "a": "R-00002", "b": "R-00003"},
    {"verdict": "same", "a": "R-00001", "b": "R-00003"},
    {"verdict": "distinct", "a": "R-00001", "b": "R-00003"},
    {"verdict": "unsure", "a": "R-00001", "b": "R-00004"},
    {"verdict": "distinct", "content_a": "0000000000000000"},
]
CODES = [rule.code for rule in all_rules() if rule.across is not None]
CHOICES = st.one_of(
    st.none(),
    st.builds(
        lambda code: Choice(select=(code,)), st.sampled_from([*CODES, "KB0", "KB1", "KB018", "KB310", "KB3"])
    ),
    st.builds(lambda code: Choice(ignore=(code,)), st.sampled_from([*CODES, "KB0", "KB310", "KB2", "KB3"])),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(PARTS)),
        st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(PARTS)),
        st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none()),
        st.tuples(st.just("attach"), st.just("documents/a.pdf"), st.booleans()),
        st.tuples(
            st.just("write"),
            st.just("book.yaml"),
            st.sampled_from(
                [
                    {},
                    {"numbering": {"retired": ["R-00003"]}},
                    {"lint": {"ignore": ["KB3"]}},
                    {
                        "lint": {
                            "severity": {"KB2": "advice"},
                            "folders": [{"folder": "relations/old", "ignore": ["KB201"]}],
                        }
                    },
                ]
            ),
        ),
        st.tuples(
            st.just("write"),
            st.sampled_from(["products/oven.yaml", "products/mixer.yaml"]),
            st.just({}),
        ),
        st.tuples(st.just("write"), st.sampled_from(JUDGED), st.sampled_from(VERDICTS)),
        st.tuples(st.just("remove"), st.sampled_from(JUDGED), st.none()),
    ),
    min_size=1,
    max_size=6,
)


def _do(root: Path, how: str, name: str, given_record: Any) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if how == "write":
        path.write_text(as_file(name, given_record), encoding="utf-8")
    elif how == "remove" or not given_record:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(b"%PDF")


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, min_size=2, max_size=4), CHOICES)
def test_a_book_that_changes(
    tmp_path: Path, rounds: list[list[tuple[str, str, Any]]], choice: Choice | None
) -> None:
    """After any changes: what was kept, nothing kept, two processes and the whole book give the same."""
    root = tmp_path / "records"
    shutil.rmtree(root, ignore_errors=True)
    _do(root, "write", "book.yaml", {})
    _do(root, "write", NAMES[0], {})
    for number, steps in enumerate(rounds):
        for how, name, record in steps:
            _do(root, how, name, record)
        expected = whole(root)
        assert checked(root, KEEPING) == expected
        # What is kept is thrown away when it makes no sense.
        assert list((tmp_path / ".klantboek").glob("*-lint.sqlite"))
        assert checked(root, Way(jobs=2 if number == 0 else 1, keeps=False)) == expected
        if choice is not None:
            assert checked(root, ALONE, choice) == whole(root, choice)


def test_the_order_in_which_files_were_made(tmp_path: Path) -> None:
    """It does not matter in which order the disk has the files."""
    names = [f"relations/R-000{number:02}.yaml" for number in range(1, 31)]
    found = []
    for seed in range(2):
        root = tmp_path / str(seed) / "records"
        _do(root, "write", "book.yaml", {})
        order = names[:]
        random.Random(seed).shuffle(order)  # noqa: S311 -- a shuffle, no secret
        for name in order:
            _do(root, "write", name, PARTS[int(name[-7:-5]) % len(PARTS)])
        found.append([(one.code, one.place, one.message) for one in checked(root)])
    assert found[0] == found[1] != []


ORDER = PARTS[-1]
NEAR = {"links": [{"to": "R-00129", "kind": "parent"}]}
CHANGES: list[tuple[str, str, Any]] = [
    ("write", "products/oven.yaml", {}),
    ("write", "products/oven.yaml", {"from": "2026-10-01"}),
    ("remove", "products/oven.yaml", None),
    ("write", "relations/R-00120.yaml", {}),
    ("remove", "relations/R-00120.yaml", None),
    ("write", "relations/R-00129.yaml", {}),
    ("write", "relations/R-00129.yaml", {"tombstone": {"reason": "retired", "on": "2026-01-01"}}),
    ("remove", "relations/R-00129.yaml", None),
    ("write", "documents/a.pdf", "no text"),
    ("remove", "documents/a.pdf", None),
    ("write", "relations/R-00003.yaml", {"classification": {"goal": "grow"}}),
    ("write", "relations/R-00003.yaml", {}),
    ("write", "relations/R-00003.yaml", "status: active # klantboek: allow KB903 -- we know"),
    ("write", "judgements/R-00001_R-00002.yaml", {"verdict": "same"}),
    ("write", "judgements/R-00001_R-00002.yaml", {"verdict": "distinct", "content_a": "0000000000000000"}),
    ("remove", "judgements/R-00001_R-00002.yaml", None),
    ("write", "book.yaml", {"lint": {"ignore": ["KB9"]}}),
    ("write", "book.yaml", {"lint": {"severity": {"KB9": "error"}}}),
    ("write", "book.yaml", {"staff": [{"id": "piet", "name": "Piet"}]}),
]  # fmt: skip


def test_each_change_by_itself(tmp_path: Path) -> None:
    """Registers, numbers, attachments, judgements and settings: each change is seen, from what was kept before."""
    root = tmp_path / "records"
    _do(root, "write", "book.yaml", {})
    for name, record in (
        ("R-00001", ORDER),
        ("R-00002", NEAR),
        ("R-00004", PARTS[16]),
        ("R-00005", PARTS[26]),
    ):
        _do(root, "write", f"relations/{name}.yaml", record)
    before = checked(root, KEEPING)
    for how, name, record in CHANGES:
        if name.endswith(".pdf"):
            _do(root, "attach", name, record)
        else:
            _do(root, how, name, record)
        found = checked(root, KEEPING)
        assert found == whole(root), (how, name, record)
        assert list((tmp_path / ".klantboek").glob("*-lint.sqlite"))
        assert name == "book.yaml" or found != before, (how, name, record)
        before = found


PAIR: Any = {
    "organisation": {"name": "Bakkerij Zonnewende"},
    "addresses": [{"uses": ["visiting"], "street": "Brink", "house_number": "12", "postcode": "7411 BV", "city": "Deventer", "country": "NL"}],
    "emails": [{"address": "ria@zonnewende.example", "shared": "one shop"}],
    "phones": [{"number": "+31570123456", "kind": "landline", "shared": "one shop"}],
    "registrations": {"kvk": "12345678", "shared": "a branch"},
}  # fmt: skip


def test_duplicates_come_and_go(tmp_path: Path) -> None:
    """A relation that becomes the likeness of another is found, from what was kept before; and forgotten."""
    root = tmp_path / "records"
    _do(root, "write", "book.yaml", {})
    _do(root, "write", NAMES[0], PAIR)
    seen = []
    for record in ({}, PAIR, {"organisation": {"name": "Halm"}}, PAIR):
        _do(root, "write", "relations/R-00002.yaml", record)
        found = checked(root, KEEPING)
        assert found == whole(root)
        seen.append("KB310" in {one.code for one in found})
    assert seen == [False, True, False, True]
