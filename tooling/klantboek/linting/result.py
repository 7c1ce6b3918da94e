"""What the check of one relation leaves: its findings, and what must be known of it when others are checked."""

import json
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from typing import Any

from klantboek import changes
from klantboek.changes import Fix
from klantboek.findings import Finding, Identity, Place, Severity
from klantboek.rules.registry import Side

# A claim as it is kept: its side, and a number for the rule and the key.
KeptClaim = tuple[int, int]
_CHANGES = {one.__name__: one for one in (
    changes.Put, changes.Insert, changes.Delete, changes.Rename, changes.Reorder, changes.Requote
)}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What the check of one relation leaves.

    ``fields`` are those it writes; ``claims`` what it claims for rules across relations; ``suspected`` the
    codes of such rules that found something in it alone; ``tallies`` its share of totals, by code; ``files``
    the files of the book that it names, with how they stood; ``speaks`` tells that a comment in it may be
    meant for klantboek; ``features`` is what is compared of it in the search for duplicates, as JSON; a
    ``misfit`` does not fit its schema, and nothing but its findings is known of it.
    """

    findings: tuple[Finding, ...] = ()
    fields: tuple[str, ...] = ()
    claims: tuple[KeptClaim, ...] = ()
    suspected: tuple[str, ...] = ()
    tallies: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    speaks: bool = False
    features: str = ""
    misfit: bool = False

    def written(self) -> str:
        """Write down all but fields, claims, tallies and features; "" when there is nothing."""
        if not (self.findings or self.suspected or self.files or self.speaks):
            return ""
        kept = {
            "findings": [_finding_written(one) for one in self.findings],
            "suspected": self.suspected,
            "files": self.files,
            "speaks": self.speaks,
            "misfit": self.misfit,
        }
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "Result":
        """Read what was written down. Raises ValueError, KeyError or TypeError for anything else."""
        if not text:
            return cls()
        kept = json.loads(text)
        return cls(
            findings=tuple(_finding_read(one) for one in kept["findings"]),
            suspected=tuple(kept["suspected"]),
            files=tuple((name, state) for name, state in kept["files"]),
            speaks=kept["speaks"],
            misfit=kept["misfit"],
        )  # fmt: skip


def kept_claim(code: str, side: Side, key: str) -> KeptClaim:
    """Give a claim as it is kept: the key as a number of 64 bits, so that it tells nothing and takes no room."""
    digest = blake2b(f"{code}\x1f{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int(side), int.from_bytes(digest, "big", signed=True)


def _finding_written(finding: Finding) -> dict[str, Any]:
    kept = {field.name: getattr(finding, field.name) for field in fields(finding)}
    kept["place"] = asdict(finding.place)
    kept["second"] = asdict(finding.second) if finding.second is not None else None
    kept["fix"] = _fix_written(finding.fix) if finding.fix is not None else None
    kept["identity"] = asdict(finding.identity) if finding.identity is not None else None
    return kept


def _finding_read(kept: dict[str, Any]) -> Finding:
    second, fix, identity = kept["second"], kept["fix"], kept["identity"]
    read = {
        "severity": Severity(kept["severity"]),
        "path": tuple(kept["path"]),
        "place": Place(**kept["place"]),
        "second": None if second is None else Place(**second),
        "fix": None if fix is None else _fix_read(fix),
        "identity": None if identity is None else Identity(**identity),
    }
    return Finding(**(kept | read))


def _fix_written(fix: Fix) -> dict[str, Any]:
    changed = [{"kind": type(one).__name__, **_fields(one)} for one in fix.changes]
    return {"text": fix.text, "changes": changed, "safe": fix.safe}


def _fields(change: Any) -> dict[str, Any]:
    return {field.name: getattr(change, field.name) for field in fields(change)}


def _fix_read(kept: dict[str, Any]) -> Fix:
    return Fix(kept["text"], tuple(_change_read(one) for one in kept["changes"]), kept["safe"])


def _change_read(kept: dict[str, Any]) -> Any:
    given = {name: value for name, value in kept.items() if name != "kind"}
    for name in ("path", "keys"):
        if name in given:
            given[name] = tuple(given[name])
    return _CHANGES[kept["kind"]](**given)
