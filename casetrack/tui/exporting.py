"""What a screen shows, written as a CSV file that a spreadsheet opens without harm.

Knows files and cells, never what they are of. A file is readable by its owner alone and never takes
the place of another.
"""

import contextlib
import csv
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final, TextIO

from casetrack.domain.errors import CouldNot
from casetrack.reports.spreadsheet import harmless
from casetrack.text import safe_text

Cell = str | int | None
_WORD: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 60
"""letters of what it is of, in the name of a file"""


def export_rows(
    what: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], today: date
) -> Path:
    """Write rows under headings into a new file in the current folder; return where it is.

    `what` becomes part of its name. Rows are written as they come, however many. Raises CouldNot.
    """
    path, out = _new_file(what, today)
    with out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([_cell(cell) for cell in row] for row in rows)
    return path


def export_text(what: str, text: str, today: date) -> Path:
    """Write CSV that is laid out already into a new file in the current folder; return where."""
    path, out = _new_file(what, today)
    with out:
        out.write(text)
    return path


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return str(cell)
    return harmless(safe_text(cell or ""))


def _new_file(what: str, today: date) -> tuple[Path, TextIO]:
    """Open a file nobody else can read, under a name that is not taken."""
    words = "-".join(_WORD.sub(" ", what.casefold()).split())[:_LONGEST]
    name = f"casetrack-{words or 'list'}-{today.isoformat()}"
    try:
        folder = Path.cwd()
        for number in count(1):
            path = folder / (f"{name}-{number}.csv" if number > 1 else f"{name}.csv")
            with contextlib.suppress(FileExistsError):
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                return path, open(descriptor, "w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CouldNot(
            f"Nothing was written: {name}.csv cannot be made in the folder that casetrack was "
            f"started in ({error.strerror}). Start it in a folder that you may write to."
        ) from error
    raise AssertionError("there is always another number")
