"""Comments: found wherever YAML has one, and nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.house import carried
from klantboek.yaml import Document, read
from klantboek.yaml.comments import comments

TEXT = """\
# yes: the head
a: "x # no" # yes: behind double quotes
b: 'y # no'   # yes: behind single quotes
c: |
  # no: in a block
  text

# yes: behind a block
d: >-
  fold # no
# yes: behind a folded block
e: plain
  more#no # yes: behind a plain text of two lines
f: [1, 2, # yes: in a list
  3] # yes: behind a list
"g # no": {} # yes: behind an empty group
h:   # yes: behind a key
  - z # yes: behind an item
  - # yes: behind a dash
    k: v
i:
# yes: before a value
  "multi
  # no
  line"
j: |  # yes: behind the mark of a block
  foo # no
  # no
l:
  - |
    deep # no
    # no
   # yes: less deep than the block
  - q#no
n: # yes: behind a key without a value
m: x\t# yes: behind a tab
# yes: the end"""


def _read(text: str) -> Document:
    document = read(text.encode(), "x.yaml")
    assert document.faults == ()
    return document


def test_each_place() -> None:
    """A # starts a comment at the start of a line or behind a space, but not inside a value."""
    found = [(one.line, one.text) for one in comments(_read(TEXT))]
    assert found == [
        (number, line[line.index("# yes") :])
        for number, line in enumerate(TEXT.split("\n"), start=1)
        if "# yes" in line
    ]


def test_alone() -> None:
    """A comment stands alone when no value stands before it on its line."""
    found = {one.text.removeprefix("# yes: ") for one in comments(_read(TEXT)) if one.alone}
    assert found == {
        "the head", "behind a block", "behind a folded block", "behind a dash", "before a value",
        "less deep than the block", "the end",
    }  # fmt: skip


def _without(document: Document) -> str:
    text = document.text
    for one in reversed(list(comments(document))):
        text = text[: one.start] + text[one.end :]
    return text


@pytest.mark.parametrize("file", sorted(carried("records").rglob("*.yaml"))[::7], ids=lambda file: file.name)
def test_records_mean_the_same_without_their_comments(file: Path) -> None:
    """Taking all comments out of a record changes no value and leaves no comment."""
    document = _read(file.read_text(encoding="utf-8"))
    bare = _read(_without(document))
    assert bare.value == document.value
    assert list(comments(bare)) == []


@given(st.lists(st.sampled_from(["# a", "b#c", "d # e", " ", "#"]), min_size=1, max_size=6).map("\n".join))
def test_texts_hold_no_comments(text: str) -> None:
    """Whatever a text says, as a block, folded or in quotes, there is no comment in it."""
    quoted = text.replace("\n", "\\n")
    inside = "\n".join(f"  x{line}" for line in text.split("\n"))
    document = _read(f'a: "{quoted}"\nb: |\n{inside}\nc: >-\n{inside}\nd: 1 # yes\n')
    assert [one.text for one in comments(document)] == ["# yes"]


def test_a_document_with_faults_has_none() -> None:
    """What can't be read is not searched for values, so nothing in it is taken for a comment of ours."""
    document = read(b"a: [1 # x\n", "x.yaml")
    assert document.faults
    assert list(comments(document)) == []
