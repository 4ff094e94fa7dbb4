"""The saved views on the keys 1–9, with how much is in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
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
    """One line of views; the one that is shown stays in sight, however narrow it is."""

    COMPONENT_CLASSES = {"bar--shown"}  # noqa: RUF012  Textual's own name and type
    DEFAULT_CSS = """
    ViewBar { height: 1; color: $text-muted; }
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
        self.refresh()

    def render(self) -> Text:
        """Return the line, from the first view that leaves the one shown in sight."""
        first = 0
        while True:
            line = self._line(first)
            place = next((i for i, tab in enumerate(self._tabs) if tab.name == self._shown), 0)
            up_to = sum(len(self._said(tab)) + 1 for tab in self._tabs[first : place + 1])
            if up_to <= self.size.width or first >= place:
                return line
            first += 1

    def _said(self, tab: Tab) -> str:
        count = self._counts.get(tab.name)
        return f" {tab.key} {tab.label}" + (f" {count:,} " if count is not None else " ")

    def _line(self, first: int) -> Text:
        shown = self.get_component_rich_style("bar--shown")
        line = Text(no_wrap=True, overflow="ellipsis")
        for tab in self._tabs[first:]:
            line.append(self._said(tab), shown if tab.name == self._shown else "")
            line.append(" ")
        return line

    def on_click(self, event: events.Click) -> None:
        """Pick the view that was clicked."""
        along = 0
        for tab in self._tabs:
            along += len(self._said(tab)) + 1
            if event.x < along:
                self.post_message(self.Picked(tab.name))
                return
