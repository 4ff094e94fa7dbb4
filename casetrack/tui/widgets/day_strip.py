"""The next twenty working days and how much is due on each; a bank holiday is marked xx."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

_NARROW, _WIDE = 4, 5
_ROOM_FOR_DATES = 116
"""columns of the terminal from which the days have room for their number"""


@dataclass(frozen=True, slots=True)
class StripCell:
    """One weekday of the strip."""

    day: date
    due: int
    holiday: str
    """the title of a bank holiday, "" on a working day"""


class DayStrip(Widget, can_focus=True):
    """Two lines: the days, and how much is due on each. Moving on it narrows the list to a day."""

    COMPONENT_CLASSES = {"strip--day", "strip--none", "strip--picked"}  # noqa: RUF012  Textual's
    DEFAULT_CSS = """
    DayStrip { height: 2; padding: 0 1; color: $text-muted; }
    DayStrip > .strip--day { color: $foreground; text-style: bold; }
    DayStrip > .strip--none { color: $text-muted; }
    DayStrip > .strip--picked { text-style: bold reverse; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "move(1)", "Next day", show=False, id="strip.right"),
        Binding("left,h", "move(-1)", "Day before", show=False, id="strip.left"),
        Binding("escape,down,enter", "leave", "Back to the list", show=False, id="strip.leave"),
    ]

    @dataclass
    class DayPicked(Message):
        """A day was picked, or None: all days again."""

        day: date | None

    @dataclass
    class Left(Message):
        """The keys go back to the list."""

    def __init__(self) -> None:
        """Start with no days."""
        super().__init__()
        self._cells: tuple[StripCell, ...] = ()
        self._picked: date | None = None

    def show(self, cells: Sequence[StripCell], picked: date | None) -> None:
        """Take the days."""
        self._cells, self._picked = tuple(cells), picked
        self.refresh()

    def action_move(self, by: int) -> None:
        """Pick the next or previous working day."""
        days = [cell.day for cell in self._cells if not cell.holiday]
        if not days:
            return
        place = days.index(self._picked) + by if self._picked in days else (0 if by > 0 else -1)
        self._pick(days[place % len(days)])

    def action_leave(self) -> None:
        """Give the keys back to the list; the day stays picked."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """Pick the day that was clicked; a second click lets it go."""
        for cell, place in self._places():
            if place <= event.x - 1 < place + self._cell:
                self._pick(None if cell.day == self._picked else cell.day)

    def _pick(self, day: date | None) -> None:
        self._picked = day
        self.refresh()
        self.post_message(self.DayPicked(day))

    @property
    def _cell(self) -> int:
        return _WIDE if self.size.width >= _ROOM_FOR_DATES else _NARROW

    def _places(self) -> list[tuple[StripCell, int]]:
        """Each day with its column, from one on that leaves room for the picked one."""
        for first in range(len(self._cells)):
            places = self._places_from(first)
            picked = next((place for cell, place in places if cell.day == self._picked), 0)
            if picked + self._cell <= self.size.width:
                return places
        return []

    def _places_from(self, first: int) -> list[tuple[StripCell, int]]:
        places, along = [], 0
        for number, cell in enumerate(self._cells[first:], first):
            if number > first and cell.day.weekday() < self._cells[number - 1].day.weekday():
                along += 2
            places.append((cell, along))
            along += self._cell
        return places

    def render(self) -> Text:
        """Return both lines."""
        above, below, wide = Text(no_wrap=True), Text(no_wrap=True), self._cell
        for cell, place in self._places():
            if place + wide > self.size.width:
                break
            for line in (above, below):
                if line.cell_len < place:
                    line.append("│".rjust(place - line.cell_len))
            style = self._style_of(cell)
            day = f"{cell.day:%a}"[:2] + (str(cell.day.day) if wide == _WIDE else "")
            above.append(day.rjust(wide), style)
            count = "xx" if cell.holiday else str(cell.due) if cell.due else "–"
            below.append((count if len(count) < wide else "…").rjust(wide), style)
        return Text("\n").join([above, below])

    def _style_of(self, cell: StripCell) -> str:
        name = "picked" if cell.day == self._picked else "day" if cell.due else "none"
        return str(self.get_component_rich_style(f"strip--{name}"))
