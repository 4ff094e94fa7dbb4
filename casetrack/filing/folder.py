"""The folder documents are kept in: what is put there, taken from it, and checked.

Knows a document by its hash alone; the steps on the disk are `disk`'s.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from casetrack.domain.errors import BadInput, CouldNot
from casetrack.filing.disk import (
    CHUNK,
    copied,
    held,
    keep,
    made_new,
    make,
    regular,
    sweep,
    unfinished,
    why,
)
from casetrack.filing.given import opened, unchanging
from casetrack.filing.names import safe_name, shown_name

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_RESTORE: Final = "Restore it from the newest backup of the documents folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A document as it was copied in."""

    sha256: str
    """of what was copied; it is kept under this"""
    size: int
    """in bytes"""
    name: str = field(repr=False)
    """the name it had, as it is shown: a person's words, so in no log"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One filed document that is not there as it was filed."""

    code: str
    where: str
    """its hash"""
    sentence: str
    cure: str = _RESTORE


class Filing:
    """The folder documents are kept in. Safe to share between threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made, for its owner alone, when a document is first put in."""
        self._folder = folder

    def put(self, source: Path, *, never: Collection[Path] = ()) -> Filed:
        """Copy a file in and return what it is kept as; the same content is kept once.

        `never` are files that may not be filed under any name: the database and what lies beside
        it. Raises BadInput for what is no document, and for a file that changes while it is read;
        CouldNot where nothing can be written. Nothing half-written is left after either.
        """
        with opened(source, never) as (file, status), _told(self._folder, "filed"):
            make(self._folder)
            with held(self._folder) as folder:
                sweep(folder)
                with unfinished(folder) as (name, copy):
                    sha256 = copied(unchanging(source, file, status), copy)
                    os.fsync(copy)
                    keep(folder, name, sha256)
        return Filed(sha256=sha256, size=status.st_size, name=shown_name(source.name))

    def path_of(self, sha256: str) -> Path:
        """Return where a document lies, or would. Raises BadInput for what is no hash."""
        if not _HASH.fullmatch(sha256):
            raise BadInput(
                f'No document is filed as "{sha256[:80]}": give the 64 figures and letters (0-9, '
                "a-f) it is listed with."
            )
        return self._folder / sha256[:2] / sha256

    def read(self, sha256: str) -> BinaryIO:
        """Open a document. Whether it still is what was filed, `export` and `problems` tell.

        Raises BadInput for what is no hash, CouldNot for a document that is not there.
        """
        path = self.path_of(sha256)
        try:
            return regular(path)
        except OSError as error:
            raise CouldNot(
                f"The document {sha256} cannot be read in {self._folder} ({why(error)}). {_RESTORE}"
            ) from error

    def problems(self, wanted: Iterable[tuple[str, int]]) -> Iterator[Problem]:
        """Give each document of `wanted` (hash and size) that is gone or no longer what it was."""
        for sha256, size in dict.fromkeys(wanted):
            try:
                with regular(self.path_of(sha256)) as file:
                    same = os.fstat(file.fileno()).st_size == size
                    if same and hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                        continue
            except (BadInput, FileNotFoundError):
                code, sentence = "document-missing", f"A filed document is not in {self._folder}."
            except OSError as error:
                code = "document-unreadable"
                sentence = f"A filed document in {self._folder} cannot be read ({why(error)})."
            else:
                code = "document-changed"
                sentence = f"A document in {self._folder} is no longer what was filed."
            yield Problem(code=code, where=sha256, sentence=sentence)

    def export(self, sha256: str, folder: Path, *, number: int, name: str) -> Path:
        """Write a copy into `folder` under `safe_name(name, number)` and return where it is.

        Raises BadInput where a file of that name is there already: nothing is overwritten.
        Raises CouldNot where nothing can be written or the document is not what was filed.
        """
        path = folder / safe_name(name, number)
        with self.read(sha256) as file, _told(folder, "exported"):
            try:
                make(folder)
            except ValueError:
                raise BadInput(f"{folder} cannot be a folder: choose another name.") from None
            try:
                with held(folder) as inside, made_new(path.name, inside) as copy:
                    if copied(_chunks(sha256, file), copy) != sha256:
                        raise CouldNot(
                            f"The document {sha256} in {self._folder} is no longer what was filed, "
                            f"so it was not exported. {_RESTORE}"
                        )
                    os.fsync(copy)
            except FileExistsError:
                raise BadInput(
                    f"{path} is there already and is never overwritten: choose an empty folder."
                ) from None
        return path


def _chunks(hashed: str, file: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := file.read(CHUNK):
            yield chunk
    except OSError as error:
        raise CouldNot(
            f"The document {hashed} cannot be read ({why(error)}). {_RESTORE}"
        ) from error


@contextlib.contextmanager
def _told(folder: Path, done: str) -> Iterator[None]:
    """Turn what the disk says into a CouldNot with the cure."""
    try:
        yield
    except OSError as error:
        raise CouldNot(
            f"The document was not {done}, for {folder} cannot be written to ({why(error)}): make "
            "room or choose a folder casetrack may write to, then try again."
        ) from error
