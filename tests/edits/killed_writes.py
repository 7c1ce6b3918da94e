"""Stops a write after every line that it runs, then starts again: prints what was found each time.

Run as a script with a folder: forking needs a process without threads.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from klantboek.edits.journal import state_folder
from klantboek.edits.writing import Rewrite, recover_writing, write_files

OLD = {"records/a.yaml": b"a: 1\n", "records/deep/b.yaml": b"b: 1\n", "records/gone.yaml": b"c: 1\n"}
NEW = {
    "records/a.yaml": b"a: 2\n",
    "records/deep/b.yaml": b"b: 2\n",
    "records/made.yaml": b"d: 2\n",
    "records/new/deep/e.yaml": b"e: 2\n",
}
KILLED = 9


def fresh(project: Path) -> None:
    """Put the old files back, with the folder of state as an earlier command left it."""
    shutil.rmtree(project, ignore_errors=True)
    for name, content in OLD.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(content)
    state_folder(project)


def write(project: Path) -> None:
    """Change two files, make two, one of them in a folder that is not there, remove one."""
    names = sorted({*OLD, *NEW})
    write_files(project, [Rewrite(project / name, OLD.get(name), NEW.get(name)) for name in names])


def stopped(work: Callable[[], Any], after: int) -> bool:
    """Do the work in a child that dies before its n-th line of our code; tell whether it came that far."""
    child = os.fork()
    if child == 0:
        left = after

        def count(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if "/klantboek/edits/" not in frame.f_code.co_filename:
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os._exit(KILLED)
            return count

        sys.settrace(count)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def state(project: Path) -> str:
    """Tell what is there: old, new, or what else."""
    files = {
        file.relative_to(project).as_posix(): file.read_bytes()
        for file in sorted(project.rglob("*"))
        if file.is_file() and ".klantboek/" not in file.as_posix()
    }
    left = sorted(file.name for file in (project / ".klantboek").iterdir())
    if set(left) - {".gitignore", "lock", "writing.json.new"}:
        return f"left over: {left}"
    return "old" if files == OLD else "new" if files == NEW else f"mixed: {sorted(files)}"


def stopped_recoveries(project: Path, copy: Path) -> list[str]:
    """Stop the recovery of a stopped write too, then recover once more; tell what is there each time."""
    found: list[str] = []
    at = 0
    while True:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(project, copy)
        if not stopped(lambda: recover_writing(copy), at):
            return found
        recover_writing(copy)
        found.append(state(copy))
        at += 3


def main() -> None:
    """Stop the write at every line; stop every 25th recovery at every third line as well."""
    project = Path(sys.argv[1]).resolve() / "book"
    found: list[str] = []
    at = 0
    while True:
        fresh(project)
        if not stopped(lambda: write(project), at):
            break
        if at % 25 == 0:
            found += stopped_recoveries(project, project.with_name("copy"))
        recover_writing(project)
        found.append(state(project))
        at += 1
    found.append(f"whole: {state(project)}")
    print(json.dumps({word: found.count(word) for word in sorted(set(found))}))  # noqa: T201 -- read by the test


if __name__ == "__main__":
    main()
