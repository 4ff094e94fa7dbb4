"""A file somebody wants filed: opened with care, refused where it is none of theirs to give.

Knows nothing of the folder it goes into. What was looked at is what is read.
"""

import contextlib
import os
import stat
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, TypeVar

from casetrack.domain.errors import BadInput
from casetrack.filing.disk import CHUNK, why

LARGEST_DOCUMENT: Final = 50 * 2**20
"""in bytes"""
_Found = TypeVar("_Found")


@contextlib.contextmanager
def opened(path: Path, never: Collection[Path]) -> Iterator[tuple[int, os.stat_result]]:
    """Give the file to be filed, open, and what it was when it was opened."""
    # Looked at before as well: opening a device can do something, and see below.
    status = _given(path, Path.lstat)
    _refuse_our_own(path, status, never)
    _refuse_unfit(path, status)
    # Neither a link that took its place meanwhile is followed nor a pipe waited for.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    file = _given(path, lambda each: os.open(each, flags))
    status = os.fstat(file)
    # If it is the database after all, it stays open until the program ends: to close it would let
    # go of every lock that SQLite holds on it in this process.
    _refuse_our_own(path, status, never)
    try:
        _refuse_unfit(path, status)
        yield file, status
    finally:
        os.close(file)


def _given(path: Path, look: Callable[[Path], _Found]) -> _Found:
    try:
        return look(path)
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}: check the name and the folder.") from None
    except (OSError, ValueError) as problem:
        raise BadInput(
            f"{path} cannot be opened ({why(problem)}): check the name, and that you may read it."
        ) from None


def _refuse_our_own(path: Path, status: os.stat_result, never: Collection[Path]) -> None:
    for other in never:
        try:
            same = os.path.samestat(status, other.stat())
        except OSError:  # a journal comes and goes
            continue
        if same:
            raise BadInput(
                f"{path} belongs to casetrack's own database ({other.name}), which is never filed "
                "with a case: name the document itself."
            )


def _refuse_unfit(path: Path, status: os.stat_result) -> None:
    """Raise BadInput for everything but a file with something in it that is not too large."""
    if stat.S_ISLNK(status.st_mode):
        raise BadInput(f"{path} is a link: name the file it points to.")
    if stat.S_ISDIR(status.st_mode):
        raise BadInput(f"{path} is a folder: file the documents in it one by one.")
    if not stat.S_ISREG(status.st_mode):
        raise BadInput(f"{path} is a device or a pipe, not a file: save it as a file first.")
    if status.st_size > LARGEST_DOCUMENT:
        # Rounded up, so that it never says that 50 MB are more than 50 MB.
        raise BadInput(
            f"{path} has {-(-status.st_size // 2**20):,} MB and at most "
            f"{LARGEST_DOCUMENT // 2**20} MB are filed: save it smaller, or in parts."
        )
    if status.st_size == 0:
        raise BadInput(f"{path} is empty: save the document again, then file it.")


def unchanging(path: Path, file: int, before: os.stat_result) -> Iterator[bytes]:
    """Give what is in a file; raises BadInput as soon as it is not what it was when opened."""
    size = 0
    try:
        # One byte more than there should be is asked for: it comes only if the file has grown, and
        # then no further one is.
        while chunk := os.read(file, min(CHUNK, before.st_size - size + 1)):
            size += len(chunk)
            yield chunk
        after = os.fstat(file)
    except OSError as problem:
        raise BadInput(
            f"{path} cannot be read ({why(problem)}), so it was not filed: copy it to a disk of "
            "this machine, then file the copy."
        ) from None
    if size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise BadInput(
            f"{path} was changed while it was read, so it was not filed: close the program that "
            "writes it, then file it again."
        )
