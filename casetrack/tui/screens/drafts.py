"""What was typed and is not recorded yet: one line a draft, and the way back into its form."""

from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Footer, Static

from casetrack.tui.draft_lines import DRAFT_COLUMNS, Kept, kept_in_words, way_back
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.drafting import SECOND_PRESS, DraftingScreen
from casetrack.tui.slots import is_held
from casetrack.tui.widgets.columns import Line
from casetrack.tui.widgets.few import FewLines
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

_LOOKS_EVERY: Final = 2.0
"""seconds, to see what was typed in another window"""


class DraftsScreen(DeskScreen):
    """One's own drafts, those written last first."""

    title_for_help = "Drafts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Go on with it", id="drafts.open"),
        Binding("ctrl+t", "throw_away", "Throw away", id="drafts.throw_away"),
        Binding("escape", "back", "Back", id="drafts.back"),
    ]

    def __init__(self) -> None:
        """Start before anything was read."""
        super().__init__()
        self._kept: dict[object, Kept] = {}
        self._sure: tuple[object, Timer] | None = None
        """the draft that a second press throws away"""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine("Drafts: typed and not recorded yet", "Enter goes on with one")
        yield FewLines(DRAFT_COLUMNS, nothing="Nothing is typed that is not recorded.")
        yield Static(id="explained", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Give the keys to the list."""
        self.query_one(FewLines).focus()
        self.set_interval(_LOOKS_EVERY, self.look_again)

    def on_screen_resume(self) -> None:
        """Read them, at first and whenever one comes back."""
        self.look_again()

    def look_again(self) -> None:
        """Read the drafts anew; the cursor stays on its line."""
        self._fetch()

    @work(thread=True, exclusive=True, group="drafts")
    def _fetch(self) -> None:
        today = self.desk.today
        self.bring(self._show, [kept_in_words(each, today) for each in self.desk.drafts.all()])

    def _show(self, kept: list[Kept]) -> None:
        self._kept = {each.draft.name.file: each for each in kept}
        lines = [Line(key, each.cells) for key, each in self._kept.items()]
        self.query_one(FewLines).show_lines(lines)

    @on(WindowedTable.CursorMoved)
    def _explain(self, event: WindowedTable.CursorMoved) -> None:
        kept = self._kept.get(event.line.key) if event.line else None
        self.query_one("#explained", Static).update(kept.in_full if kept else "")

    # --- keys

    def _current(self) -> Kept | None:
        line = self.query_one(FewLines).current
        return self._kept.get(line.key) if line else None

    def action_open(self) -> None:
        """Open the form with what was typed, or go back to it where it is open."""
        kept = self._current()
        if kept is None:
            return
        name = kept.draft.name
        if not self.desk.drafts.has(name):
            self.notify("It is not there any more: recorded, or thrown away in another window.")
            self.look_again()
            return
        beneath = [each for each in self.app.screen_stack if isinstance(each, DraftingScreen)]
        if any(each.holds(name) for each in beneath):
            while not (isinstance(at := self.app.screen, DraftingScreen) and at.holds(name)):
                self.app.pop_screen()
        elif is_held(name, self.desk.drafts):
            self.notify("It is open in another window: go on with it there.", severity="warning")
        else:
            self.post_message(way_back(kept.draft))

    @on(WindowedTable.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_throw_away(self) -> None:
        """Throw a draft away, at the second press."""
        kept = self._current()
        if kept is None:
            return
        key = kept.draft.name.file
        if is_held(kept.draft.name, self.desk.drafts):
            self.notify("It is open: throw it away where it is open.", severity="warning")
            return
        if self._sure is not None and self._sure[0] == key:
            self._sure[1].stop()
            self._not_sure()
            self.desk.drafts.drop(kept.draft.name, command_id=kept.draft.command_id)
            self.notify(f"Thrown away: {kept.title}.", markup=False)
            self.look_again()
            return
        if self._sure is not None:
            self._sure[1].stop()
        self._sure = (key, self.set_timer(SECOND_PRESS, self._not_sure))
        self.notify(f"Press ctrl+t again to throw away: {kept.title}.", markup=False)

    def _not_sure(self) -> None:
        self._sure = None

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
