"""What the last build made each page from: digests only, never a word of a record."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from klantboek.edits.journal import FOLDER, state_folder
from klantboek.errors import KlantboekError
from klantboek.handbook.inputs import digest


@dataclass
class Kept:
    """The digests of the last build by page: of what it was made from, and of what came out.

    A handbook outside the project's folder keeps nothing: it may be anybody's.
    """

    project: Path
    name: str
    before: dict[str, tuple[str, str]]
    now: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Path, site: Path) -> "Kept":
        """Read what was kept for a handbook's folder; nothing when there is none, or when it is damaged."""
        site, project = site.resolve(), project.resolve()
        if not site.is_relative_to(project):
            return cls(project, "", {})
        name = f"handbook-{digest([site.relative_to(project)])}.json"
        try:
            found = json.loads((project / FOLDER / name).read_text(encoding="utf-8"))
            return cls(
                project, name, {str(page): (str(made), str(out)) for page, (made, out) in found.items()}
            )
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(project, name, {})

    def has(self, page: str, made_from: str, written: Path) -> bool:
        """Tell whether a page on disk is what these inputs give; then it is kept for the next build too."""
        made, out = self.before.get(page, ("", ""))
        if made != made_from or not written.is_file() or digest([written.read_bytes()]) != out:
            return False
        self.now[page] = made, out
        return True

    def note(self, page: str, made_from: str, html: str) -> None:
        """Keep what a page was made from."""
        self.now[page] = made_from, digest([html])

    def save(self) -> None:
        """Write the digests where nobody else reads them; a disk that refuses only costs time."""
        if not self.name:
            return
        try:
            folder = state_folder(self.project)
            beside = folder / f"{self.name}.new"
            beside.write_text(json.dumps(self.now), encoding="utf-8")
            beside.replace(folder / self.name)
        except (OSError, KlantboekError):
            return
