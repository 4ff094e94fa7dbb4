"""The steps on the disk: folders held open, files that are new, whole before they have a name.

Knows no document, only folders and files. Raises what the system says.
"""

import contextlib
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final

CHUNK: Final = 2**20
"""bytes read at a time"""
_UNFINISHED: Final = re.compile(r"unfinished-[0-9a-f]{32}")


def why(error: Exception) -> str:
    """Return what the system says is wrong."""
    return getattr(error, "strerror", None) or str(error)


def copied(chunks: Iterable[bytes], copy: int) -> str:
    """Write `chunks` and return the hash of exactly what was written."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        left = memoryview(chunk)
        while left:
            left = left[os.write(copy, left) :]
    return digest.hexdigest()


def regular(path: Path) -> BufferedReader:
    """Open a file that is a file. Raises OSError, for a link or a pipe in its place as well."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(f"{path.name} is no file")
    return os.fdopen(file, "rb")


def make(folder: Path) -> None:
    """Make a folder, and those on the way to it, for their owner alone."""
    whole = folder.absolute()
    missing = [each for each in (whole, *whole.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        with held(each.parent) as parent:
            os.fsync(parent)  # or a power cut could take the folder with all that is in it


@contextlib.contextmanager
def held(folder: Path | str, inside: int | None = None) -> Iterator[int]:
    """Give a folder, open: what is written to it lands there, whatever takes its name meanwhile.

    One inside another of ours must be a folder itself and no link to one.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    opened = os.open(folder, flags | (0 if inside is None else os.O_NOFOLLOW), dir_fd=inside)
    try:
        yield opened
    finally:
        os.close(opened)


@contextlib.contextmanager
def made_new(name: str, folder: int) -> Iterator[int]:
    """Give a file that was not there before; it is gone again if it cannot be finished."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(name, flags, 0o600, dir_fd=folder)
    try:
        yield file
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise
    finally:
        os.close(file)


@contextlib.contextmanager
def unfinished(folder: int) -> Iterator[tuple[str, int]]:
    """Give a new file by its name and itself, to be renamed when it is whole.

    It is locked as long as it is written, which tells it from one that a killed program left.
    """
    import fcntl  # not on every system

    while True:
        name = f"unfinished-{secrets.token_hex(16)}"
        with made_new(name, folder) as file:
            with contextlib.suppress(OSError):  # without locks nobody can sweep it away either
                fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_nlink:  # else it was swept away before it was locked
                yield name, file
                return


def sweep(folder: int) -> None:
    """Remove what a killed program left half-written: it can hold a resident's words."""
    import fcntl  # not on every system

    for name in filter(_UNFINISHED.fullmatch, os.listdir(folder)):
        with contextlib.suppress(OSError):  # somebody writes it, or has just finished
            file = os.open(name, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(name, dir_fd=folder)
            finally:
                os.close(file)


def keep(folder: int, name: str, hashed: str) -> None:
    """Give a finished file its place for good; the same content there already is replaced."""
    with contextlib.suppress(FileExistsError):
        os.mkdir(hashed[:2], 0o700, dir_fd=folder)
    with held(hashed[:2], folder) as inner:
        os.rename(name, hashed, src_dir_fd=folder, dst_dir_fd=inner)
        os.fsync(inner)
    os.fsync(folder)
