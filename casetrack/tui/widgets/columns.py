"""A line of a table, and how its columns share the width there is: the least needed go first.

Knows widths and words, never a widget.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len, set_cell_size

from casetrack.text import safe_text

GAP: Final = 1
MARK: Final = 2
"""columns of the terminal before the first one: ✓ of a chosen line"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    key: Hashable
    """what it is of, so that the cursor stays on it when others change something"""
    cells: tuple[str, ...]
    tone: str = ""
    """late, today, soon, quiet or "": how it stands, beside the words that say so"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    heading: str
    width: int
    """columns of the terminal it needs, at least"""
    grows: int = 0
    """its part of the width that is left over; 0: it keeps its width"""
    spare: int = 0
    """0: always shown; otherwise the highest goes first where there is no room"""
    right: bool = False
    """figures, aligned right"""


@dataclass(frozen=True, slots=True)
class Room:
    """A column with its place in the cells of a line and the width it was given."""

    place: int
    column: Column
    width: int


def shared(columns: Sequence[Column], available: int) -> tuple[Room, ...]:
    """Return the columns that fit into `available` columns of the terminal, with their widths."""
    kept = list(enumerate(columns))
    while _needed([column for _, column in kept]) > available:
        spare = [each for each in kept if each[1].spare]
        if not spare:
            break
        kept.remove(max(spare, key=lambda each: (each[1].spare, each[0])))
    left = max(0, available - _needed([column for _, column in kept]))
    parts = sum(column.grows for _, column in kept)
    rooms = []
    for place, column in kept:
        more = left * column.grows // parts if parts else 0
        left, parts = left - more, parts - column.grows
        rooms.append(Room(place, column, column.width + more))
    return tuple(rooms)


def _needed(columns: Sequence[Column]) -> int:
    return sum(column.width for column in columns) + GAP * max(0, len(columns) - 1)


def laid_out(cells: Sequence[str], rooms: Sequence[Room], mark: str) -> str:
    """Return the words of a line, each cell made harmless and as wide as its room."""
    return set_cell_size(mark, MARK) + (" " * GAP).join(
        _fitted(cells[room.place], room.width, right=room.column.right) for room in rooms
    )


def _fitted(cell: str, room: int, *, right: bool = False) -> str:
    """Return a cell made harmless and just so wide; what is cut ends in an ellipsis."""
    cell = safe_text(cell)
    taken = cell_len(cell)
    if taken > room:
        return set_cell_size(set_cell_size(cell, max(0, room - 1)).rstrip() + "…", room)
    space = " " * (room - taken)
    return space + cell if right else cell + space
