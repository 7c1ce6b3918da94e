"""The relations examined: in this process, or spread over several."""

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, islice
from threading import Thread

from klantboek.book.files import BookFile, unreadable
from klantboek.book.reading import stray
from klantboek.linting.examine import Examiner
from klantboek.linting.result import Result
from klantboek.linting.sources import RevisionSource, Source, content_id

# As many files as are handed over at once; with fewer to do, one process is quicker.
_CHUNK = 250
_FEW = 2_000
# As many as are examined together: enough to keep a rule at hand, few enough to keep the relations there.
_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Task:
    """A file to examine, unless its content still has the id that is known of it."""

    file: BookFile
    known: bytes | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The id of a file's content, and what its examination left; None when it is as it was."""

    name: str
    content: bytes
    result: Result | None


def outcomes(
    source: Source, examiner: Examiner, tasks: Sequence[Task], jobs: int | None
) -> Iterator[Outcome]:
    """Examine the files, in order; ``jobs`` is the number of processes, None for what suits the machine."""
    chunks = list(_chunks(tasks, jobs))
    wanted = min(jobs or (_processors() if len(tasks) >= _FEW else 1), len(chunks))
    if isinstance(source, RevisionSource):
        for chunk in chunks:
            source.read_ahead([task.file.below for task in chunk])
            yield from _outcomes(source, examiner, chunk)
    elif wanted < 2 or _CONTEXT is None:  # noqa: PLR2004 -- one is no other
        yield from _outcomes(source, examiner, tasks)
    else:
        yield from _shared_out(source, examiner, chunks, wanted)


def _shared_out(
    source: Source, examiner: Examiner, chunks: list[list[Task]], wanted: int
) -> Iterator[Outcome]:
    """Examine chunks in several processes; what is left when one of them dies is examined here."""
    finished = 0
    # A forked process has the registers and the rules already.
    with ProcessPoolExecutor(wanted, _CONTEXT, _begin, (source, examiner)) as pool:
        found = pool.map(_examined, chunks)
        while finished < len(chunks):
            try:
                done = next(found)
            except BrokenProcessPool:
                break
            finished += 1
            yield from done
    yield from _outcomes(source, examiner, chain.from_iterable(chunks[finished:]))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_CONTEXT = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None


def _chunks(tasks: Sequence[Task], jobs: int | None) -> Iterator[list[Task]]:
    return _several(tasks, max(1, min(_CHUNK, -(-len(tasks) // (jobs or 1)))))


def _several(tasks: Iterable[Task], number: int) -> Iterator[list[Task]]:
    left = iter(tasks)
    while chunk := list(islice(left, number)):
        yield chunk


_HERE: list[tuple[Source, Examiner]] = []


def _begin(source: Source, examiner: Examiner) -> None:
    _HERE.append((source, examiner))
    # Ctrl+C reaches every process: only the first one has something to say about it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    """End when the process that began this one is gone, which may have had no time to say so."""
    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def _examined(chunk: list[Task]) -> list[Outcome]:
    source, examiner = _HERE[0]
    return list(_outcomes(source, examiner, chunk))


def _outcomes(source: Source, examiner: Examiner, tasks: Iterable[Task]) -> Iterator[Outcome]:
    for some in _several(tasks, _TOGETHER):
        known = [_known(source, task) for task in some]
        wanted = [
            (task.file, content)
            for task, (_, content) in zip(some, known, strict=True)
            if content is not None
        ]
        results = iter(examiner.examine(wanted))
        for outcome, content in known:
            yield replace(outcome, result=next(results)) if content is not None else outcome


def _known(source: Source, task: Task) -> tuple[Outcome, bytes | None]:
    """Give what can be said of a file without examining it, and its content if that has to be examined."""
    file = task.file
    try:
        content = source.content(file)
    except OSError as error:
        # Without an id it is looked at again the next time.
        return Outcome(file.name, b"", Result((stray(file.name, unreadable("file", error)),))), None
    found = content_id(content)
    return Outcome(file.name, found, None), content if found != task.known else None
