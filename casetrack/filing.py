"""Documents put with a case: copied in under their hash, read again, checked, handed out.

Knows bytes, folders and file names; never what a document is about, nor which case it belongs to.
Nothing on the disk is ever called by a name somebody gave: that name is words to be shown. Every
file is opened first and looked at afterwards, so that what was looked at is what is read.
"""

import contextlib
import hashlib
import os
import re
import secrets
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from casetrack.domain.errors import BadInput, CouldNot
from casetrack.text import safe_text

LARGEST_DOCUMENT: Final = 50 * 2**20
"""in bytes"""
LONGEST_NAME: Final = 120
"""in bytes of UTF-8"""
_NAMELESS: Final = "document"
_LONGEST_ENDING: Final = 16
_CHUNK: Final = 2**20
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_UNFINISHED: Final = re.compile(r"unfinished-[0-9a-f]{32}")
# What opens in a viewer. Left out is what a double click could run or what carries a program:
# .exe and scripts, .html and .svg, .docm and .xlsm, and the old .doc and .xls.
_ENDINGS: Final = frozenset(
    {
        *("pdf", "docx", "odt", "xlsx", "ods", "txt", "csv", "eml", "msg"),
        *("jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "heic", "heif"),
        *("mp3", "m4a", "aac", "amr", "ogg", "opus", "wav", "mp4", "mov", "webm", "3gp"),
    }
)
_RESTORE: Final = "Restore it from the newest backup of the documents folder."
_Found = TypeVar("_Found")


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
        with _opened(source, never) as (file, status), _told(self._folder, "filed"):
            _make(self._folder)
            with _held(self._folder) as folder:
                _sweep(folder)
                with _unfinished(folder) as (name, copy):
                    sha256 = _copied(_unchanging(source, file, status), copy)
                    os.fsync(copy)
                    _keep(folder, name, sha256)
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
            return _regular(path)
        except OSError as error:
            raise CouldNot(
                f"The document {sha256} cannot be read in {self._folder} ({_why(error)}). "
                f"{_RESTORE}"
            ) from error

    def problems(self, wanted: Iterable[tuple[str, int]]) -> Iterator[Problem]:
        """Give each document of `wanted` (hash and size) that is gone or no longer what it was."""
        for sha256, size in dict.fromkeys(wanted):
            try:
                with _regular(self.path_of(sha256)) as file:
                    same = os.fstat(file.fileno()).st_size == size
                    if same and hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                        continue
            except (BadInput, FileNotFoundError):
                code, sentence = "document-missing", f"A filed document is not in {self._folder}."
            except OSError as error:
                code = "document-unreadable"
                sentence = f"A filed document in {self._folder} cannot be read ({_why(error)})."
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
                _make(folder)
            except ValueError:
                raise BadInput(f"{folder} cannot be a folder: choose another name.") from None
            try:
                with _held(folder) as inside, _made_new(path.name, inside) as copy:
                    if _copied(_chunks(sha256, file), copy) != sha256:
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


def shown_name(name: str) -> str:
    """Return the last part of a file's name as it is kept for display: harmless and not long.

    Folders go, on either system's separators; control and reordering characters are shown as
    pictures. Where no name is left, it is "document". To be shown, never to be opened.
    """
    parts = [safe_text(part.strip()) for part in re.split(r"[/\\]", name)]
    shown = next(filter(None, reversed(parts)), "")
    stem, dot, ending = shown.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING:
        stem, dot, ending = shown, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode(errors="ignore").rstrip()
    shown = f"{stem}{dot}{ending}"
    visible = (letter for letter in shown if letter.isprintable() and letter not in " .")
    return shown if any(visible) else _NAMELESS


def safe_name(name: str, number: int) -> str:
    """Return the file name we make for a document: `3` and "Damp report.PDF" → 03-Damp-report.pdf.

    ASCII letters, digits and hyphens; the number in front keeps it from being hidden, an option or
    a device of Windows. An ending that is not known to open in a viewer becomes `.bin`.
    """
    if not 0 < number < 10**9:
        raise ValueError(f"a document is numbered from 1, not {number}")
    letters = unicodedata.normalize("NFKD", shown_name(name))
    stem, _, ending = letters.rpartition(".")
    ending = ending.lower()
    if ending not in _ENDINGS:
        stem, ending = letters, "bin"
    # An accent stands after its letter now, and goes; whatever else is no letter parts two words.
    plain = "".join(letter for letter in stem if not unicodedata.combining(letter))
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or _NAMELESS
    room = LONGEST_NAME - len(f"{number:02d}-.{ending}")
    return f"{number:02d}-{words[:room].rstrip('-')}.{ending}"


@contextlib.contextmanager
def _opened(path: Path, never: Collection[Path]) -> Iterator[tuple[int, os.stat_result]]:
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
            f"{path} cannot be opened ({_why(problem)}): check the name, and that you may read it."
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


def _unchanging(path: Path, file: int, before: os.stat_result) -> Iterator[bytes]:
    """Give what is in a file; raises BadInput as soon as it is not what it was when opened."""
    size = 0
    try:
        # One byte more than there should be is asked for: it comes only if the file has grown, and
        # then no further one is.
        while chunk := os.read(file, min(_CHUNK, before.st_size - size + 1)):
            size += len(chunk)
            yield chunk
        after = os.fstat(file)
    except OSError as problem:
        raise BadInput(
            f"{path} cannot be read ({_why(problem)}), so it was not filed: copy it to a disk of "
            "this machine, then file the copy."
        ) from None
    if size != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise BadInput(
            f"{path} was changed while it was read, so it was not filed: close the program that "
            "writes it, then file it again."
        )


def _chunks(hashed: str, file: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := file.read(_CHUNK):
            yield chunk
    except OSError as error:
        raise CouldNot(
            f"The document {hashed} cannot be read ({_why(error)}). {_RESTORE}"
        ) from error


def _copied(chunks: Iterable[bytes], copy: int) -> str:
    """Write `chunks` and return the hash of exactly what was written."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        left = memoryview(chunk)
        while left:
            left = left[os.write(copy, left) :]
    return digest.hexdigest()


def _regular(path: Path) -> BufferedReader:
    """Open a file that is a file. Raises OSError, for a link or a pipe in its place as well."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(f"{path.name} is no file")
    return os.fdopen(file, "rb")


@contextlib.contextmanager
def _told(folder: Path, done: str) -> Iterator[None]:
    """Turn what the disk says into a CouldNot with the cure."""
    try:
        yield
    except OSError as error:
        raise CouldNot(
            f"The document was not {done}, for {folder} cannot be written to ({_why(error)}): make "
            "room or choose a folder casetrack may write to, then try again."
        ) from error


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _make(folder: Path) -> None:
    """Make a folder, and those on the way to it, for their owner alone."""
    whole = folder.absolute()
    missing = [each for each in (whole, *whole.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        with _held(each.parent) as parent:
            os.fsync(parent)  # or a power cut could take the folder with all that is in it


@contextlib.contextmanager
def _held(folder: Path | str, inside: int | None = None) -> Iterator[int]:
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
def _made_new(name: str, folder: int) -> Iterator[int]:
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
def _unfinished(folder: int) -> Iterator[tuple[str, int]]:
    """Give a new file by its name and itself, to be renamed when it is whole.

    It is locked as long as it is written, which tells it from one that a killed program left.
    """
    import fcntl  # not on every system

    while True:
        name = f"unfinished-{secrets.token_hex(16)}"
        with _made_new(name, folder) as file:
            with contextlib.suppress(OSError):  # without locks nobody can sweep it away either
                fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_nlink:  # else it was swept away before it was locked
                yield name, file
                return


def _sweep(folder: int) -> None:
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


def _keep(folder: int, name: str, hashed: str) -> None:
    """Give a finished file its place for good; the same content there already is replaced."""
    with contextlib.suppress(FileExistsError):
        os.mkdir(hashed[:2], 0o700, dir_fd=folder)
    with _held(hashed[:2], folder) as inner:
        os.rename(name, hashed, src_dir_fd=folder, dst_dir_fd=inner)
        os.fsync(inner)
    os.fsync(folder)
