"""The sheet that holds the log: found, opened, and given row by row.

Knows CSV text, workbooks and where a header is; reads no cell. Rows are numbered from 1 as a
spreadsheet shows them, blank ones included.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from casetrack.domain.errors import BadInput
from casetrack.imports.cells import Cell
from casetrack.imports.files import FileKind, examine
from casetrack.imports.headings import ENOUGH, Header, find_header, known_columns
from casetrack.imports.limits import (
    HEADER_WITHIN,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
)
from casetrack.imports.sheet import NumberedRows, Sheet, check_header

_WINDOWS: Final = "cp1252"
_DELIMITERS: Final = ",;\t"


def open_sheet(path: Path, wanted: str | None, mapping: Mapping[str, str]) -> Sheet:
    """Return the sheet of `path` that holds the log; `wanted` names it where there are several.

    Raises `BadInput`: no such file or sheet, a limit passed, or no header found.
    """
    if examine(path) is FileKind.WORKBOOK:
        from casetrack.imports.workbook import open_workbook  # calamine: only where one is read

        return open_workbook(path, wanted, mapping)
    if wanted is not None and wanted != path.stem:
        raise BadInput(f"{path} is a CSV file and has no sheets: leave out --sheet.")
    return _open_text(path, mapping)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A CSV file before its header is looked for."""

    path: Path
    encoding: str
    lines: int
    whole: bool

    def rows(self, delimiter: str) -> NumberedRows:
        """Yield the rows, each with its number; a cell over several lines is still one row."""
        number = 0
        with self.path.open(encoding=self.encoding, newline="") as file:
            lines = iter(lambda: file.readline(LONGEST_LINE + 1), "")
            try:
                for cells in csv.reader(self._short(lines), delimiter=delimiter, strict=True):
                    number += 1
                    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                        raise BadInput(_too_many(self.path, number, len(cells)))
                    if number > MOST_ROWS:
                        raise BadInput(
                            f"{self.path} has more than {MOST_ROWS:,} rows: split the log by year."
                        )
                    yield number, cells
            except UnicodeDecodeError:
                raise BadInput(
                    f"{self.path}, near row {number + 1}: there are bytes that are text neither in "
                    "UTF-8 nor in Windows' code page 1252. Export the log again, as CSV UTF-8."
                ) from None
            except csv.Error as problem:
                raise BadInput(_csv_problem(self.path, number + 1, str(problem))) from None

    def _short(self, lines: Iterable[str]) -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE:
                raise BadInput(
                    f"{self.path}, line {number}: the line has more than {LONGEST_LINE:,} "
                    "characters, so this is no complaint log saved as CSV: export it again."
                )
            yield line


def _too_many(path: Path, row: int, columns: int) -> str:
    return (
        f"{path}, row {row}: there are {columns:,} columns and at most {MOST_COLUMNS} are read: "
        "copy the columns of the log into a new sheet."
    )


def _csv_problem(path: Path, row: int, problem: str) -> str:
    if "field larger than" in problem:
        return (
            f"{path}, row {row}: a cell has far more than {LONGEST_TEXT:,} characters. Shorten it, "
            "or close the quotation mark that it begins with."
        )
    if "unexpected end" in problem:
        return (
            f"{path}, row {row}: a quotation mark is opened and never closed, so the file ends in "
            "the middle of a cell: close it, or export the log again."
        )
    return (
        f"{path}, row {row}: a quotation mark stands where a cell should end. Write a quotation "
        'mark inside a quoted cell twice (""), or export the log again.'
    )


def _open_text(path: Path, mapping: Mapping[str, str]) -> Sheet:
    text = _measure(path)
    tried = [(delimiter, *_look_ahead(text, delimiter, mapping)) for delimiter in _DELIMITERS]
    delimiter, header, rows, _ = max(tried, key=lambda found: _fit(found[1], found[2]))
    problem = next((each for *_, each in tried if each is not None), None)
    if header is None and problem is not None and max(map(len, rows), default=0) < ENOUGH:
        raise problem
    header = check_header(path, header, rows)
    guessed = (
        f"{path.name} is not UTF-8 and was read as Windows text (code page 1252): check a name "
        "with an accent, or save it as CSV UTF-8."
    )
    return Sheet(
        name=path.stem,
        header=header,
        total=text.lines,
        rows=lambda: text.rows(delimiter),
        whole=text.whole,
        notes=() if text.encoding != _WINDOWS else (guessed,),
    )


def _look_ahead(
    text: _Text, delimiter: str, mapping: Mapping[str, str]
) -> tuple[Header | None, list[Sequence[Cell]], BadInput | None]:
    """Return the header with this delimiter, the first rows, and what broke them off."""
    first: list[tuple[int, Sequence[Cell]]] = []
    problem = None
    try:
        for row in text.rows(delimiter):
            first.append(row)
            if row[0] >= HEADER_WITHIN or known_columns(row[1], mapping) >= ENOUGH:
                break
    except BadInput as broken:
        problem = broken
    return find_header(first, mapping), [cells for _, cells in first], problem


def _fit(header: Header | None, rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    return len(header.places) if header else 0, max(map(len, rows), default=0)


def _measure(path: Path) -> _Text:
    """Return how the text is encoded and how many lines it has, without keeping it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, utf8, beyond_ascii, last = 0, True, False, b""
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
        file.seek(0)
        while chunk := file.read(1 << 20):
            if b"\0" in chunk:
                raise BadInput(_binary(path, chunk))
            lines += chunk.count(b"\n")
            last = chunk
            if utf8:
                try:
                    beyond_ascii |= not decoder.decode(chunk).isascii()
                except UnicodeDecodeError as problem:
                    utf8 = False
                    beyond_ascii |= not problem.object[: problem.start].isascii()
        try:
            decoder.decode(b"", final=utf8)
        except UnicodeDecodeError:
            utf8 = False
    if not utf8 and (marked or beyond_ascii):
        raise BadInput(
            f"{path} is damaged: part of it is UTF-8 text and part is not. Export the log again, "
            "as CSV UTF-8."
        )
    whole = last.endswith((b"\n", b"\r"))
    encoding = "utf-8-sig" if utf8 else _WINDOWS
    return _Text(path=path, encoding=encoding, lines=lines + (not whole), whole=whole)


def _binary(path: Path, chunk: bytes) -> str:
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return f"{path} is saved as Unicode text (UTF-16): save it as CSV UTF-8 instead."
    return (
        f"{path} holds bytes that are no text (NUL), so it is no CSV file or is damaged: "
        "export the log again."
    )
