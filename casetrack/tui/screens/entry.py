"""One entry of a history, whole: every field, who wrote it down and when, what became of it."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from casetrack.service.casework import Told
from casetrack.service.told_words import came_of_it, contents, headline, marks, recorded_by
from casetrack.text import safe_text


class EntryScreen(ModalScreen[str]):
    """An entry; it answers with what is to be done about it: correct, undo, or nothing ("")."""

    DEFAULT_CSS = """
    EntryScreen { align: center middle; }
    EntryScreen > VerticalScroll {
        width: 94%; max-width: 110; height: auto; max-height: 90%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    EntryScreen .heading { text-style: bold; }
    EntryScreen .keys { color: $text-muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "answer('')", "Close", id="entry.close"),
        Binding("c", "answer('correct')", "Correct it", id="entry.correct"),
        Binding("U", "answer('undo')", "Take it out", id="entry.undo"),
        Binding("down,j", "scroll_by(1)", "Down", show=False, id="entry.down"),
        Binding("up,k", "scroll_by(-1)", "Up", show=False, id="entry.up"),
    ]

    def __init__(self, told: Told) -> None:
        """Take the entry."""
        super().__init__()
        self._told = told

    def compose(self) -> ComposeResult:
        """Lay it out."""
        told = self._told
        title = headline(told.entry.fact)
        with VerticalScroll():
            yield Static(
                Text(safe_text(f"{told.entry.sequence}  {title[:1].upper()}{title[1:]}")),
                classes="heading",
            )
            said = " · ".join((recorded_by(told), *marks(told)))
            yield Static(Text(safe_text(said)))
            for name, words in (*contents(told), *came_of_it(told)):
                if words:
                    yield Static(Text.assemble((f"{name}: ", "bold"), safe_text(words, lines=True)))
            yield Static(Text("c correct it   U take it out   Esc back"), classes="keys")

    def action_answer(self, what: str) -> None:
        """Close it, and say what is to be done."""
        self.dismiss(what)

    def action_scroll_by(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
