"""What strict reading refuses: one code for each kind of fault, with why and what to do."""

from dataclasses import dataclass

from klantboek.yaml import limits


@dataclass(frozen=True)
class FaultKind:
    """A kind of reading fault, documented: it becomes a rule page like every lint rule."""

    code: str
    name: str
    why: str
    help: str


@dataclass(frozen=True)
class Fault:
    """One fault in one text; ``start`` and ``end`` are character offsets in the document's text."""

    kind: FaultKind
    message: str
    start: int
    end: int
    help: str = ""
    second: int | None = None


_KINDS = (
    FaultKind(
        "KB001",
        "file is YAML",
        "A file that can't be read can't be checked, and its relation is missing from every list.",
        "Mend the line; it is often a forgotten quote, a colon inside a value, or indentation.",
    ),
    FaultKind(
        "KB002",
        "keys are unique",
        "Other programs keep one of the two values and drop the other without a word.",
        "Keep one, or put both values in one list.",
    ),
    FaultKind(
        "KB003",
        "no anchors or aliases",
        "A value that stands elsewhere can't be reviewed where it is used, and a few lines can unfold into gigabytes.",
        "Write the value out in full.",
    ),
    FaultKind(
        "KB004",
        "no tags",
        "A tag changes what a value is, and some programs run code for it.",
        "Remove the word that starts with '!', or put the value in quotes if it is text.",
    ),
    FaultKind(
        "KB005",
        "one document a file",
        "One record, one file: what stands behind a second '---' is easily overlooked.",
        "Move the second document to a file of its own.",
    ),
    FaultKind(
        "KB006",
        "no control characters",
        "Invisible characters hide text from whoever reviews it and confuse terminals and other programs.",
        "Delete the character and type the text again.",
    ),
    FaultKind(
        "KB007",
        "file is UTF-8",
        "In another encoding, names such as Noël or Müller turn into other characters.",
        "Save the file as UTF-8 in your editor.",
    ),
    FaultKind(
        "KB008",
        "no characters that turn text around",
        "They make a line look different from what it says: an account number can be made to read backwards.",
        "Delete the character and type the text again.",
    ),
    FaultKind(
        "KB009",
        "nesting is not too deep",
        f"A record never nests deeper than {limits.DEPTH} levels; such a file is damaged or hostile.",
        "Check where the brackets or the indentation went wrong.",
    ),
    FaultKind(
        "KB010",
        "not too many values",
        f"More than {limits.NODES:,} values in one record slow down everyone who opens it.",
        "Split the record, or keep long lists such as web visits outside it.",
    ),
    FaultKind(
        "KB011",
        "file is not too large",
        f"A record is at most {limits.BYTES // 1024 // 1024} MiB; what is larger is not a record.",
        "Move attachments to files of their own and refer to them.",
    ),
    FaultKind(
        "KB012",
        "value means one thing",
        "Programs disagree about it: one reads a number or a yes/no where another reads text.",
        "Put it in quotes if it is text; write a number with plain digits; write true, false or null in small letters.",
    ),
    FaultKind(
        "KB013",
        "keys are text",
        "A list or a group as a key fits no schema and no table.",
        "Give the value a simple name as its key.",
    ),
    FaultKind(
        "KB014",
        "every file is read",
        "A file that nothing reads looks as if it counted, and does not.",
        "Move it to the folder of its kind, let its name end in .yaml, or delete it.",
    ),
)
FAULTS: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}
