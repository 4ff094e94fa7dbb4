"""Two people recorded at once: both versions side by side, and what becomes of one's own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from casetrack.domain.facts import Entry, Fact
from casetrack.domain.resident import Resident
from casetrack.service.derivation import About
from casetrack.service.wording import fact_in_words, fields_in_words
from casetrack.text import safe_text
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.resident_banner import ResidentBanner
from casetrack.tui.widgets.top_line import TopLine


class Decision(Enum):
    """What becomes of one's own version."""

    RECORD = auto()
    """beside what the others recorded"""
    EDIT = auto()
    DISCARD = auto()


class ConflictScreen(ModalScreen[Decision | None]):
    """What others recorded meanwhile, and one's own that was not. None: back to the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # No letters: whoever types ahead into a form decides nothing here.
        Binding("ctrl+s", "decide('RECORD')", "Record mine too", id="conflict.record"),
        Binding("enter", "decide('EDIT')", "Edit mine", id="conflict.edit"),
        Binding("ctrl+t", "discard", "Discard mine", id="conflict.discard"),
        Binding("escape", "dismiss(None)", "Back", id="conflict.back"),
    ]
    DEFAULT_CSS = """
    ConflictScreen { background: $background; }
    ConflictScreen > Static { padding: 0 1; height: auto; }
    ConflictScreen > Horizontal { height: 1fr; }
    ConflictScreen VerticalScroll { width: 1fr; padding: 0 1; border-left: solid $panel-lighten-2; }
    ConflictScreen VerticalScroll > Static { height: auto; }
    """

    def __init__(
        self,
        since: Sequence[Entry],
        mine: Sequence[Fact],
        today: date,
        typed: Mapping[str, str] | None = None,
        *,
        holds: tuple[Resident | None, About | None] = (None, None),
    ) -> None:
        """Take what was recorded meanwhile and one's own; `typed` where that is no fact yet.

        `holds`: whom it concerns, and what is known of the case.
        """
        super().__init__()
        self._holds = holds
        self._since, self._mine, self._today = tuple(since), tuple(mine), today
        self._typed = typed or {}
        self._sure = False

    def compose(self) -> ComposeResult:
        """Lay both versions out."""
        yield TopLine("Recorded meanwhile", "yours is kept")
        yield ResidentBanner()
        by = ", ".join(dict.fromkeys(each.recorded_by or "somebody" for each in self._since))
        yield Static(
            Text(
                safe_text(
                    f"{by} recorded something on this record while yours was being made up. "
                    "Compare, then record yours too, edit it, or discard it."
                )
            )
        )
        with Horizontal():
            with VerticalScroll(id="theirs"):
                yield Static(_text("On record", list(self._theirs())))
            with VerticalScroll(id="mine"):
                yield Static(_text("Yours, not recorded", list(self._own())))
        yield Footer()

    def on_mount(self) -> None:
        """Put the cursor on what the others recorded."""
        self.query_one(ResidentBanner).show(*self._holds)
        self.query_one("#theirs").focus()

    def _theirs(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        for each in self._since:
            at = f" at {time_in_london(each.recorded_at, self._today)}" if each.recorded_at else ""
            yield (
                f"{fact_in_words(each.fact)}\nby {each.recorded_by}{at}, entry {each.sequence}",
                fields_in_words(each.fact),
            )

    def _own(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        for fact in self._mine:
            yield fact_in_words(fact), fields_in_words(fact)
        if not self._mine:
            yield "as it was typed", self._typed

    def action_decide(self, name: str) -> None:
        """Say what becomes of one's own."""
        self.dismiss(Decision[name])

    def action_discard(self) -> None:
        """Discard one's own, at the second press."""
        if self._sure:
            self.dismiss(Decision.DISCARD)
            return
        self._sure = True
        self.notify("Press ctrl+t again to discard what you typed.", markup=False)


def _text(title: str, versions: Sequence[tuple[str, Mapping[str, str]]]) -> Text:
    text = Text(f"{title}\n", "bold")
    for what, fields in versions:
        text.append("\n" + safe_text(what, lines=True) + "\n", "not bold")
        for name, value in fields.items():
            text.append(f"  {safe_text(name)}: ", "not bold dim")
            text.append(safe_text(value, lines=True) + "\n", "not bold")
    return text
