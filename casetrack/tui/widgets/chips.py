"""Words to look for, and beside them what narrows the list: chips that can be taken away."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from casetrack.text import safe_text
from casetrack.tui.widgets.one_line import OneLine


class Words(OneLine):
    """A line to type in, that tells when there is nothing left to rub out."""

    @dataclass
    class RubbedOut(Message):
        """Backspace was pressed where nothing stands."""

    def action_delete_left(self) -> None:
        """Rub out a letter; without any, say so."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.RubbedOut())


class Chips(Widget):
    """One line of what narrows a list; a click takes one away."""

    COMPONENT_CLASSES = {"chips--chip"}  # noqa: RUF012  Textual's own name and type
    DEFAULT_CSS = """
    Chips { height: 1; padding: 0 1; color: $text-muted; }
    Chips > .chips--chip { color: $text; text-style: bold reverse; }
    """

    @dataclass
    class TakenAway(Message):
        """A chip was clicked."""

        name: str

    def __init__(self, hint: str = "") -> None:
        """Take what is said where there is no chip."""
        super().__init__()
        self._hint = hint
        self._chips: dict[str, str] = {}

    def show(self, chips: Mapping[str, str]) -> None:
        """Take the chips: what each narrows by → to what."""
        self._chips = dict(chips)
        self.refresh()

    def render(self) -> Text:
        """Return the line."""
        if not self._chips:
            return Text(self._hint, no_wrap=True, overflow="ellipsis")
        style = self.get_component_rich_style("chips--chip")
        chips = [Text(said, style) for _, said in self._said()]
        return Text(" ", no_wrap=True, overflow="ellipsis").join(chips)

    def on_click(self, event: events.Click) -> None:
        """Take away the chip that was clicked."""
        along = 1
        for name, said in self._said():
            if along <= event.x < along + cell_len(said):
                self.post_message(self.TakenAway(name))
                return
            along += cell_len(said) + 1

    def _said(self) -> list[tuple[str, str]]:
        return [
            (name, f" {name} {safe_text(value) or 'nobody'} × ")
            for name, value in self._chips.items()
        ]
