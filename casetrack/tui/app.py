"""The app: it composes and routes. What a screen shows and asks is the screen's own affair."""

import os
from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from casetrack.domain.errors import CasetrackError
from casetrack.tui import messages
from casetrack.tui.commands import commands_of
from casetrack.tui.desk import Desk
from casetrack.tui.harmless import HarmlessApp
from casetrack.tui.preferences import Preferences
from casetrack.tui.remembered import Remembered
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.drafting import SECOND_PRESS, DraftingScreen
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.stoppable import Stoppable
from casetrack.tui.themes import NO_COLOUR, THEMES

_JUST_TOLD = 0.5
"""seconds within which what was told has to do with the screen that opens"""
_READ = 1.5
"""seconds in which something that is told is read by whoever types on"""
_LOOKS_EVERY = 2.0
"""seconds, to see whether others recorded something"""


class CasetrackApp(HarmlessApp, Stoppable):
    """The terminal UI on one landlord's database."""

    TITLE = "casetrack"
    CSS_PATH = "casetrack.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+r", "look_again", "Refresh", show=False, id="app.refresh"),
        Binding("ctrl+e", "export", "Export what is shown", show=False, id="app.export"),
        Binding("m", "go('manager')", "Manager's screen", show=False, id="app.manager"),
        Binding("f", "go('figures')", "Figures", show=False, id="app.figures"),
        Binding("b", "go('drafts')", "Drafts: begun, not recorded", show=False, id="app.drafts"),
        Binding("ctrl+f", "go('find')", "Find cases", show=False, id="app.find"),
        Binding("colon", "command_palette", "Commands", show=False, id="app.commands"),
        Binding("question_mark", "help", "Keys", key_display="?", id="app.help"),
    ]

    def __init__(
        self,
        desk: Desk,
        preferences: Preferences | None = None,
        remembered: Remembered | None = None,
        *,
        wrong: str = "",
    ) -> None:
        """Take the desk, what the person there likes, and what is wrong with how they said it."""
        super().__init__()
        self.desk = desk
        self.remembered = remembered or Remembered()
        self._preferences = preferences or Preferences()
        self.said_of_keys: set[str] = set()
        self.own_keys = self._normalize_keymap(self._preferences.keys)
        self._stamp = -1
        self._sure_to_quit = False
        self._wrong = wrong

    def on_mount(self) -> None:
        """Open the worklist, and keep an eye on what others record and on being told to stop."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._first_theme()
        self.set_keymap(self.own_keys)
        self.heed_signals()
        self.push_screen(WorklistScreen())
        if self._wrong:
            self.notify(self._wrong, severity="warning", markup=False, timeout=30)
        self._see_whether_others_recorded()
        self.set_interval(_LOOKS_EVERY, self._see_whether_others_recorded)

    def _first_theme(self) -> str:
        if os.environ.get("NO_COLOR"):
            return NO_COLOUR
        names = [self._preferences.theme, self.remembered.get("theme"), THEMES[0].name]
        return next(name for name in names if name in self.available_themes)

    def watch_theme(self, theme: str) -> None:
        """Remember the theme."""
        if theme != NO_COLOUR or not os.environ.get("NO_COLOR"):
            self.remembered.keep("theme", theme)

    # --- what others record

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

    async def on_event(self, event: events.Event) -> None:
        """Hand an event on; whoever goes on typing has read what was told a while ago."""
        if isinstance(event, events.Key):
            for told in list(self._notifications):
                if told.severity != "error" and told.timeout - told.time_left > _READ:
                    self._unnotify(told)
        await super().on_event(event)

    def push_screen(self, *args: Any, **kwargs: Any) -> Any:
        """Open a screen; what was told a while ago on the one before covers nothing of it."""
        for told in list(self._notifications):
            if told.timeout - told.time_left > _JUST_TOLD:
                self._unnotify(told)
        return super().push_screen(*args, **kwargs)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let no key that leads elsewhere act while a form is typed into."""
        at = next((each for each in reversed(self.screen_stack) if not each.is_modal), None)
        if action == "go" and isinstance(at, DraftingScreen):
            return False
        return super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """Quit; where what is typed cannot be kept, at the second press."""
        typed = [each for each in self.screen_stack if isinstance(each, DraftingScreen)]
        try:
            for each in typed:
                each.flush_draft()
        except CasetrackError as error:
            if not self._sure_to_quit:
                self._sure_to_quit = True
                self.set_timer(SECOND_PRESS, self._not_sure_to_quit)
                words = f"{error} ctrl+q again leaves it all the same."
                self.notify(words, severity="error", markup=False)
                return
        self.exit()

    def _not_sure_to_quit(self) -> None:
        self._sure_to_quit = False

    def action_help_quit(self) -> None:
        """Say how to quit to whoever presses ctrl+c."""
        self.notify("ctrl+q quits; what is typed is kept.", markup=False)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from casetrack.tui.screens.help import HelpScreen

        called = self.screen.title_for_help if isinstance(self.screen, DeskScreen) else ""
        self.push_screen(HelpScreen(called, self.screen.active_bindings.values()))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Give the command palette everything the keys do."""
        return commands_of(self, screen)

    # --- going to another screen

    def action_go(self, where: str) -> None:
        """Go to the manager's screen, the figures, or find cases."""
        from casetrack.tui.places import go

        go(self, where)

    @on(messages.AssignWanted)
    def _assign(self, event: messages.AssignWanted) -> None:
        from casetrack.tui.screens.assign import assign

        assign(self, event.references)

    @on(messages.CaseWanted)
    def _open_case(self, event: messages.CaseWanted) -> None:
        from casetrack.tui.screens.case_file import CaseScreen

        self.push_screen(CaseScreen(event.reference, takes_out=event.takes_out))

    @on(messages.WhyWanted)
    def _open_why(self, event: messages.WhyWanted) -> None:
        from casetrack.tui.screens.why import WhyScreen

        self.push_screen(WhyScreen(event.reference, event.key))

    @on(messages.NewComplaintWanted)
    def _open_new_complaint(self, event: messages.NewComplaintWanted) -> None:
        from casetrack.tui.screens.new_complaint import NewComplaintScreen

        self.push_screen(NewComplaintScreen(event.resident_reference, draft=event.draft))

    @on(messages.RecordingWanted)
    def _open_recording(self, event: messages.RecordingWanted) -> None:
        from casetrack.tui.screens.acts import screen_for

        self.push_screen(screen_for(event))
