"""What a row of a complaint log says, and the rows that speak of the same complaint.

Knows typed values; no file, no sheet and no spelling.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One complaint as its row in the log says it; docs/import.md explains the columns."""

    row: int
    """The row of the sheet, counted from 1."""
    reference: str
    received: date
    channel: str = ""
    resident: str = ""
    address: str = ""
    tenure: str = ""
    """LCRA, LCHO, leasehold, nothing, or the landlord's own word."""
    category: str = ""
    service_area: str = ""
    summary: str = ""
    outcome_sought: str = ""
    handler: str = ""
    stage1_logged: date | None = None
    stage1_acknowledged: date | None = None
    stage1_defined: date | None = None
    stage1_due: date | None = None
    """The due date that the log itself gives: recorded, never relied on."""
    stage1_extended_on: date | None = None
    stage1_extended_to: date | None = None
    stage1_extension_reason: str = ""
    stage1_ombudsman_details: bool | None = None
    stage1_responded: date | None = None
    stage1_outcome: str | None = None
    """upheld, partly-upheld or not-upheld."""
    stage2_requested: date | None = None
    stage2_acknowledged: date | None = None
    stage2_defined: date | None = None
    stage2_handler: str = ""
    stage2_due: date | None = None
    stage2_extended_on: date | None = None
    stage2_extended_to: date | None = None
    stage2_extension_reason: str = ""
    stage2_ombudsman_details: bool | None = None
    stage2_responded: date | None = None
    stage2_outcome: str | None = None
    compensation: int | None = None
    """Pence."""
    refused_reason: str = ""
    withdrawn: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellError:
    """A cell that could not be read for certain."""

    sheet: str
    row: int
    """The row of the sheet, counted from 1."""
    column: str
    """Canonical."""
    heading: str
    """As typed in the header."""
    value: str
    """As typed in the cell."""
    cure: str
    """What is wrong and what to do, in a handler's words."""


Cells = Mapping[str, object]
"""What could be read of a row that has an error: column → value, or the text in error."""

_COMPARED: Final = tuple(each.name for each in fields(LogRow) if each.name != "row")


class Register:
    """The references met so far: tells rows said twice from rows that contradict each other."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, LogRow | Cells]] = {}
        self._same: dict[str, list[int]] = {}
        self._clashes: dict[str, list[int]] = {}

    @property
    def clashes(self) -> dict[str, tuple[int, ...]]:
        """Reference → every row that has it, where they differ."""
        return {
            reference: tuple(
                sorted([self._first[reference][0], *rows, *self._same.get(reference, ())])
            )
            for reference, rows in self._clashes.items()
        }

    @property
    def repeated(self) -> int:
        """How many rows said again what an earlier one had said."""
        return sum(
            len(rows) for reference, rows in self._same.items() if reference not in self._clashes
        )

    def adds(self, reference: str, row: int, content: LogRow | Cells) -> bool:
        """Note a row; return whether it is the first of its reference."""
        first = self._first.setdefault(reference, (row, content))
        if first[1] is content:
            return True
        same = _says(content) == _says(first[1])
        (self._same if same else self._clashes).setdefault(reference, []).append(row)
        return False


def _says(content: LogRow | Cells) -> Cells:
    if isinstance(content, LogRow):
        return {name: getattr(content, name) for name in _COMPARED}
    return content
