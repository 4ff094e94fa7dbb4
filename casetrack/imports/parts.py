"""The packed parts of a workbook: measured before a spreadsheet reader unpacks them.

Knows ZIP and the XML of a sheet as far as its size and its failed formulas; no heading and no
complaint. A spreadsheet reader keeps a place for every cell up to the furthest one, so a single
cell far out can take all memory: that is what is looked for here.
"""

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from defusedxml import ElementTree

from casetrack.domain.errors import BadInput
from casetrack.imports.limits import (
    LARGEST_INDEX,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ERRORS,
    MOST_ROWS,
    RATIO_FROM,
    SPARSE_FROM,
)

_CHUNK: Final = 1 << 22
_OVERLAP: Final = 64
_ENOUGH_TEXT: Final = 40
SAVE_AGAIN: Final = (
    "Open it in the spreadsheet program and save it as a new .xlsx file or as CSV UTF-8."
)

# A cell in column BA or later, or in row 200,000 or later: such a sheet is measured exactly.
_FAR: Final = re.compile(
    rb'r="(?:[A-Z]{3}|[B-Z][A-Z]|[A-Z]{0,3}[1-9][0-9]{6}|[A-Z]{0,3}[2-9][0-9]{5})'
)
# Other ways to write an attribute than the one that `_FAR` looks for.
_ODD: Final = (b"='", b"= ", b"=\n", b"=\t", b"=\r", b" =", b"\n=", b"\t=", b"\r=")
_FAILED: Final = (b't="e"', b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far a sheet reaches, counting the cells that hold something."""

    rows: int = 0
    columns: int = 0
    cells: int = 0


def check_parts(path: Path) -> dict[str, str]:
    """Return sheet name → part for a workbook whose parts are what they say they are.

    Raises `BadInput` for a file that is no workbook, damaged, or unpacks to too much.
    """
    with _unpacking(path), zipfile.ZipFile(path) as packed:
        members = packed.infolist()
        _check_sizes(path, members)
        sheets = _sheets(path, packed)
        # A sheet is unpacked and measured when it is opened, all else here.
        for member in members:
            if member.filename not in sheets.values():
                deque(_chunks(path, packed, member), maxlen=0)
        return sheets


@contextmanager
def _unpacking(path: Path) -> Iterator[None]:
    """Turn what unpacking may raise into words."""
    try:
        yield
    except BadInput:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        LookupError,
        ValueError,
    ) as problem:
        raise BadInput(
            f"{path} is damaged and cannot be unpacked ({problem}). {SAVE_AGAIN}"
        ) from None


def _check_sizes(path: Path, members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if "xl/workbook.bin" in names:
        raise BadInput(f"{path} is a binary workbook (.xlsb), which is not read. {SAVE_AGAIN}")
    if "xl/workbook.xml" not in names:
        raise BadInput(f"{path} is a packed file but no Excel workbook. {SAVE_AGAIN}")
    if any(member.flag_bits & 1 for member in members):
        raise BadInput(f"{path} holds encrypted parts: save a copy without a password.")
    index = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    if len(names) < len(members) or any(
        member.file_size > LARGEST_INDEX for member in members if member.filename in index
    ):
        raise BadInput(f"{path} is not packed as a workbook is. {SAVE_AGAIN}")
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    bomb = unpacked > RATIO_FROM and unpacked / packed > LARGEST_RATIO
    if bomb or unpacked > LARGEST_UNPACKED:
        raise BadInput(
            f"{path} would unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, which "
            "no complaint log does: copy the log alone into a new workbook and save that."
        )


def _chunks(path: Path, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part unpacked, and refuse one that holds more than it says it does."""
    said = member.file_size
    # One byte more than it says, or the reading would stop where it says and see nothing.
    member.file_size = said + 1
    left = said
    try:
        with packed.open(member) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise BadInput(
                        f"{path} is damaged: {member.filename} unpacks to more than it says. "
                        + SAVE_AGAIN
                    )
                if b"<!DOCTYPE" in chunk and member.filename.endswith((".xml", ".rels")):
                    raise BadInput(f"{path} holds a document type definition. {SAVE_AGAIN}")
                yield chunk
    finally:
        member.file_size = said


def _xml(path: Path, packed: zipfile.ZipFile, part: str) -> Any:
    return ElementTree.fromstring(b"".join(_chunks(path, packed, packed.getinfo(part))))


def _sheets(path: Path, packed: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name → part, as the workbook relates them."""
    names = {info.filename.casefold(): info.filename for info in packed.infolist()}
    targets: dict[str, str] = {}
    for relation in _xml(path, packed, "xl/_rels/workbook.xml.rels"):
        target = relation.get("Target", "").replace("\\", "/").removeprefix("/")
        target = target if target.startswith("xl/") else f"xl/{target}"
        targets[relation.get("Id", "")] = names.get(target.casefold(), "")
    found = {}
    for element in _xml(path, packed, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            keys = [key for key in element.attrib if key.rpartition("}")[2] == "id"]
            part = targets.get(element.get(keys[0]), "") if keys else ""
            found[element.get("name", "")] = part
    if not found:
        raise BadInput(f"{path} has no sheets. {SAVE_AGAIN}")
    return found


def check_extent(path: Path, sheet: str, part: str) -> bool:
    """Refuse a sheet that reaches too far; return whether it may hold a failed formula.

    Raises `BadInput`.
    """
    far = failed = False
    tail = b""
    with _unpacking(path), zipfile.ZipFile(path) as packed:
        for chunk in _chunks(path, packed, packed.getinfo(part)):
            piece = tail + chunk
            odd = any(mark in piece for mark in _ODD)
            far = far or odd or bool(_FAR.search(piece))
            failed = failed or odd or any(mark in piece for mark in _FAILED)
            tail = piece[-_OVERLAP:]
    if far:
        _refuse_far(path, sheet, _Measure(path, part).extent())
    return failed


def _refuse_far(path: Path, sheet: str, extent: Extent) -> None:
    area = extent.rows * extent.columns
    sparse = area > SPARSE_FROM and area > 20 * extent.cells
    if extent.rows > MOST_ROWS or extent.columns > MOST_COLUMNS or area > MOST_CELLS or sparse:
        raise BadInput(
            f'{path}, sheet "{sheet}": it reaches to row {extent.rows:,} and has '
            f"{extent.columns:,} columns; at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns "
            "are read, and no large sheet that is nearly empty. Delete what stands far below or "
            "beside the log, copy the log alone into a new workbook, or split it by year."
        )


def failed_formulas(path: Path, part: str, columns: Collection[int]) -> dict[tuple[int, int], str]:
    """Return (row, place) → what is shown, for cells of `columns` with a formula without a value.

    Rows count from 1 and places from 0. At most `MOST_ERRORS` are returned.
    """
    return _Measure(path, part, frozenset(columns)).failed()


class _Measure:
    """One exact reading of a sheet's XML; slow, so only made where it is needed."""

    def __init__(self, path: Path, part: str, columns: frozenset[int] = frozenset()) -> None:
        self._path = path
        self._part = part
        self._columns = columns
        self._row = self._column = self._last_row = self._last_column = self._cells = 0
        self._kind = self._text = ""
        self._formula = self._valued = False
        self._failed: dict[tuple[int, int], str] = {}

    def extent(self) -> Extent:
        """Return how far the cells reach that hold something."""
        self._run()
        return Extent(rows=self._last_row, columns=self._last_column, cells=self._cells)

    def failed(self) -> dict[tuple[int, int], str]:
        """Return the failed formulas of the columns asked for."""
        self._run()
        return self._failed

    def _run(self) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        with _unpacking(self._path), zipfile.ZipFile(self._path) as packed:
            for chunk in _chunks(self._path, packed, packed.getinfo(self._part)):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, Any]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
            case "c":
                place = attributes.get("r", "")
                letters = place.rstrip("0123456789")
                self._row = int(place[len(letters) :] or self._row)
                self._column = _number(letters) if letters else self._column + 1
                self._kind, self._text = attributes.get("t", "n"), ""
                self._formula = self._valued = False
            case "f":
                self._formula = True
            case "v" | "is":
                self._text = ""
            case _:
                pass

    def _characters(self, text: str) -> None:
        self._text = (self._text + text)[:_ENOUGH_TEXT]

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local in ("v", "t"):
            self._valued = self._valued or bool(self._text)
        elif local == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        if self._valued:
            self._cells += 1
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
        place = (self._row, self._column - 1)
        failed = self._kind == "e" or (self._formula and not self._valued and self._kind != "str")
        if failed and place[1] in self._columns and len(self._failed) < MOST_ERRORS:
            self._failed[place] = self._text if self._kind == "e" else "no value"


def _number(letters: str) -> int:
    """Return a column's number, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
