"""A form of a new record: several can wait as drafts, each in a place of its own."""

import uuid
from typing import ClassVar

from textual.binding import Binding, BindingType

from casetrack.domain.errors import CasetrackError
from casetrack.tui.drafts import Draft
from casetrack.tui.screens.drafting import DraftingScreen
from casetrack.tui.widgets.complaint_form import ComplaintForm


class KeptScreen(DraftingScreen):
    """A screen with the form of a new record."""

    SAYS_KEPT = "Kept as a draft: n takes it up again."
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

    def _afresh(self) -> "KeptScreen":
        """Return the same screen with nothing typed."""
        raise NotImplementedError

    def be_done(self) -> None:
        """Leave the form and the place to whoever comes next."""
        self._form = None
        super().be_done()

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

    # --- keys

    def action_another(self) -> None:
        """Keep what is typed, and begin another."""
        try:
            kept = self.flush_draft()
        except CasetrackError as error:
            self.fail(str(error))
            return
        if not kept:
            self.notify("Nothing is typed here yet: this is the other one.", markup=False)
            return
        self.be_done()
        self.app.switch_screen(self._afresh())
        self.app.notify("Kept as a draft: leave this one, and n takes it up again.", markup=False)

    def action_throw_away(self) -> None:
        """Throw away what is typed, at the second press."""
        if self.draft() is None:
            self.notify("Nothing is typed here.", markup=False)
        elif self._sure is None:
            self.be_sure()
            self.notify("Press ctrl+t again to throw away what is typed here.", markup=False)
        else:
            self.drop_draft(command_id=self._command_id)
            self.be_done()
            self.app.switch_screen(self._afresh())

    def action_leave(self) -> None:
        """Go back; what is typed is kept as a draft."""
        self.leave()
