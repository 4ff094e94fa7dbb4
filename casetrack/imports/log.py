"""The whole reading of a complaint log: a file becomes typed rows, or errors with their cures.

Knows rows and columns; no case, no fact and no database. Every cell is read before anything is
answered, so that a person can put right everything at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from casetrack.domain.errors import BadInput
from casetrack.imports.cells import (
    Cell,
    Kind,
    Value,
    checked_outcomes,
    is_nothing,
    reader,
    typed,
)
from casetrack.imports.columns import BY_NAME
from casetrack.imports.headings import Header, checked_mapping, unused
from casetrack.imports.limits import LONGEST_TEXT, MOST_ERRORS
from casetrack.imports.rows import CellError, LogRow, Register
from casetrack.imports.sheet import Sheet
from casetrack.imports.sheets import open_sheet

__all__ = ["CellError", "LogReading", "LogRow", "read_log"]

_EVERY: Final = 2_000
"""Rows between two calls of `progress`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """A complaint log as read. With errors, `rows` are only those without one."""

    sheet: str
    """The sheet's name; for a CSV file its name without the ending."""
    header_row: int
    headings: Mapping[str, str]
    """Canonical column → the heading it was read from."""
    unknown_headings: tuple[str, ...]
    """Headings that were not read, to be told."""
    rows: tuple[LogRow, ...]
    errors: tuple[CellError, ...]
    """In the order of the sheet."""
    notes: tuple[str, ...]
    """What a person should know of the reading, a sentence each."""

    @property
    def count(self) -> int:
        """How many complaints were read."""
        return len(self.rows)


