"""The saved views on the keys 1–9, with how much is in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Tab:
    """One saved view as the bar shows it."""

    key: str
    """of the keyboard"""
    name: str
    label: str


class ViewBar(Widget):
    """The views in as many lines as they take, so that every count is in sight."""

    COMPONENT_CLASSES = {"bar--shown"}  # noqa: RUF012  Textual's own name and type
    DEFAULT_CSS = """
    ViewBar { height: auto; color: $text-muted; }
    ViewBar > .bar--shown { color: $text; text-style: bold reverse; }
    """

    @dataclass
    class Picked(Message):
        """A view was clicked."""

        name: str

    def __init__(self, tabs: Sequence[Tab]) -> None:
        """Take the views."""
        super().__init__()
        self._tabs = tuple(tabs)
        self._shown = ""
        self._counts: Mapping[str, int] = {}

    def show(self, name: str, counts: Mapping[str, int]) -> None:
        """Take which view is shown, and the counts."""
        self._shown, self._counts = name, counts
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return how many lines the views take."""
        return len(self._lines(width))

    def render(self) -> Text:
        """Return the views, line by line."""
        shown = self.get_component_rich_style("bar--shown")
        lines = []
        for tabs in self._lines(self.size.width):
            line = Text(no_wrap=True)
            for tab in tabs:
                line.append(self._said(tab), shown if tab.name == self._shown else "")
            lines.append(line)
        return Text("\n").join(lines)

    def _said(self, tab: Tab) -> str:
        count = self._counts.get(tab.name)
        return f" {tab.key} {tab.label} " + (f"{count:,} " if count is not None else "")

    def _lines(self, room: int) -> list[list[Tab]]:
        lines: list[list[Tab]] = [[]]
        taken = 0
        for tab in self._tabs:
            wide = len(self._said(tab))
            if lines[-1] and taken + wide > room:
                lines.append([])
                taken = 0
            lines[-1].append(tab)
            taken += wide
        return lines

    def on_click(self, event: events.Click) -> None:
        """Pick the view that was clicked."""
        lines = self._lines(self.size.width)
        along = 0
        for tab in lines[event.y] if event.y < len(lines) else ():
            along += len(self._said(tab))
            if event.x < along:
                self.post_message(self.Picked(tab.name))
                return
