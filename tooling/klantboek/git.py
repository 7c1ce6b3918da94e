"""Git's plumbing: the only place that runs git."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

# Attributes and settings by which a file on disk has other bytes than git keeps for it.
_CHANGING = ("text", "eol", "crlf", "ident", "filter", "working-tree-encoding")
# Names are bytes to git.
_NAMES = ("utf-8", "surrogateescape")
# "H 100644 <id> 0": a file of one version; a small letter or S stands for files that git was told not to look at.
_KNOWN = re.compile(r"(?:\A|(?<=\0))H 100(?:644|755) ([0-9a-f]{40}) 0\t([^\0]*)\0")
# In a hook git states these for its own work; here the repository is the one around the folder.
_STATED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE")
# All that the disk tells of a file counts, whatever somebody set to make git quicker.
_CAREFUL = ("-c", "core.fsmonitor=false", "-c", "core.checkStat=default", "-c", "core.trustctime=true")
_ATTRIBUTES = ".gitattributes"
_SYSTEM_ATTRIBUTES = "/etc/gitattributes"


class GitError(Exception):
    """Git is not there, or refuses: the message is its own first line."""


def git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """Run git in a folder and give what it prints. Raises GitError."""
    environment = {name: value for name, value in os.environ.items() if name not in _STATED}
    try:
        done = subprocess.run(  # noqa: S603 -- nothing but git
            ["git", *words],  # noqa: S607 -- git from the path, as its users have it
            cwd=folder,
            input=given,
            env=environment,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise GitError("git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise GitError(said.splitlines()[0] if said else "git does not know it")
    return done.stdout


def listed(output: bytes) -> list[str]:
    """Give the entries of a listing that ends each with a zero byte."""
    return [entry for entry in output.decode(*_NAMES).split("\0") if entry]


def known_contents(root: Path) -> Mapping[str, bytes]:
    """Give the content ids of the files below a folder that git's index knows to be unchanged on disk.

    Empty when git can't say: no repository, or files are changed on their way into it.
    """
    try:
        told = git(root, *_CAREFUL, "ls-files", "-z", "-v", "--stage", "--", ".").decode(*_NAMES)
        known = _KNOWN.findall(told)
        if not known or _changes_files(root, _folders(told)):
            return {}
        changed = listed(git(root, *_CAREFUL, "diff-files", "-z", "--name-only", "--relative", "--", "."))
    except GitError:
        return {}
    found = {name: bytes.fromhex(content) for content, name in known}
    for name in changed:
        found.pop(name, None)
    return found


def _folders(told: str) -> set[str]:
    """Give the folders of the files in a listing of the index."""
    return {entry.partition("\t")[2].rpartition("/")[0] for entry in told.split("\0")}


def contents(folder: Path, ids: Sequence[str]) -> list[bytes]:
    """Give the contents of blobs by their ids in hexadecimal. Raises GitError."""
    answer = git(folder, "cat-file", "--batch", given="".join(f"{one}\n" for one in ids).encode())
    found = []
    at = 0
    for _ in ids:
        head = answer[at : at + _HEAD].partition(b"\n")[0]
        facts = head.split()
        if len(facts) != _FACTS:
            raise GitError(head.decode("utf-8", "replace"))  # "<id> missing"
        start, size = at + len(head) + 1, int(facts[2])
        found.append(answer[start : start + size])
        at = start + size + 1
    return found


# The first line that git gives for a blob: its id, its kind and its size; and how long it can be.
_FACTS = 3
_HEAD = 200


def _changes_files(root: Path, folders: Iterable[str]) -> bool:
    """Tell whether settings or attributes make git keep other bytes than the disk has for files in these folders."""
    settings = _settings(root)
    if settings.get("core.autocrlf", "false") != "false":
        return True
    words = {word for file in _attribute_files(root, folders, settings) for word in _words(file)}
    return any(word.lstrip("-!").partition("=")[0] in _CHANGING for word in words)


def _attribute_files(root: Path, named: Iterable[str], settings: Mapping[str, str]) -> Iterator[Path]:
    """Give the files that may hold attributes of the files in folders: theirs, the repository's, the user's."""
    folders = {PurePosixPath(name) for name in named}
    for folder in folders.union(*(folder.parents for folder in folders)):
        yield root / folder / _ATTRIBUTES
    told = git(root, "rev-parse", "--show-toplevel", "--git-path", "info/attributes").splitlines()
    if len(told) != len(("top", "attributes")):
        raise GitError("the name of a folder has a line end")
    top, own = map(os.fsdecode, told)
    for above in root.resolve().parents:
        if above.is_relative_to(Path(top).resolve()):
            yield above / _ATTRIBUTES
    yield root / own
    yield Path(settings.get("GIT_ATTR_SYSTEM", _SYSTEM_ATTRIBUTES))
    users = settings.get("core.attributesfile") or settings.get("GIT_ATTR_GLOBAL")
    usual = f"{os.environ.get('XDG_CONFIG_HOME') or '~/.config'}/git/attributes"
    yield _at_home(users or usual)


def _at_home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)  # nobody's home: git finds nothing there either


def _settings(root: Path) -> dict[str, str]:
    """Give the settings by name, and in a git that tells it where attributes stand; one without a value is on."""
    found = {}
    for line in git(root, "var", "-l").splitlines():
        name, equals, value = os.fsdecode(line).partition("=")
        found[name] = value if equals else "true"
    return found


def _words(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [_CHANGING[0]]  # what can't be read may say anything
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()[1:]]
