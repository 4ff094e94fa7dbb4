"""A screen whose form is kept as a draft while it is typed: nothing is lost by Esc or a crash."""

import contextlib
import uuid
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.timer import Timer

from casetrack.domain.errors import CasetrackError
from casetrack.tui.drafts import Draft, DraftName
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.form import LONGEST_UNKEPT, TOLD_FOR
from casetrack.tui.slots import Slot, first_free
from casetrack.tui.widgets.complaint_form import ComplaintForm
from casetrack.tui.widgets.form import FactForm

TYPING_STOPS: Final = 0.3
"""seconds after which what is typed is kept, weighed and looked for"""
_SECOND_PRESS: Final = 5.0
"""seconds within which a second press throws away what is typed"""


class KeptScreen(DeskScreen):
    """A screen with a form that is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "another", "Another, keep this", priority=True, id="complaint.another"),
        Binding("ctrl+t", "throw_away", "Throw away", priority=True, id="complaint.throw_away"),
        Binding("escape", "leave", "Keep", id="complaint.leave"),
    ]

    def __init__(self) -> None:
        """Start without a form: it comes once it is known what stands in it."""
        super().__init__()
        self._form: ComplaintForm | None = None
        self._command_id = str(uuid.uuid4())
        self._slot: Slot | None = None
        """where its draft is kept, once that is known"""
        self._left = False
        self._sure: Timer | None = None
        self._stops: Timer | None = None
        self._unkept: Timer | None = None
        self._told_of_the_disk = False

    def _fail(self, words: str) -> None:
        """Say why something could not be done; what is typed stays."""
        raise NotImplementedError

    def _afresh(self) -> "KeptScreen":
        """Return the same screen with nothing typed."""
        raise NotImplementedError

    # --- the place that its draft has

    def _take_up(self, name: DraftName, *, empty: bool) -> Draft | None:
        """Hold a place for the draft, and return what waits there. Raises CouldNot."""
        slot, draft = first_free(name, self.desk.drafts, empty=empty)
        self._slot = slot
        if self._left:  # while it was looked for
            slot.let_go()
        return draft

    def _be_done(self) -> None:
        """Leave the form and the place to whoever comes next."""
        self._form, self._left = None, True
        if self._slot is not None:
            self._slot.let_go()

    def _drop_draft(self, *, command_id: str = "") -> None:
        if self._slot is not None:
            self.desk.drafts.drop(self._slot.name, command_id=command_id)

    # --- keeping it

    def _draft(self) -> Draft | None:
        if self._form is None or self._slot is None or not self._form.typed:
            return None
        return Draft(
            name=self._slot.name,
            typed=self._form.typed,
            based_on=None,
            command_id=self._command_id,
            written_at=self.desk.now(),
        )

    @on(FactForm.Changed)
    def _typed(self) -> None:
        if self._form is None:
            return
        if self._stops is not None:
            self._stops.stop()
        self._stops = self.set_timer(TYPING_STOPS, self._typing_stopped)
        if self._unkept is None:
            self._unkept = self.set_timer(LONGEST_UNKEPT, self._keep_draft)

    def _typing_stopped(self) -> None:
        if self._form is not None:
            self._keep_draft()
            self._weigh()

    def _weigh(self) -> None:
        """Say what would come of the form as it stands."""
        raise NotImplementedError

    def _keep_draft(self) -> None:
        if self._unkept is not None:
            self._unkept.stop()
            self._unkept = None
        if self._form is None:
            return
        draft = self._draft()
        if draft is not None:
            self._write_draft(draft, self.desk.drafts.turn())
        else:
            self._drop_draft()

    @work(thread=True, group="draft")
    def _write_draft(self, draft: Draft, turn: int) -> None:
        try:
            self.desk.drafts.keep(draft, turn)
        except CasetrackError as error:
            self.app.call_from_thread(self._tell_of_the_disk, str(error))

    def _tell_of_the_disk(self, words: str) -> None:
        """Say once, for long enough to be read, that what is typed is kept nowhere."""
        if not self._told_of_the_disk:
            self._told_of_the_disk = True
            self.notify(words, severity="error", timeout=TOLD_FOR, markup=False)

    def _flush_draft(self) -> bool:
        draft = self._draft()
        if draft is not None:
            self.desk.drafts.keep(draft, self.desk.drafts.turn())
        return draft is not None

    def on_unmount(self) -> None:
        """Keep what is typed, however the screen is left."""
        with contextlib.suppress(CasetrackError):  # nobody is left to tell
            self._flush_draft()
        self._be_done()

    # --- keys

    def action_another(self) -> None:
        """Keep what is typed, and begin another."""
        try:
            kept = self._flush_draft()
        except CasetrackError as error:
            self._fail(str(error))
            return
        if not kept:
            self.notify("Nothing is typed here yet: this is the other one.", markup=False)
            return
        self._be_done()
        self.app.switch_screen(self._afresh())
        self.app.notify("Kept as a draft: leave this one, and n takes it up again.", markup=False)

    def action_throw_away(self) -> None:
        """Throw away what is typed, at the second press."""
        if self._draft() is None:
            self.notify("Nothing is typed here.", markup=False)
        elif self._sure is None:
            self._sure = self.set_timer(_SECOND_PRESS, self._not_sure)
            self.notify("Press ctrl+t again to throw away what is typed here.", markup=False)
        else:
            self._drop_draft(command_id=self._command_id)
            self._be_done()
            self.app.switch_screen(self._afresh())

    def _not_sure(self) -> None:
        self._sure = None

    def action_leave(self) -> None:
        """Go back; what is typed is kept as a draft."""
        try:
            kept = self._flush_draft()
        except CasetrackError as error:
            self._fail(str(error))
            return
        if kept:
            self.notify("Kept as a draft: n takes it up again.", markup=False)
        self._be_done()
        self.app.pop_screen()
