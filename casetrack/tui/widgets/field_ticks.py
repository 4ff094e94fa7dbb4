"""Fields for yes and no, and for several of a list: told by [x] and [ ], never by colour alone."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from casetrack.domain.codec import Plain
from casetrack.text import safe_text
from casetrack.tui.widgets.field import Field, Raw

Option = tuple[str, str]
"""what is stored, and what is shown"""


_STRAYS = 1.0
"""seconds within which the next letter belongs to the same words"""
_LONG_AGO = -1000.0
_KEYS = frozenset(" *?:")
"""letters that are keys here"""


class Ticks(Widget, can_focus=True):
    """Boxes to tick, side by side as far as there is room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"ticks--cursor"}
    DEFAULT_CSS = """
    Ticks { height: auto; width: 1fr; }
    Ticks:focus > .ticks--cursor { text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", "Tick", show=False, id="ticks.tick"),
        Binding("left", "along(-1)", "One back", show=False, id="ticks.back"),
        Binding("right", "along(1)", "One on", show=False, id="ticks.on"),
        Binding("asterisk", "all", "Tick all", show=False, id="ticks.all"),
    ]

    class Changed(Message):
        """Another box was ticked."""

    def __init__(self, options: Sequence[Option]) -> None:
        """Take the boxes."""
        super().__init__()
        self._options = tuple(options)
        self._cursor = 0
        self._ticked: set[str] = set()
        self._strayed_at = _LONG_AGO
        """when a letter came last of words that are meant for another field"""

    @property
    def ticked(self) -> tuple[str, ...]:
        """What is ticked, in the order of the boxes."""
        return tuple(value for value, _ in self._options if value in self._ticked)

    @ticked.setter
    def ticked(self, values: Sequence[str]) -> None:
        self._ticked = {value for value, _ in self._options if value in values}
        self._told()

    def _told(self) -> None:
        self.refresh()
        if self.is_mounted:
            self.post_message(self.Changed())

    def on_key(self, event: events.Key) -> None:
        """Let no word that is typed here by mistake tick a box or open another screen."""
        strays = event.time - self._strayed_at < _STRAYS
        if event.is_printable and (strays or event.character not in _KEYS):
            event.stop()
            event.prevent_default()
            if not strays:
                self.notify("These are boxes: Space ticks one, Tab goes on. They take no words.")
            self._strayed_at = event.time
        else:
            self._strayed_at = _LONG_AGO

    def on_blur(self) -> None:
        """Whoever comes back may tick again."""
        self._strayed_at = _LONG_AGO

    def action_tick(self) -> None:
        """Tick the box under the cursor, or take the tick out."""
        self._ticked ^= {self._options[self._cursor][0]}
        self._told()

    def action_along(self, by: int) -> None:
        """Go to another box."""
        self._cursor = max(0, min(len(self._options) - 1, self._cursor + by))
        self.refresh()

    def action_all(self) -> None:
        """Tick every box; where every one is ticked, none."""
        every = {value for value, _ in self._options}
        self._ticked = set() if self._ticked == every else every
        self._told()

    def on_click(self, event: events.Click) -> None:
        """Tick the box that was clicked."""
        for place, (row, start, end) in enumerate(self._places(self.size.width)):
            if row == event.y and start <= event.x < end:
                self._cursor = place
                self.action_tick()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines the boxes take."""
        return max((row for row, _, _ in self._places(width)), default=0) + 1

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Return where each box stands: its row, its first column and the one after its last."""
        places, row, column = [], 0, 0
        for _, label in self._options:
            room = Text(_box(label, ticked=False)).cell_len
            if column and column + room > width:
                row, column = row + 1, 0
            places.append((row, column, column + room))
            column += room + 2
        return places

    def render(self) -> Text:
        """Return the boxes."""
        cursor = self.get_component_rich_style("ticks--cursor")
        line, last = Text(), (0, 0)
        for number, place in enumerate(self._places(self.size.width)):
            value, label = self._options[number]
            line.append("\n" if place[0] > last[0] else " " * (place[1] - last[1]))
            style = cursor if number == self._cursor and self.has_focus else ""
            line.append(_box(label, ticked=value in self._ticked), style)
            last = (place[0], place[2])
        return line


def _box(label: str, *, ticked: bool) -> str:
    return f"[{'x' if ticked else ' '}] {safe_text(label)}".rstrip()


class TickField(Field):
    """Yes or no; not ticked is no."""

    def __init__(self, key: str, label: str, *, hint: str = "", says: str = "") -> None:
        """Take what stands beside the box."""
        super().__init__(key, label, hint=hint)
        self._ticks = Ticks([("yes", says or "yes")])

    def control(self) -> Widget:
        """Return the box."""
        return self._ticks

    @property
    def raw(self) -> Raw:
        """Whether it is ticked."""
        return bool(self._ticks.ticked)

    @raw.setter
    def raw(self, raw: Raw) -> None:
        self._ticks.ticked = ["yes"] if raw is True else []

    def plain(self) -> Plain:
        """Return whether it is ticked."""
        return bool(self._ticks.ticked)

    @on(Ticks.Changed)
    def _typed(self, event: Ticks.Changed) -> None:
        event.stop()
        self.changed()


class SeveralField(Field):
    """Several of a list."""

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[Option],
        *,
        hint: str = "",
        required: bool = False,
    ) -> None:
        """Take the list."""
        super().__init__(key, label, hint=hint, required=required)
        self._ticks = Ticks(options)

    def control(self) -> Widget:
        """Return the boxes."""
        return self._ticks

    @property
    def raw(self) -> Raw:
        """What is ticked."""
        return self._ticks.ticked

    @raw.setter
    def raw(self, raw: Raw) -> None:
        self._ticks.ticked = list(map(str, raw)) if isinstance(raw, list | tuple) else []

    def plain(self) -> Plain:
        """Return what is ticked, None for nothing."""
        return list(self._ticks.ticked) or None

    @on(Ticks.Changed)
    def _typed(self, event: Ticks.Changed) -> None:
        event.stop()
        self.changed()
