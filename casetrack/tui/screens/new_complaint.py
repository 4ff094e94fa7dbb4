"""A new complaint, as it is told on the phone: one form from whose it is to who has it.

Nothing typed is lost: it is kept as a draft until it is recorded or thrown away.
"""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from casetrack.domain.errors import CasetrackError
from casetrack.service.opening import ASKED_BY
from casetrack.service.orders import Recorded
from casetrack.service.recording import UsedBefore
from casetrack.text import safe_text
from casetrack.tui import messages
from casetrack.tui.complaint_typed import (
    Typed,
    due_in_words,
    recorded,
)
from casetrack.tui.drafts import Draft
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.case_file import CaseScreen
from casetrack.tui.screens.complaint import ComplaintScreen
from casetrack.tui.screens.kept import KeptScreen
from casetrack.tui.screens.logged import ANOTHER, FACT_OF, OPEN, LoggedScreen, awaited_next
from casetrack.tui.screens.recording import RecordingScreen
from casetrack.tui.widgets.duplicates import Duplicates


class NewComplaintScreen(ComplaintScreen):
    """The form of a new complaint, and the keys that record it or look around."""

    title_for_help = "A new complaint"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Record", priority=True, id="complaint.record"),
        Binding("f2", "look", "Perhaps the same", id="complaint.look"),
        Binding("ctrl+o", "more", "More", priority=True, id="complaint.more"),
    ]

    def _afresh(self) -> KeptScreen:
        return NewComplaintScreen(self._for, afresh=True)

    # --- recording

    def action_save(self) -> None:
        """Record it."""
        if self.saving or self._form is None:
            return
        values, wrong = self._form.values()
        if wrong:
            self._form.say_beside()
            self._form.focus_one_of(wrong)
            return
        self.begin_saving()
        self._turn += 1
        self._record(self._as_typed(values), self.draft(), self.desk.drafts.turn())

    @work(thread=True, group="record")
    def _record(self, typed: Typed, draft: Draft | None, turn: int) -> None:
        try:
            if draft is not None:
                self.desk.drafts.keep(draft, turn)
            outcome = recorded(typed, self.desk)
            reference = outcome.name.reference
            awaited = awaited_next(reference, self.desk) if outcome.saved else ""
        except UsedBefore as used:
            self.app.call_from_thread(self._had_gone_through, used.recorded.name.reference)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
        else:
            self.app.call_from_thread(self._recorded, outcome, awaited)

    def _had_gone_through(self, reference: str) -> None:
        """Say where a complaint is that was changed after its first try; what is typed stays."""
        words = (
            f"It had been recorded before your last change, as {reference}. What you changed since "
            "is kept here: put that right on the case, then throw this away with ctrl+t."
        )
        self.fail(words)
        self.notify(words, severity="error", timeout=30, markup=False)

    def _recorded(self, outcome: Recorded, awaited: str) -> None:
        self.end_saving(recorded=outcome.saved)
        if self._form is None:
            self._recorded_after_it_was_left(outcome)
            return
        if not outcome.saved:
            self._form.object_to(outcome.objections, tried=True)
            self._say_due(due_in_words(outcome.after, self.desk.today), outcome.objections)
            self._form.focus_one_of({ASKED_BY.get(each.code, "") for each in outcome.objections})
            return
        self.drop_draft(command_id=self._command_id)
        self.be_done()
        due = due_in_words(outcome.after, self.desk.today)
        findings = "\n".join(f"Finding: {each.says}" for each in outcome.findings)
        screen = LoggedScreen(
            outcome.name.reference,
            "\n".join(filter(None, (due, findings))) or "Nothing is due on it.",
            awaited=awaited,
        )
        self.app.push_screen(screen, lambda next_: self._go_on(next_, outcome.name.reference))

    def _recorded_after_it_was_left(self, outcome: Recorded) -> None:
        """Say what became of it wherever one is by now."""
        if outcome.saved:
            self.drop_draft(command_id=self._command_id)
            said_of = f"It is recorded as {outcome.name.reference}."
            self.app.notify(safe_text(said_of), markup=False)
            self.casetrack_app.action_look_again()
        else:
            self.app.notify("Not recorded: it is kept as a draft.", severity="warning")

    def _go_on(self, wanted: str | None, reference: str) -> None:
        app = self.app
        if wanted == ANOTHER:
            app.switch_screen(NewComplaintScreen())
            return
        app.pop_screen()
        if isinstance(app.screen, DeskScreen):
            app.screen.look_again()
        if fact := FACT_OF.get(wanted or ""):
            form = RecordingScreen(messages.RecordingWanted("case", reference, fact=fact, stage=1))
            self.casetrack_app.hold_keys(form)
            # The case stays beneath the form: the next key after it is meant for this case too.
            app.push_screen(CaseScreen(reference))
            app.push_screen(form)
        elif wanted == OPEN:
            app.post_message(messages.CaseWanted(reference))

    # --- keys

    def action_look(self) -> None:
        """Go to the cases that are perhaps the same."""
        duplicates = self.query_one(Duplicates)
        if duplicates.cases:
            duplicates.focus()
        else:
            self.notify("Nothing like it is on record.", markup=False)

    @on(Duplicates.Opened)
    def _look_at(self, event: Duplicates.Opened) -> None:
        self.post_message(messages.CaseWanted(event.reference))

    def action_more(self) -> None:
        """Show every field, or fold away again what nobody asks for."""
        if self._form is not None:
            self._form.unfold()
