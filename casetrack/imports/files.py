"""What a file is, and whether it is safe to open as a complaint log.

Knows bytes and sizes, nothing of complaints. A file past a limit is refused before it is
unpacked or held in memory. Nothing in it is run, and no link in it is followed.
"""

import stat
from enum import Enum
from pathlib import Path
from typing import Final

from casetrack.domain.errors import BadInput
from casetrack.imports.limits import LARGEST_FILE

_WORKBOOKS: Final = {".xlsx", ".xlsm", ".xltx", ".xltm"}
_OTHERS: Final = {".xls", ".xlsb", ".ods", ".numbers", ".pdf", ".doc", ".docx"}
_SAVE_AS: Final = "Open it in the spreadsheet program and save it as .xlsx or as CSV UTF-8."


class FileKind(Enum):
    """How a file is read."""

    WORKBOOK = "an Excel workbook (.xlsx)"
    TEXT = "a CSV file"


def examine(path: Path) -> FileKind:
    """Return how `path` is to be read, by its content rather than its name.

    Raises `BadInput` for what is no file, too large, or no complaint log casetrack can open.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}: check the name and the folder.") from None
    except (OSError, ValueError) as problem:
        raise BadInput(f"{path} cannot be opened: {problem}.") from None
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
        raise BadInput(f"{path} is {what}, not a file: name the spreadsheet itself.")
    if status.st_size > LARGEST_FILE:
        raise BadInput(
            f"{path} has {status.st_size / 1e6:,.0f} MB and at most {LARGEST_FILE // 10**6} MB are "
            "read: take out pictures and other sheets, or split the log by year."
        )
    if status.st_size == 0:
        raise BadInput(f"{path} is empty: export the log again.")
    try:
        with path.open("rb") as file:
            start = file.read(8)
            rest = file.read(4_000_000) if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" else b""
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {problem.strerror}.") from None
    return _kind(path, start, rest)


def _kind(path: Path, start: bytes, rest: bytes) -> FileKind:
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.WORKBOOK
    if rest:
        if "EncryptedPackage".encode("utf-16-le") in rest:
            raise BadInput(
                f"{path} is protected with a password: open it in the spreadsheet program, save a "
                "copy without a password, and delete the copy after the import."
            )
        raise BadInput(f"{path} is an old Excel file (.xls), which is not read. {_SAVE_AS}")
    suffix = path.suffix.casefold()
    if suffix in _WORKBOOKS:
        raise BadInput(f"{path} is named {suffix} but is no Excel workbook. {_SAVE_AS}")
    if suffix in _OTHERS:
        raise BadInput(f"{path} is a {suffix} file, which is not read. {_SAVE_AS}")
    return FileKind.TEXT
