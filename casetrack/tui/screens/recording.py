"""Recording a fact: its form is recorded, refused in words, compared or kept as a draft."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from casetrack.domain.codec import Plain
from casetrack.domain.errors import CasetrackError
from casetrack.domain.facts import Entry
from casetrack.service.orders import Order, Recorded, Stale
from casetrack.service.recording import UsedBefore
from casetrack.service.wording import objection_on_screen
from casetrack.tui.asking import Asked, said_of, says_the_same
from casetrack.tui.drafts import Draft
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.conflict import ConflictScreen, Decision
from casetrack.tui.screens.form import FormScreen


class RecordingScreen(FormScreen):
    """A form for one fact of one record, and the keys that record it or leave it."""

    title_for_help = "Recording"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Record", priority=True, id="form.record"),
        Binding("ctrl+o", "more", "More fields", priority=True, id="form.more"),
        Binding("ctrl+t", "throw_away", "Throw away", priority=True, id="form.throw_away"),
        Binding("escape", "leave", "Keep as draft", id="form.leave"),
    ]

    # --- recording

    def action_save(self) -> None:
        """Record what the form says."""
        if self.saving or self.opened is None:
            return
        asked = self.asked(self.opened)
        form = self.opened.form
        if asked.order is None or asked.wrong:
            self.say_missing(self.opened, asked)
            if (first := next(iter(asked.wrong), "")) in form.fields:
                form.focus_field(first)
            return
        self.begin_saving()
        self._record(asked, asked.order, self.draft(), self.desk.drafts.turn())

    @work(thread=True, group="record")
    def _record(self, asked: Asked, order: Order, draft: Draft | None, turn: int) -> None:
        casetrack = self.desk.casetrack
        try:
            if draft is not None:
                self.desk.drafts.keep(draft, turn)
            if asked.file is not None:
                day = order.facts[0].happened_on
                done = casetrack.documents.file(order, asked.file, on=day, title=asked.title)
            else:
                done = casetrack.recording.record(order)
        except Stale as stale:
            self.bring(self.show_conflict, stale.since)
        except UsedBefore as used:  # it had gone through, and was changed since
            self.app.call_from_thread(self._done, used.recorded, order)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
        else:
            self.app.call_from_thread(self._done, done, order)

    def _done(self, recorded: Recorded, order: Order) -> None:
        self.end_saving(recorded=recorded.saved)
        if self.opened is None:
            return
        if not self.is_attached:
            self._done_after_it_was_left(recorded)
            return
        form = self.opened.form
        if not recorded.saved:
            self.show_weighed(self.opened, recorded, order, wrong={}, tried=True)
            if form.told_of:
                form.focus_field(form.told_of[0])
            return
        values, _ = form.plain()
        self.discard()
        self.notify(
            said_of(recorded, self.desk.today),
            severity="warning" if recorded.findings else "information",
            markup=False,
        )
        self._leave()
        if recorded.again and not says_the_same(recorded, order):
            self._correct_what_was_sent(recorded, values)

    def _done_after_it_was_left(self, recorded: Recorded) -> None:
        """Say what became of it wherever one is by now."""
        if recorded.saved:
            self.discard()
            self.app.notify(said_of(recorded, self.desk.today), markup=False)
            self.casetrack_app.action_look_again()
        else:
            words = " ".join(objection_on_screen(each) for each in recorded.objections)
            self.app.notify(
                f"Not recorded, and kept as a draft: {words}", severity="warning", markup=False
            )

    def _correct_what_was_sent(self, recorded: Recorded, values: Mapping[str, Plain]) -> None:
        """What was changed after a command that had gone through is put right, not lost."""
        name, number = recorded.name, recorded.entries[-1].sequence
        self.app.notify(
            f"It had been recorded before your last change, as entry {number}: put that right.",
            severity="warning",
        )
        wanted = RecordingWanted(name.kind, name.reference, corrects=number, prefilled=dict(values))
        self.app.push_screen(RecordingScreen(wanted))

    def _leave(self) -> None:
        self.app.pop_screen()
        if getattr(self.app.screen, "closes_once_recorded", False):
            self.app.pop_screen()
        if isinstance(beneath := self.app.screen, DeskScreen):
            beneath.look_again()

    # --- others

    def show_conflict(self, since: tuple[Entry, ...]) -> None:
        """Show what others recorded meanwhile, and one's own beside it."""
        self.end_saving()
        if self.opened is None:
            return
        order = self.asked(self.opened).order
        mine = order.facts if order else ()
        subject, today = self.opened.subject, self.desk.today
        resident, about = subject.resident.on(today) if subject.resident else None, subject.about
        self.app.push_screen(
            ConflictScreen(
                since, mine, self.desk.today, self.opened.form.in_words(), holds=(resident, about)
            ),
            lambda decision: self._decided(decision, since[-1].sequence + 1),
        )

    def _decided(self, decision: Decision | None, length: int) -> None:
        match decision:
            case Decision.RECORD:
                self.based_on = length
                self.action_save()
            case Decision.EDIT:
                self.based_on = length
                self.keep_anew()
                self._open_anew()
            case Decision.DISCARD:
                self.discard()
                self._leave()
            case None:
                self.weigh()

    def _open_anew(self) -> None:
        """Open the form on the record as it is by now, with what the draft holds."""
        name = self._slot.name if self._slot else None
        self.opened = None
        self.be_done()
        self.app.switch_screen(RecordingScreen(replace(self.wanted, draft=name)))

    # --- keys

    def action_more(self) -> None:
        """Show every field, or fold away again what nobody needs by default."""
        if self.opened is not None:
            self.opened.form.unfold()

    def action_throw_away(self) -> None:
        """Throw away what is typed, at the second press."""
        if self.draft() is None:
            self.notify("Nothing is typed here.")
        elif self._sure is None:
            self.be_sure()
            self.notify("Press ctrl+t again to throw away what is typed here.")
        else:
            self.discard()
            self._open_anew()

    def action_leave(self) -> None:
        """Go back; what is typed is kept as a draft."""
        self.leave()
