"""One of a few, side by side in one line: the first letter chooses, Enter goes on."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from casetrack.domain.codec import Plain
from casetrack.text import safe_text
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_ticks import Option


class OneOf(Widget, can_focus=True):
    """A line of words of which one is chosen, told by brackets and not by colour alone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"one--chosen"}
    DEFAULT_CSS = """
    OneOf { height: 1; width: 1fr; color: $text-muted; }
    OneOf:focus { background: $panel-lighten-1; }
    OneOf > .one--chosen { color: $text; text-style: bold; }
    OneOf:focus > .one--chosen { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "along(-1)", "The one before", show=False, id="one.back"),
        Binding("right,space", "along(1)", "The next one", show=False, id="one.on"),
    ]

    class Changed(Message):
        """Another one was chosen."""

    def __init__(self, options: Sequence[Option], chosen: str = "") -> None:
        """Take what there is to choose from, and what is chosen at first; "" for nothing yet."""
        super().__init__()
        self._options = tuple(options)
        self._chosen = chosen

    @property
    def chosen(self) -> str:
        """What is chosen, "" for nothing yet."""
        return self._chosen

    @chosen.setter
    def chosen(self, value: str) -> None:
        known = value if value in self._values else ""
        if known != self._chosen:
            self._chosen = known
            self.refresh()
            if self.is_mounted:
                self.post_message(self.Changed())

    @property
    def _values(self) -> list[str]:
        return [value for value, _ in self._options]

    def action_along(self, by: int) -> None:
        """Choose the next one, or the one before; round at the ends."""
        values = self._values
        place = values.index(self._chosen) + by if self._chosen else (0 if by > 0 else -1)
        self.chosen = values[place % len(values)]

    def on_key(self, event: events.Key) -> None:
        """Choose by the first letter; typed again it finds the next one that begins so."""
        if event.key == "enter":
            event.stop()
            self.screen.focus_next()
            return
        letter = (event.character or "").casefold()
        alike = [value for value, shown in self._options if shown.casefold().startswith(letter)]
        if not letter.isalnum():
            return
        # No letter goes further: what is typed here by mistake opens no other screen.
        event.stop()
        event.prevent_default()
        if not alike:
            return
        after = alike.index(self._chosen) + 1 if self._chosen in alike else 0
        self.chosen = alike[after % len(alike)]

    def on_click(self, event: events.Click) -> None:
        """Choose the one that was clicked."""
        for value, start, end in self._places(self._first()):
            if start <= event.x < end:
                self.chosen = value

    def _first(self) -> int:
        """Return the first option shown, so that the chosen one is in sight."""
        place = self._values.index(self._chosen) if self._chosen else 0
        for first in range(place + 1):
            if all(
                end <= self.size.width - 1 for v, _, end in self._places(first) if v == self._chosen
            ):
                return first
        return place

    def _places(self, first: int) -> list[tuple[str, int, int]]:
        places, column = [], 2 if first else 0
        for value, shown in self._options[first:]:
            room = Text(safe_text(shown)).cell_len + 2
            places.append((value, column, column + room))
            column += room
        return places

    def render(self) -> Text:
        """Return the line; what has no room is told by an arrow."""
        style = self.get_component_rich_style("one--chosen", partial=True)
        first = self._first()
        line = Text("‹ " if first else "", no_wrap=True, overflow="ellipsis")
        shown_as = dict(self._options)
        for value, _, end in self._places(first):
            last = value == self._values[-1]
            if end > self.size.width - (0 if last else 1):
                line.append("›")
                break
            words = safe_text(shown_as[value])
            if value == self._chosen:
                line.append(f"[{words}]", style)
            else:
                line.append(f" {words} ")
        return line


class OneOfField(Field):
    """One of a few."""

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[Option],
        *,
        hint: str = "",
        required: bool = False,
        chosen: str = "",
    ) -> None:
        """Take what there is to choose from, and what is chosen at first."""
        super().__init__(key, label, hint=hint, required=required)
        self._starts_with = chosen
        self._one = OneOf(options, chosen)

    def control(self) -> Widget:
        """Return the line."""
        return self._one

    @property
    def touched(self) -> bool:
        """Whether another one was chosen than at first."""
        return self.raw != self._starts_with

    @property
    def raw(self) -> Raw:
        """What is chosen."""
        return self._one.chosen

    @raw.setter
    def raw(self, raw: Raw) -> None:
        self._one.chosen = raw if isinstance(raw, str) else ""

    def plain(self) -> Plain:
        """Return what is chosen, None for nothing yet."""
        return self._one.chosen or None

    @on(OneOf.Changed)
    def _typed(self, event: OneOf.Changed) -> None:
        event.stop()
        self.changed()
