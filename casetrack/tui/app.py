"""The app: it composes and routes. What a screen shows and asks is the screen's own affair."""

from typing import ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType

from casetrack.tui import messages
from casetrack.tui.desk import Desk
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.worklist import WorklistScreen

_LOOKS_EVERY = 2.0
"""seconds, to see whether others recorded something"""


class CasetrackApp(App[None]):
    """The terminal UI on one landlord's database."""

    TITLE = "casetrack"
    CSS_PATH = "casetrack.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "look_again", "Refresh", show=False, id="app.refresh"),
        Binding("ctrl+e", "export", "Export what is shown", show=False, id="app.export"),
        Binding("colon", "command_palette", "Commands", show=False, id="app.commands"),
        Binding("question_mark", "help", "Keys", key_display="?", id="app.help"),
    ]

    def __init__(self, desk: Desk) -> None:
        """Take the desk it works at."""
        super().__init__()
        self.desk = desk
        self._stamp = -1

    def on_mount(self) -> None:
        """Open the worklist, and keep an eye on what others record."""
        self.push_screen(WorklistScreen())
        self.set_interval(_LOOKS_EVERY, self._see_whether_others_recorded)

    @work(thread=True, exclusive=True, group="stamp")
    def _see_whether_others_recorded(self) -> None:
        stamp = self.desk.casetrack.views.stamp()
        if stamp != self._stamp:
            self.call_from_thread(self._stamped, stamp)

    def _stamped(self, stamp: int) -> None:
        first, self._stamp = self._stamp < 0, stamp
        if not first:
            self.action_look_again()

    def action_look_again(self) -> None:
        """Show what is on record by now."""
        if isinstance(self.screen, DeskScreen):
            self.screen.look_again()

    def action_export(self) -> None:
        """Write what is shown to a file."""
        if isinstance(self.screen, DeskScreen):
            self.screen.export()

    @on(messages.CaseWanted)
    def _open_case(self, event: messages.CaseWanted) -> None:
        self.notify(event.reference)
