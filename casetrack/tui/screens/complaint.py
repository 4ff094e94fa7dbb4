"""The form of a new complaint: opened, asked whose it is, weighed as one types.

What it is recorded with is for `new_complaint`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Footer, Static

from casetrack.domain.errors import BadInput, CasetrackError
from casetrack.domain.objections import Objection
from casetrack.domain.resident import Resident
from casetrack.domain.working_days import said
from casetrack.service.casework import RecordView
from casetrack.service.opening import ASKED_BY, Opening
from casetrack.service.wording import objection_on_screen
from casetrack.text import safe_text
from casetrack.tui.complaint_fields import Surroundings
from casetrack.tui.complaint_typed import (
    Typed,
    Weighed,
    due_in_words,
    found_in_words,
    surroundings,
    weighed,
)
from casetrack.tui.draft_lines import NEW_COMPLAINT
from casetrack.tui.drafts import Draft, DraftName
from casetrack.tui.said_beside import field_named, labelled
from casetrack.tui.screens.drafting import TYPING_STOPS
from casetrack.tui.screens.kept import KeptScreen
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.complaint_form import ComplaintForm
from casetrack.tui.widgets.duplicates import Duplicates
from casetrack.tui.widgets.resident_banner import ResidentBanner
from casetrack.tui.widgets.resident_finder import Known, ResidentField
from casetrack.tui.widgets.top_line import TopLine

_FEW: Final = 3
"""labels of what is missing that one line has room for"""


class ComplaintScreen(KeptScreen):
    """One form, top to bottom."""

    DEFAULT_CSS = """
    ComplaintScreen #due { height: auto; max-height: 5; padding: 0 1; background: $boost; }
    """

    def __init__(
        self, resident_reference: str = "", *, afresh: bool = False, draft: DraftName | None = None
    ) -> None:
        """Take whose it is, where that is known; `afresh`: no draft is taken up, else `draft`."""
        super().__init__()
        self._rather = draft
        self._for, self._begins_afresh = resident_reference, afresh
        self._looking: Timer | None = None
        self._turn = 0

    def compose(self) -> ComposeResult:
        """Lay the screen out; the form comes when it is known what stands in it."""
        yield TopLine("New complaint", said(self.desk.today))
        yield ResidentBanner()
        yield Duplicates()
        yield Static(id="due", markup=False)
        yield Footer()

    # --- opening

    def on_mount(self) -> None:
        """Read who works here and what was typed before."""
        self.casetrack_app.hold_keys(self)
        self._open()

    @work(thread=True, exclusive=True, group="open")
    def _open(self) -> None:
        desk = self.desk
        try:
            at = surroundings(desk)
            name = self._rather or DraftName("case", self._for, NEW_COMPLAINT)
            draft = self.take_up(name, empty=self._begins_afresh, only=self._rather is not None)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
            return
        self.bring(self._show_form, at, draft)

    async def _show_form(self, at: Surroundings, draft: Draft | None) -> None:
        if self.is_gone():
            return
        form = ComplaintForm(at)
        await self.mount(form, before=self.query_one(Duplicates))
        if self.is_gone():
            return
        self._form = form
        form.focus_field("resident")
        self.call_after_refresh(self.casetrack_app.let_keys_go, self)
        if draft is not None:
            form.take(draft.typed)
            self._command_id = draft.command_id
            at_time = time_in_london(draft.written_at, self.desk.today)
            self.notify(
                f"Draft of {at_time} restored. ctrl+n begins another, ctrl+t throws it away.",
                markup=False,
            )
        reference = form.resident.reference or self._for
        if reference:
            self._fetch_resident(reference)
        form.ask()
        self.weigh()

    def fail(self, words: str) -> None:
        """Say why something could not be done; what is typed stays."""
        self.end_saving()
        if self._form is not None:
            fields = self._form.fields
            key = field_named(words, fields)
            words = labelled(words, {each.key: each.label for each in fields.values()})
            if key:
                fields[key].say(wrong=words)
        self._say(Text(f"✗ {safe_text(words)}"))

    def _say(self, text: Text) -> None:
        self.query_one("#due", Static).update(text)

    # --- whose it is

    @on(ResidentField.Asked)
    def _resident_asked(self, event: ResidentField.Asked) -> None:
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(TYPING_STOPS / 2, lambda: self._find(event.words))

    @work(thread=True, exclusive=True, group="residents")
    def _find(self, words: str) -> None:
        try:
            views = self.desk.casetrack.casework.find_residents(words)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
            views = ()
        self.bring(self._found, words, tuple(map(found_in_words, views)))

    def _found(self, words: str, found: Sequence[Known]) -> None:
        if self._form is not None:
            self._form.resident.offer(words, found)

    @on(ResidentField.Chosen)
    def _resident_chosen(self, event: ResidentField.Chosen) -> None:
        if event.reference:
            self._fetch_resident(event.reference)
        else:
            self._know(None)

    @work(thread=True, exclusive=True, group="resident")
    def _fetch_resident(self, reference: str) -> None:
        try:
            view = self.desk.casetrack.casework.record("resident", reference)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
            return
        self.bring(self._resident_read, view)

    def _resident_read(self, view: RecordView) -> None:
        if self._form is None:
            return
        known, field = found_in_words(view), self._form.resident
        if field.reference != known.reference:
            field.settle(known)
            self._form.focus_field("received_on")
        field.tell_about(f"{known.reference} {known.about}")
        self._know(view.resident.on(self.desk.today))

    def _know(self, resident: Resident | None) -> None:
        """Show what holds for the resident above everything, and offer it to the triage."""
        self.query_one(ResidentBanner).show(resident)
        if self._form is not None:
            self._form.know(resident)

    # --- what is typed

    def _as_typed(self, values: Mapping[str, Any]) -> Typed:
        return Typed(
            opening=Opening(values=values, today=self.desk.today),
            account=self.desk.account,
            at=self.desk.now(),
            command_id=self._command_id,
            happened=bool(values["happened"]),
            because=str(values.get("because") or ""),
        )

    # --- weighing

    def weigh(self) -> None:
        if self._form is None or self.saving:
            return
        values, wrong = self._form.values()
        self._turn += 1
        unreadable = [words for key, words in wrong.items() if key != "because"]
        if unreadable:
            self._form.say_beside()
            self._say(Text(f"✗ {safe_text(unreadable[0])}"))
            return
        self._preview(self._as_typed(values), self._turn)

    @work(thread=True, exclusive=True, group="preview")
    def _preview(self, typed: Typed, turn: int) -> None:
        try:
            outcome = weighed(typed, self.desk)
        except BadInput as error:
            self.bring(self._refused, str(error), turn)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
        else:
            self.bring(self._weighed, outcome, turn)

    def _refused(self, words: str, turn: int) -> None:
        if turn == self._turn:
            self.fail(words)

    def _weighed(self, outcome: Weighed, turn: int) -> None:
        if turn != self._turn or self.saving or self._form is None:
            return
        self.query_one(Duplicates).show(outcome.alike)
        self._form.object_to(outcome.objections)
        self._say_due(due_in_words(outcome.clocks, self.desk.today), outcome.objections)

    def _say_due(self, due: str, objections: Sequence[Objection]) -> None:
        text = Text(safe_text(due), style="bold")
        if self._form and (missing := self._form.missing()):
            said_of = ", ".join(missing[:_FEW])
            left = len(missing) - _FEW
            more = f" and {left} more" if left > 0 else ""
            lead = "Not recorded: still asked for" if self._form.tried else "Still asked for:"
            text.append(f"\n{lead} {said_of}{more}", "not bold")
        for each in objections:
            if each.code not in ASKED_BY:
                text.append(f"\n✗ {safe_text(objection_on_screen(each))}", "not bold")
        if not objections:
            text.append("\nReady: ctrl+s records it.", "not bold")
        self._say(text)

    def look_again(self) -> None:
        """Weigh it again: others recorded something."""
        self.weigh()
