"""A screen whose form is kept as a draft while it is typed: nothing is lost by Esc or a crash.

Knows when a draft is written. What stands in it, and what is said of it, is the screen's own.
"""

import contextlib
from typing import Final

from textual import on, work
from textual.timer import Timer

from casetrack.domain.errors import CasetrackError
from casetrack.tui.drafts import Draft
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.widgets.form import FactForm

TYPING_STOPS: Final = 0.3
"""seconds after which what is typed is kept, weighed and looked for"""
_LONGEST_UNKEPT: Final = 1.5
"""seconds after which it is kept also where the typing goes on"""
_TOLD_FOR: Final = 30.0
"""seconds that it stands there that a draft cannot be kept"""


class DraftingScreen(DeskScreen):
    """A screen with a form that is kept."""

    _stops: Timer | None = None
    _unkept: Timer | None = None
    _told_of_the_disk = False

    # --- what each screen has of its own

    def typed_in(self) -> bool:
        """Say whether there is a form, and none that is being recorded."""
        raise NotImplementedError

    def draft(self) -> Draft | None:
        """Return what stands in the form, None where nothing was typed."""
        raise NotImplementedError

    def drop_draft(self, *, command_id: str = "") -> None:
        """Let go of what was kept."""
        raise NotImplementedError

    def weigh(self) -> None:
        """Say what would come of the form as it stands."""
        raise NotImplementedError

    # --- keeping it

    @on(FactForm.Changed)
    def _typed(self) -> None:
        if not self.typed_in():
            return
        if self._stops is not None:
            self._stops.stop()
        self._stops = self.set_timer(TYPING_STOPS, self._typing_stopped)
        if self._unkept is None:
            self._unkept = self.set_timer(_LONGEST_UNKEPT, self._keep_draft)

    def _typing_stopped(self) -> None:
        if self.typed_in():
            self._keep_draft()
            self.weigh()

    def _keep_draft(self) -> None:
        if self._unkept is not None:
            self._unkept.stop()
            self._unkept = None
        if not self.typed_in():
            return
        if (draft := self.draft()) is not None:
            self._write_draft(draft, self.desk.drafts.turn())
        else:
            self.drop_draft()

    @work(thread=True, group="draft")
    def _write_draft(self, draft: Draft, turn: int) -> None:
        try:
            self.desk.drafts.keep(draft, turn)
        except CasetrackError as error:
            self.bring(self._tell_of_the_disk, str(error))

    def _tell_of_the_disk(self, words: str) -> None:
        """Say once, for long enough to be read, that what is typed is kept nowhere."""
        if not self._told_of_the_disk:
            self._told_of_the_disk = True
            self.notify(words, severity="error", timeout=_TOLD_FOR, markup=False)

    def flush_draft(self) -> bool:
        """Write what stands in the form at once; say whether there was anything."""
        draft = self.draft()
        if draft is not None:
            self.desk.drafts.keep(draft, self.desk.drafts.turn())
        return draft is not None

    def on_unmount(self) -> None:
        """Keep what is typed, however the screen is left."""
        with contextlib.suppress(CasetrackError):  # nobody is left to tell
            self.flush_draft()
