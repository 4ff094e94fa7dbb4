"""The parts of a record in one line, with how much is in each; the one that is shown stands out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.message import Message
from textual.widget import Widget


class PartBar(Widget):
    """One line of parts. Where there is no room for the numbers they go, then the last parts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"parts--shown"}
    DEFAULT_CSS = """
    PartBar { height: 1; padding: 0 1; color: $text-muted; background: $boost; }
    PartBar > .parts--shown { color: $foreground; text-style: bold reverse; }
    """

    @dataclass
    class Picked(Message):
        """A part was clicked."""

        name: str

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names of the parts."""
        super().__init__()
        self._names = tuple(names)
        self._shown: tuple[str, ...] = ()
        self._counts: Mapping[str, int] = {}

    def show(self, shown: Sequence[str], counts: Mapping[str, int]) -> None:
        """Take which parts are shown, and the numbers."""
        self._shown, self._counts = tuple(shown), counts
        self.refresh()

    def _labels(self) -> list[str]:
        full = [
            f" {name} {count} " if (count := self._counts.get(name)) else f" {name} "
            for name in self._names
        ]
        if sum(map(len, full)) <= self.content_size.width:
            return full
        return [f" {name} " for name in self._names]

    def render(self) -> RenderResult:
        """Return the line."""
        line = Text(no_wrap=True, overflow="ellipsis")
        shown = self.get_component_rich_style("parts--shown", partial=True)
        for name, label in zip(self._names, self._labels(), strict=True):
            line.append(label, shown if name in self._shown else "")
        return line

    def on_click(self, event: events.Click) -> None:
        """Pick the part that was clicked."""
        along = 1  # the padding
        for name, label in zip(self._names, self._labels(), strict=True):
            along += len(label)
            if event.x < along:
                self.post_message(self.Picked(name))
                return
