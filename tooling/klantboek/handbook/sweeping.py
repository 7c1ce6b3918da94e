"""Python's search for garbage, kept away from a book: it would look through millions of values that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Look for no garbage while this lasts: for work that leaves none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def passed_over() -> Iterator[None]:
    """Look for garbage only among what is made while this lasts."""
    gc.freeze()
    try:
        yield
    finally:
        # Whatever stays frozen when Python ends is said to have leaked.
        gc.unfreeze()
