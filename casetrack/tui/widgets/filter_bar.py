"""What a list is narrowed to: words typed after `/`, and chips that can be taken off again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from casetrack.text import safe_text
from casetrack.tui.widgets.one_line import OneLine


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing a list is narrowed to."""

    key: str
    """word, day, order"""
    label: str


class Chips(Widget):
    """The chips in one line; a click on one takes it off."""

    DEFAULT_CSS = "Chips { height: 1; width: auto; color: $foreground; }"

    @dataclass
    class TakenOff(Message):
        """A chip was taken off."""

        chip: Chip

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self._chips: tuple[Chip, ...] = ()

    def show(self, chips: Sequence[Chip]) -> None:
        """Take the chips."""
        self._chips = tuple(chips)
        self.refresh(layout=True)

    def render(self) -> Text:
        """Return the chips."""
        line = Text(no_wrap=True)
        for chip in self._chips:
            line.append(f" {safe_text(chip.label)} × ", "reverse")
            line.append(" ")
        return line

    def on_click(self, event: events.Click) -> None:
        """Take off the chip that was clicked."""
        along = 0
        for chip in self._chips:
            along += Text(f" {safe_text(chip.label)} ×  ").cell_len
            if event.x < along:
                self.post_message(self.TakenOff(chip))
                return


class _Words(OneLine):
    """The words being typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,down", "leave", "Back to the list", show=False, id="filter.leave"),
    ]

    @dataclass
    class Left(Message):
        """The keys go back to the list."""

    def action_leave(self) -> None:
        """Give the keys back to the list; the words stay as chips."""
        self.post_message(self.Left())


class FilterBar(Horizontal):
    """Chips, and the words being typed; not there while there are neither."""

    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $panel; padding: 0 1; }
    FilterBar.shown { display: block; }
    FilterBar > _Words { border: none; height: 1; padding: 0; width: 1fr; background: $panel; }
    FilterBar > _Words:focus { border: none; }
    """

    @dataclass
    class WordsTyped(Message):
        """Other words stand in the bar than before."""

        words: tuple[str, ...]
        done: bool = False
        """the keys went back to the list: the words are chips now"""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Chips()
        yield _Words(placeholder="a name, a reference, words of the complaint", compact=True)

    def show(self, chips: Sequence[Chip]) -> None:
        """Take the chips."""
        self.query_one(Chips).show(chips)
        self.set_class(bool(chips) or self.query_one(_Words).has_focus, "shown")
        self.query_one(_Words).display = self.query_one(_Words).has_focus

    def start(self) -> None:
        """Let words be typed."""
        words = self.query_one(_Words)
        self.add_class("shown")
        words.display = True
        words.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.WordsTyped(tuple(event.value.split())))

    @on(_Words.Left)
    def _left(self, event: _Words.Left) -> None:
        event.stop()
        words = self.query_one(_Words)
        typed = tuple(words.value.split())
        with words.prevent(Input.Changed):
            words.value = ""
        self.post_message(self.WordsTyped(typed, done=True))
