"""A screen whose form is kept as a draft while it is typed: nothing is lost by Esc or a crash.

Knows when a draft is written and where: a form holds a place of its own, against every other window
and every other form of this one. What stands in it, and what is said of it, is the screen's own.
"""

import contextlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget

from casetrack.domain.errors import CasetrackError
from casetrack.tui.drafts import Draft, DraftName
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.slots import Slot, first_free
from casetrack.tui.widgets.field_inputs import LineInput, TextBox
from casetrack.tui.widgets.field_words import edited
from casetrack.tui.widgets.form import FactForm

TYPING_STOPS: Final = 0.3
"""seconds after which what is typed is kept, weighed and looked for"""
SECOND_PRESS: Final = 5.0
"""seconds within which a second press is meant"""
_LONGEST_UNKEPT: Final = 1.5
"""seconds after which it is kept also where the typing goes on"""
_SLOW: Final = 1.0
"""seconds after which recording takes longer than anybody types ahead"""
_TOLD_FOR: Final = 12.0
"""seconds that it stands there that a draft cannot be kept"""


class DraftingScreen(DeskScreen):
    """A screen with a form that is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "editor", "Editor", show=False, priority=True, id="form.editor"),
    ]
    SAYS_KEPT = "Kept as a draft: b lists it."

    def __init__(self) -> None:
        """Start without a place: it is looked for once it is known what the form is about."""
        super().__init__()
        self._stops: Timer | None = None
        self._unkept: Timer | None = None
        self._told_of_the_disk = False
        self._slot: Slot | None = None
        """where the draft is kept, once that is known"""
        self._left = False
        self._kept: Mapping[str, Any] = {}
        """what was typed, as it lies there"""
        self.saving = False
        """whether it is being recorded"""
        self._slow: Timer | None = None
        self._typed_into: Widget | None = None
        self._sure: Timer | None = None
        """runs while a second press throws away, or leaves what cannot be kept"""

    # --- what each screen has of its own

    def typed_in(self) -> bool:
        """Say whether there is a form, and none that is being recorded."""
        raise NotImplementedError

    def draft(self) -> Draft | None:
        """Return what stands in the form, None where nothing was typed."""
        raise NotImplementedError

    def weigh(self) -> None:
        """Say what would come of the form as it stands."""
        raise NotImplementedError

    def fail(self, words: str) -> None:
        """Say why something could not be done; what is typed stays."""
        raise NotImplementedError

    # --- the place that it has

    def take_up(self, name: DraftName, *, empty: bool = False, only: bool = False) -> Draft | None:
        """Hold a place for a draft, and return what lies there.

        `empty`: a place without a draft; `only`: no other draft than the one that is named. Raises
        CouldNot.
        """
        slot, draft = first_free(name, self.desk.drafts, empty=empty, only=only)
        self._slot, self._kept = slot, draft.typed if draft else {}
        if self._left:  # while it was looked for
            slot.let_go()
        return draft

    def holds(self, name: DraftName) -> bool:
        """Say whether a draft is open in this form."""
        return self._slot is not None and self._slot.name == name and not self._left

    @property
    def is_second(self) -> bool:
        """Whether another form of the same is open."""
        return self._slot is not None and self._slot.name.place > 1

    def is_gone(self) -> bool:
        """Say whether the screen was left while something was fetched for it."""
        return self._left or not self.is_attached

    def be_done(self) -> None:
        """Leave the place to whoever comes next."""
        self._left = True
        if self._slot is not None:
            self._slot.let_go()

    def drop_draft(self, *, command_id: str = "") -> None:
        """Let go of what was kept."""
        self._kept = {}
        if self._slot is not None:
            self.desk.drafts.drop(self._slot.name, command_id=command_id)

    # --- one's own editor

    def action_editor(self) -> None:
        """Go on writing in one's own editor ($EDITOR)."""
        box = self.focused
        if self.saving:
            return
        if not isinstance(box, TextBox | LineInput):
            self.notify("Go to a text first: ctrl+e opens it in your editor.")
            return
        left, failure = box.words, ""
        try:
            with self.app.suspend():
                try:  # what is raised in here would leave the terminal suspended for good
                    left = edited(box.words)
                except (CasetrackError, OSError, ValueError) as error:
                    failure = str(error)
        except SuspendNotSupported:
            failure = "An editor cannot be opened from here: the words are as they were."
        if failure:
            self.notify(failure, severity="error", markup=False, timeout=10)
            self.fail(failure)
        else:
            box.words = left

    # --- recording it

    def begin_saving(self) -> None:
        """Keep keys for the screen that comes; where it does not come at once, take none."""
        self.saving = True
        self.casetrack_app.hold_keys(self)
        self._slow = self.set_timer(_SLOW, self._say_slow)

    def _say_slow(self) -> None:
        """Say that it takes a while: what would be typed now would be on no record."""
        if not self.saving:
            return
        if "escape" in self.casetrack_app.forget_keys():
            self.leave()  # what becomes of it is said wherever one is by then
            return
        self._typed_into = self.focused
        self.query_one(FactForm).disabled = True
        self.notify("It is being recorded: the database lets it wait. Nothing is typed meanwhile.")

    def end_saving(self, *, recorded: bool = False) -> None:
        """Take keys again; what was typed ahead is meant for what comes once it is recorded."""
        if self.saving and not recorded:
            self.casetrack_app.forget_keys()
        self.saving = False
        if self._slow is not None:
            self._slow.stop()
        if self.is_attached:
            for form in self.query(FactForm):
                form.disabled = False
            if self._typed_into is not None:
                self._typed_into.focus()
        self._typed_into = None
        self.casetrack_app.call_after_refresh(self.casetrack_app.let_keys_go, self)

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
        draft = self.draft()
        if draft is None:
            self.drop_draft()
        elif not _alike(draft.typed, self._kept):
            self._kept = draft.typed
            self._write_draft(draft, self.desk.drafts.turn())

    @work(thread=True, group="draft")
    def _write_draft(self, draft: Draft, turn: int) -> None:
        try:
            self.desk.drafts.keep(draft, turn)
        except CasetrackError as error:
            self.bring(self._tell_of_the_disk, str(error))

    def _tell_of_the_disk(self, words: str) -> None:
        """Say once, for long enough to be read, that what is typed is kept nowhere."""
        self._kept = {}
        if not self._told_of_the_disk:
            self._told_of_the_disk = True
            self.notify(words, severity="error", timeout=_TOLD_FOR, markup=False)

    def leave(self) -> None:
        """Go back; what is typed is kept, or where it cannot be, is left at the second press."""
        try:
            if self.flush_draft():
                self.app.notify(self.SAYS_KEPT, markup=False)
        except CasetrackError as error:
            if self._sure is None:
                self.be_sure()
                self.fail(f"{error} Esc again leaves it all the same; ctrl+s records it.")
                return
        self.be_done()
        self.app.pop_screen()

    def be_sure(self) -> None:
        """Take a second press within some seconds as meant."""
        self._sure = self.set_timer(SECOND_PRESS, self._not_sure)

    def _not_sure(self) -> None:
        self._sure = None

    def flush_draft(self) -> bool:
        """Write what stands in the form at once; say whether there was anything."""
        draft = self.draft()
        if draft is not None and not _alike(draft.typed, self._kept):
            self.desk.drafts.keep(draft, self.desk.drafts.turn())
            self._kept = draft.typed
        return draft is not None

    def keep_anew(self) -> None:
        """Write the draft also where its words are the same: what it is based on is another."""
        self._kept = {}
        self.flush_draft()

    def on_unmount(self) -> None:
        """Keep what is typed, however the screen is left."""
        with contextlib.suppress(CasetrackError):  # nobody is left to tell
            self.flush_draft()
        self.be_done()


def _alike(typed: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    """Say whether what is typed is what lies there: as JSON, which has no tuples."""
    return json.dumps(typed, sort_keys=True) == json.dumps(kept, sort_keys=True)