def read_log(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Mapping[str, str] | None = None,
    outcomes: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LogReading:
    """Return the complaints in a CSV or XLSX file.

    `mapping` gives the landlord's heading → canonical column ("" leaves it unread), `outcomes`
    the landlord's word → upheld, partly-upheld or not-upheld. `progress` is told the rows read
    and the rows there are. Raises `BadInput` when the file, the sheet, the header or the mapping
    cannot be used; what is wrong in cells is in `errors`.
    """
    headings = checked_mapping(mapping or {})
    words = checked_outcomes(outcomes or {})
    opened = open_sheet(path, sheet, headings)
    opened = replace(opened, notes=(*opened.notes, *unused(mapping or {}, opened.header)))
    return _Reading(opened, words, progress).whole()


# Values that many rows share are kept once: a hundred thousand rows need a third of the memory.
_ALL_DIFFERENT: Final = frozenset({"reference", "resident", "address", "summary"})


_Known = dict[Cell, Value]
"""What a cell's content is read as, so that the same content is read once."""


class _Reading:
    """One reading under way."""

    def __init__(
        self,
        sheet: Sheet,
        outcomes: Mapping[str, str],
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._sheet = sheet
        self._header: Header = sheet.header
        self._progress = progress
        self._errors: list[tuple[int, CellError]] = []
        self._rows: list[LogRow] = []
        self._register = Register()
        self._once: dict[str | date, str | date] = {}
        self._nameless = list(self._header.nameless)
        self._found_nameless: list[int] = []
        self._notes = list(sheet.notes)
        self._places = sorted(self._header.places.items(), key=lambda item: item[1])
        self._furthest = self._places[-1][1] + 1
        known: dict[Kind, _Known] = {kind: {} for kind in Kind}
        self._plan: list[tuple[int, str, Callable[[Cell], Value], _Known | None]] = [
            (
                index,
                name,
                reader(BY_NAME[name].kind, outcomes),
                None if name in _ALL_DIFFERENT else known[BY_NAME[name].kind],
            )
            for name, index in self._places
        ]

    def whole(self) -> LogReading:
        """Read every row and answer once."""
        self._check_doubles()
        done, width = 0, self._header.width
        for done, cells in self._sheet.rows():
            if done > self._header.row:
                self._read(done, cells)
                width = len(cells)
            if self._progress is not None and done % _EVERY == 0:
                self._progress(done, max(done, self._sheet.total))
            if len(self._errors) >= MOST_ERRORS:
                self._notes.append(
                    f"Reading stopped at row {done:,} after {MOST_ERRORS:,} errors: put these "
                    "right, then read the log again."
                )
                break
        if self._progress is not None:
            self._progress(done, done)
        if not self._sheet.whole:
            self._look_at_end(done, width)
        return self._reading()

    def _look_at_end(self, row: int, width: int) -> None:
        """A file cut short must not pass as a whole one."""
        if width < self._header.width:
            cure = "The file ends in the middle of this row: export it again."
            self._object(row, "reference", "", cure)
        else:
            self._notes.append(
                f"The file ends without an end of line: check that its last row, {row:,}, is whole."
            )

    def _check_doubles(self) -> None:
        for name, first, other in self._header.doubles:
            self._object(
                self._header.row,
                name,
                other,
                f'"{first}" and "{other}" are both headings of the column {name}: rename the one '
                'that is something else, or leave it unread with "" in the mapping file.',
            )

    def _object(self, row: int, name: str, value: str, cure: str) -> None:
        error = CellError(
            sheet=self._sheet.name,
            row=row,
            column=name,
            heading=self._header.headings[name],
            value=value if len(value) <= LONGEST_TEXT else value[:60] + "…",
            cure=cure,
        )
        self._errors.append((self._header.places[name], error))

    def _read(self, number: int, cells: Sequence[Cell]) -> None:
        """Read one row: keep it, object to it, or leave it out when it is blank."""
        if not any(cells) and not self._sheet.unread:
            return
        values: dict[str, Any] = {}
        before, width = len(self._errors), len(cells)
        if width < self._furthest:
            cells = [*cells, *[""] * (self._furthest - width)]
        for index, name, read, known in self._plan:
            cell = cells[index]
            if cell == "":
                continue
            if known is not None and cell in known:
                values[name] = known[cell]
                continue
            try:
                value = read(cell)
            except BadInput as problem:
                self._object(number, name, typed(cell), str(problem))
                values[name] = cell
                continue
            if known is not None and isinstance(cell, str | date):
                if isinstance(value, str | date):
                    value = self._once.setdefault(value, value)
                # Numbers are not kept: to a dictionary 1 and TRUE are the same.
                known[cell] = value
            values[name] = value
        if self._nameless or width > self._header.width or self._sheet.unread:
            self._look_beside(number, cells, values)
        self._keep(number, cells, values, sound=len(self._errors) == before)

    def _look_beside(self, number: int, cells: Sequence[Cell], values: dict[str, Any]) -> None:
        """Tell of what stands where no heading or no content could be read."""
        for index in [each for each in self._nameless if each < len(cells)]:
            if not is_nothing(cells[index]):
                self._nameless.remove(index)
                self._found_nameless.append(index)
        beyond = [cell for cell in cells[self._header.width :] if not is_nothing(cell)]
        if beyond:
            self._object(
                number,
                self._places[-1][0],
                typed(beyond[0]),
                f"The row has {len(cells)} cells and the header {self._header.width}: put a text "
                "that holds the separator in quotation marks, or export the log again.",
            )
        for name, index in self._places:
            shown = self._sheet.unread.get((number, index))
            if shown is not None:
                values[name] = shown
                self._object(
                    number,
                    name,
                    shown,
                    f"The formula in this cell gives {shown}: correct it, or type the value.",
                )

    def _keep(
        self, number: int, cells: Sequence[Cell], values: dict[str, Any], *, sound: bool
    ) -> None:
        reference = values.get("reference", "")
        if not reference and sound and all(map(is_nothing, cells)):
            return
        if not reference or values.get("received") is None:
            self._object_to_missing(number, cells, values)
            sound = False
        content = LogRow(row=number, **values) if sound else values
        if not isinstance(reference, str) or not reference:
            return
        if self._register.adds(reference, number, content) and isinstance(content, LogRow):
            self._rows.append(content)

    def _object_to_missing(
        self, number: int, cells: Sequence[Cell], values: Mapping[str, object]
    ) -> None:
        text = next((typed(cell).strip() for cell in cells if not is_nothing(cell)), "")
        if not values.get("reference"):
            if not any(isinstance(value, date) for value in values.values()):
                cure = (
                    f'The row has no reference and no date, only "{text[:60]}": delete it if it is '
                    "a note or a total, or write the complaint's reference and dates into it."
                )
                self._object(number, "reference", self._shown(cells, "reference"), cure)
                return
            cure = "Every complaint needs its reference: write it in, the same one as elsewhere."
            self._object(number, "reference", self._shown(cells, "reference"), cure)
        if values.get("received") is None:
            cure = "Every complaint needs the day it was received: write it in, as in 24/12/2024."
            self._object(number, "received", self._shown(cells, "received"), cure)

    def _shown(self, cells: Sequence[Cell], name: str) -> str:
        index = self._header.places[name]
        return typed(cells[index]) if index < len(cells) else ""

    def _reading(self) -> LogReading:
        clashes = self._register.clashes
        for reference, rows in clashes.items():
            for row in rows:
                self._object(row, "reference", reference, _clash(reference, row, rows))
        if not self._rows and not self._errors:
            self._notes.append("There is no complaint below the header.")
        if repeated := self._register.repeated:
            self._notes.append(f"Rows that repeat another row exactly, counted once: {repeated:,}.")
        self._errors.sort(key=lambda found: (found[1].row, found[0]))
        return LogReading(
            sheet=self._sheet.name,
            header_row=self._header.row,
            headings=self._header.headings,
            unknown_headings=(
                *self._header.unknown,
                *(
                    f"column {_letters(index + self._sheet.left)} (no heading)"
                    for index in self._found_nameless
                ),
            ),
            rows=tuple(row for row in self._rows if row.reference not in clashes),
            errors=tuple(error for _, error in self._errors),
            notes=tuple(self._notes),
        )


def _clash(reference: str, row: int, rows: Sequence[int]) -> str:
    others = [f"{other:,}" for other in rows if other != row]
    listed = ", ".join(others[:5]) + (f" and {len(others) - 5:,} more" if len(others) > 5 else "")
    return (
        f"{reference} stands in row {listed} as well, with other content: correct the reference, "
        "or delete the row that is out of date."
    )


def _letters(index: int) -> str:
    """Return a column's letters as a spreadsheet shows them; 0 is A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
