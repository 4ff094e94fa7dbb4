"""A form of a new record: several can wait as drafts, each in a place of its own."""

import contextlib
import uuid
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.timer import Timer

from casetrack.domain.errors import CasetrackError
from casetrack.tui.drafts import Draft, DraftName
from casetrack.tui.screens.drafting import DraftingScreen
from casetrack.tui.slots import Slot, first_free
from casetrack.tui.widgets.complaint_form import ComplaintForm

_SECOND_PRESS: Final = 5.0
"""seconds within which a second press throws away what is typed"""


class KeptScreen(DraftingScreen):
    """A screen with the form of a new record."""

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

    def _fail(self, words: str) -> None:
        """Say why something could not be done; what is typed stays."""
        raise NotImplementedError

    def _afresh(self) -> "KeptScreen":
        """Return the same screen with nothing typed."""
        raise NotImplementedError

    def _is_gone(self) -> bool:
        """Say whether the screen was left while something was fetched for it."""
        return self._left or not self.is_attached

    # --- the place that its draft has

    def _take_up(
        self, name: DraftName, *, empty: bool, rather: DraftName | None = None
    ) -> Draft | None:
        """Hold a place for the draft, and return what waits there. Raises CouldNot."""
        slot, draft = first_free(name, self.desk.drafts, empty=empty, rather=rather)
        self._slot = slot
        if self._left:  # while it was looked for
            slot.let_go()
        return draft

    def _be_done(self) -> None:
        """Leave the form and the place to whoever comes next."""
        self._form, self._left = None, True
        if self._slot is not None:
            self._slot.let_go()

    def drop_draft(self, *, command_id: str = "") -> None:
        """Let go of what was kept."""
        if self._slot is not None:
            self.desk.drafts.drop(self._slot.name, command_id=command_id)

    # --- keeping it

    def typed_in(self) -> bool:
        """Say whether there is a form."""
        return self._form is not None

    def draft(self) -> Draft | None:
        """Return what stands in the form, None where nothing was typed."""
        if self._form is None or self._slot is None or not self._form.typed:
            return None
        return Draft(
            name=self._slot.name,
            typed=self._form.typed,
            based_on=None,
            command_id=self._command_id,
            written_at=self.desk.now(),
        )

    def on_unmount(self) -> None:
        """Keep what is typed, however the screen is left."""
        with contextlib.suppress(CasetrackError):  # nobody is left to tell
            self.flush_draft()
        self._be_done()

    # --- keys

    def action_another(self) -> None:
        """Keep what is typed, and begin another."""
        try:
            kept = self.flush_draft()
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
        if self.draft() is None:
            self.notify("Nothing is typed here.", markup=False)
        elif self._sure is None:
            self._sure = self.set_timer(_SECOND_PRESS, self._not_sure)
            self.notify("Press ctrl+t again to throw away what is typed here.", markup=False)
        else:
            self.drop_draft(command_id=self._command_id)
            self._be_done()
            self.app.switch_screen(self._afresh())

    def _not_sure(self) -> None:
        self._sure = None

    def action_leave(self) -> None:
        """Go back; what is typed is kept as a draft."""
        try:
            kept = self.flush_draft()
        except CasetrackError as error:
            self._fail(str(error))
            return
        if kept:
            self.notify("Kept as a draft: n takes it up again.", markup=False)
        self._be_done()
        self.app.pop_screen()
