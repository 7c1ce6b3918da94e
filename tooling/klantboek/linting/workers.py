"""The relations examined: in this process, or spread over several."""

import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from klantboek.book.files import BookFile, unreadable
from klantboek.book.reading import stray
from klantboek.linting.examine import Examiner
from klantboek.linting.relations import Relations
from klantboek.linting.result import Result
from klantboek.linting.sources import RevisionSource, Source, content_id

# As many files as are handed over at once; with fewer to do, one process is quicker.
_CHUNK = 250
_FEW = 2_000
# As many as are examined together: enough to keep a rule at hand, few enough to keep the relations there.
_TOGETHER = 8


@dataclass(frozen=True)
class Work:
    """Files to examine, by name; those in ``known`` only if their content has another id than it has there."""

    relations: Relations
    names: Sequence[str]
    known: Mapping[str, bytes]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The id of a file's content, and what its examination left; None when it is as it was."""

    name: str
    content: bytes
    result: Result | None


def outcomes(source: Source, examiner: Examiner, work: Work, jobs: int | None) -> Iterator[Outcome]:
    """Examine the files, in order; ``jobs`` is the number of processes, None for what suits the machine."""
    chunks = _chunks(work, jobs)
    wanted = min(jobs or (_processors() if len(work) >= _FEW else 1), len(chunks))
    if isinstance(source, RevisionSource):
        for chunk in chunks:
            source.read_ahead([work.names[at] for at in chunk])
            yield from _outcomes(source, examiner, work, chunk)
    elif wanted < 2 or not _can_fork():  # noqa: PLR2004 -- one is no other
        yield from _outcomes(source, examiner, work, range(len(work)))
    else:
        yield from _shared_out(source, examiner, work, wanted)


def _shared_out(source: Source, examiner: Examiner, work: Work, wanted: int) -> Iterator[Outcome]:
    """Examine chunks in several processes; what is left when one of them dies is examined here."""
    import multiprocessing  # noqa: PLC0415 -- all this takes long to import, and most checks are small
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    chunks = _chunks(work, wanted)
    finished = 0
    # A forked process has the registers, the rules and the names already.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(wanted, fork, _begin, (source, examiner, work)) as pool:
        found = pool.map(_examined, chunks)
        while finished < len(chunks):
            try:
                done = next(found)
            except BrokenProcessPool:
                break
            finished += 1
            yield from done
    yield from _outcomes(source, examiner, work, chain.from_iterable(chunks[finished:]))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    import multiprocessing  # noqa: PLC0415 -- takes long to import

    return "fork" in multiprocessing.get_all_start_methods()


def _chunks(work: Work, jobs: int | None) -> list[range]:
    """Give the places of the files, so many at a time."""
    size = max(1, min(_CHUNK, -(-len(work) // (jobs or 1))))
    return [range(start, min(start + size, len(work))) for start in range(0, len(work), size)]


def _several(places: Iterable[int], number: int) -> Iterator[list[int]]:
    left = iter(places)
    while chunk := list(islice(left, number)):
        yield chunk


_HERE: list[tuple[Source, Examiner, Work]] = []


def _begin(source: Source, examiner: Examiner, work: Work) -> None:
    from threading import Thread  # noqa: PLC0415 -- the executor has it already

    _HERE.append((source, examiner, work))
    # Ctrl+C reaches every process: only the first one has something to say about it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    """End when the process that began this one is gone, which may have had no time to say so."""
    import multiprocessing  # noqa: PLC0415 -- the executor has it already

    first = multiprocessing.parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def _examined(chunk: range) -> list[Outcome]:
    source, examiner, work = _HERE[0]
    return list(_outcomes(source, examiner, work, chunk))


def _outcomes(source: Source, examiner: Examiner, work: Work, places: Iterable[int]) -> Iterator[Outcome]:
    file_of = work.relations.file
    for some in _several(places, _TOGETHER):
        files = [file_of(work.names[at]) for at in some]
        known = [_known(source, file, work.known.get(file.name)) for file in files]
        wanted = [
            (file, content) for file, (_, content) in zip(files, known, strict=True) if content is not None
        ]
        results = iter(examiner.examine(wanted))
        for outcome, content in known:
            yield replace(outcome, result=next(results)) if content is not None else outcome


def _known(source: Source, file: BookFile, before: bytes | None) -> tuple[Outcome, bytes | None]:
    """Give what can be said of a file without examining it, and its content if that has to be examined."""
    try:
        content = source.content(file)
    except OSError as error:
        # Without an id it is looked at again the next time.
        return Outcome(file.name, b"", Result((stray(file.name, unreadable("file", error)),))), None
    found = content_id(content)
    return Outcome(file.name, found, None), content if found != before else None
