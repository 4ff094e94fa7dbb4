"""The lines of many that a table holds: those of the rows in sight and around them."""

from dataclasses import dataclass
from typing import Final

from casetrack.tui.widgets.columns import Line

_PAGES: Final = 5
"""of the screen, that are asked for and held at once: the one in sight, two before, two after"""
_LEAST: Final = 20


@dataclass(frozen=True, slots=True)
class Window:
    """Some lines, and the row of the first; rows are counted from 0."""

    start: int = 0
    lines: tuple[Line, ...] = ()

    def line(self, row: int) -> Line | None:
        """Return the line of a row, None where it is not held."""
        place = row - self.start
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def holds(self, first: int, end: int) -> bool:
        """Say whether it holds every row from the first up to the end, that not included."""
        return self.start <= first and end <= self.start + len(self.lines)


def around(top: int, height: int) -> tuple[int, int]:
    """Return from which row to ask for lines, and for how many, where `height` are in sight."""
    page = max(_LEAST, height)
    return max(0, top - 2 * page), page * _PAGES
