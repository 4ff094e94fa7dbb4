"""A bundle on the disk: a new folder of our own naming and a zip beside it, whole or not at all.

Knows files and folders, never what is in them. The same files give the same zip, byte for byte.
"""

import contextlib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from casetrack.domain.errors import BadInput, CouldNot

_MOST: Final = 1_000
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""the first moment that a zip can tell of"""
_OURS: Final = 0o100600 << 16
"""how a zip writes down a file that its owner alone may read and write"""
_UNIX: Final = 3


@contextlib.contextmanager
def new_folder(parent: Path, name: str) -> Iterator[Path]:
    """Give a folder that was not there before; it is gone again if it cannot be finished.

    Where the name is taken a number is added to it. Raises BadInput and CouldNot.
    """
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = _made(parent, name)
    except OSError as error:
        raise _could_not(parent, error) from error
    except ValueError as error:
        raise BadInput(f"{str(parent)!r} cannot be a folder: choose another (--to).") from error
    try:
        yield folder
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _could_not(parent, error) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _made(parent: Path, name: str) -> Path:
    for number in range(1, _MOST):
        folder = parent / (name if number == 1 else f"{name}-{number}")
        if os.path.lexists(zip_of(folder)):
            continue
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            return folder
    raise FileExistsError(f"{parent} holds {_MOST} bundles of that case")


def _could_not(parent: Path, error: OSError) -> CouldNot:
    return CouldNot(
        f"No bundle was made, for {parent} cannot be written to ({error.strerror or error}): make "
        "room or choose another folder (--to), then try again."
    )


def zip_of(folder: Path) -> Path:
    """Return where the zip of a bundle lies."""
    return folder.with_name(f"{folder.name}.zip")


def write(path: Path, content: bytes) -> None:
    """Write a new file that its owner alone may read."""
    with os.fdopen(_new(path), "wb") as file:
        file.write(content)


def _new(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)


def write_zip(folder: Path, files: Sequence[str]) -> str:
    """Put the files of a folder into the zip beside it; return the zip's SHA-256."""
    path = zip_of(folder)
    descriptor = _new(path)
    try:
        with os.fdopen(descriptor, "w+b") as out:
            with zipfile.ZipFile(out, "w") as packed:
                for name in sorted(files):
                    _put(packed, folder, name)
            out.seek(0)
            return hashlib.file_digest(out, "sha256").hexdigest()
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _put(packed: zipfile.ZipFile, folder: Path, name: str) -> None:
    source = folder / name
    entry = zipfile.ZipInfo(f"{folder.name}/{name}", _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _OURS
    entry.file_size = source.stat().st_size
    with source.open("rb") as file, packed.open(entry, "w") as into:
        shutil.copyfileobj(file, into)
