"""A screen whose form is kept as a draft while it is typed: nothing is lost by Esc or a crash."""

import uuid
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType
from textual.timer import Timer

from casetrack.domain.errors import CasetrackError
from casetrack.tui.drafts import Draft, DraftName
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.widgets.complaint_form import ComplaintForm

_SECOND_PRESS: Final = 5.0
"""seconds within which a second press throws away what is typed"""


class KeptScreen(DeskScreen):
    """A screen with a form that is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "throw_away", "Throw away", priority=True, id="complaint.throw_away"),
        Binding("escape", "leave", "Keep", id="complaint.leave"),
    ]

    def __init__(self) -> None:
        """Start without a form: it comes once it is known what stands in it."""
        super().__init__()
        self._form: ComplaintForm | None = None
        self._command_id = str(uuid.uuid4())
        self._sure: Timer | None = None

    @property
    def _draft_name(self) -> DraftName:
        raise NotImplementedError

    def _fail(self, words: str) -> None:
        """Say why something could not be done; what is typed stays."""
        raise NotImplementedError

    def _afresh(self) -> "KeptScreen":
        """Return the same screen with nothing typed."""
        raise NotImplementedError

    def _draft(self) -> Draft | None:
        if self._form is None or not self._form.typed:
            return None
        return Draft(
            name=self._draft_name,
            typed=self._form.typed,
            based_on=None,
            command_id=self._command_id,
            written_at=self.desk.now(),
        )

    def _keep_draft(self) -> None:
        draft = self._draft()
        if draft is not None:
            self._write_draft(draft, self.desk.drafts.turn())
        else:
            self.desk.drafts.drop(self._draft_name)

    @work(thread=True, group="draft")
    def _write_draft(self, draft: Draft, turn: int) -> None:
        try:
            self.desk.drafts.keep(draft, turn)
        except CasetrackError as error:
            self.app.call_from_thread(self._fail, str(error))

    def _flush_draft(self) -> bool:
        draft = self._draft()
        if draft is not None:
            self.desk.drafts.keep(draft, self.desk.drafts.turn())
        return draft is not None

    def on_unmount(self) -> None:
        """Keep what is typed, however the screen is left."""
        self._flush_draft()

    def action_throw_away(self) -> None:
        """Throw away what is typed, at the second press."""
        if self._draft() is None:
            self.notify("Nothing is typed here.", markup=False)
        elif self._sure is None:
            self._sure = self.set_timer(_SECOND_PRESS, self._not_sure)
            self.notify("Press ctrl+t again to throw away what is typed here.", markup=False)
        else:
            self.desk.drafts.drop(self._draft_name, command_id=self._command_id)
            self._form = None
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
        self.app.pop_screen()
