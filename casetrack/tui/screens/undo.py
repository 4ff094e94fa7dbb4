"""Taking an entry out: what it changes, and why it is done. The entry stays on record."""

import contextlib
import uuid
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static

from casetrack.domain.errors import CasetrackError
from casetrack.domain.facts import EntryCorrected
from casetrack.domain.objections import Objection
from casetrack.service.casework import CaseView, Told
from casetrack.service.orders import Order, Recorded
from casetrack.service.told_words import headline
from casetrack.service.wording import changed_clocks, objection_on_screen
from casetrack.text import safe_text
from casetrack.tui.asking import only_breaches
from casetrack.tui.desk import Desk
from casetrack.tui.draft_lines import TAKING_OUT
from casetrack.tui.drafts import Draft, DraftName
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.drafting import TYPING_STOPS


class Reason:
    """Why an entry is taken out, as far as it was typed: a draft, as what is typed into a form."""

    def __init__(self, desk: Desk, reference: str, entry: int) -> None:
        """Take the desk whose drafts it is among, and the entry it is about. Raises CouldNot."""
        self._desk = desk
        self._name = DraftName("case", reference, TAKING_OUT, entry=entry)
        draft = desk.drafts.of(self._name)
        self._kept = self.typed = str(draft.typed.get("because", "")) if draft else ""

    def keep(self) -> None:
        """Write down what is typed. Raises CouldNot."""
        if self.typed == self._kept:
            return
        self._kept = self.typed
        draft = Draft(
            name=self._name,
            typed={"because": self.typed},
            based_on=None,
            command_id="",
            written_at=self._desk.now(),
        )
        if self.typed.strip():
            self._desk.drafts.keep(draft, self._desk.drafts.turn())
        else:
            self.drop()

    def drop(self) -> None:
        """Let go of it: the entry is taken out."""
        self._desk.drafts.drop(self._name)


class Answer(NamedTuple):
    """That an entry is taken out."""

    why: str
    all_the_same: bool
    """though the Code objects to what is left: that goes on record as a finding"""


class UndoScreen(ModalScreen[Answer | None]):
    """Ask why an entry is taken out; it answers with the reason, or nothing."""

    DEFAULT_CSS = """
    UndoScreen { align: center middle; }
    UndoScreen > VerticalScroll {
        width: 94%; max-width: 90; height: auto; max-height: 90%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    UndoScreen .heading { text-style: bold; }
    UndoScreen .against { color: $text-error; }
    UndoScreen .keys { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it as it is", id="undo.leave"),
        Binding("ctrl+x", "all_the_same", "All the same", priority=True, id="undo.all_the_same"),
    ]

    def __init__(
        self,
        what: str,
        moved: Sequence[tuple[str, str, str]],
        objections: Sequence[Objection],
        reason: Reason,
    ) -> None:
        """Take what is taken out, the clocks it moves, what stands against it, and why so far."""
        super().__init__()
        self._what, self._moved = what, moved
        self._objections = [objection_on_screen(each) for each in objections]
        self._can_be_done = only_breaches(objections)
        """though something stands against it: what is untrue does not stay because it was right"""
        self._reason = reason
        self._stops: Timer | None = None
        self._answered = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with VerticalScroll():
            yield Static(Text(safe_text(f"Take out: {self._what}")), classes="heading")
            yield Static(Text("It stays on record as taken out, with who did it, when and why."))
            for name, before, after in self._moved:
                yield Static(Text(safe_text(f"{name}: {before} → {after}")))
            if not self._moved:
                yield Static(Text("No clock would change."))
            for objection in self._objections:
                yield Static(Text(safe_text(objection)), classes="against")
            yield Input(self._reason.typed, placeholder="Why: it stands on record with it")
            keys = "Esc leave it as it is"
            if self._can_be_done:
                yield Static(Text("If it never happened: ctrl+x takes it out, with that finding."))
                keys = f"ctrl+x take it out all the same   {keys}"
            elif not self._objections:
                keys = f"Enter take it out   {keys}"
            yield Static(Text(keys), classes="keys")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._reason.typed = event.value
        if self._stops is not None:
            self._stops.stop()
        self._stops = self.set_timer(TYPING_STOPS, self._keep)

    @work(thread=True, exclusive=True, group="draft")
    def _keep(self) -> None:
        self._reason.keep()

    def on_unmount(self) -> None:
        """Keep what is typed, however the question is left."""
        if not self._answered:
            with contextlib.suppress(CasetrackError):  # nobody is left to tell
                self._reason.keep()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._objections:
            self.notify("See what stands against it.", severity="warning")
        else:
            self._take_out(all_the_same=False)

    def action_all_the_same(self) -> None:
        """Take it out though the Code objects to what is left."""
        if self._can_be_done:
            self._take_out(all_the_same=True)

    def _take_out(self, *, all_the_same: bool) -> None:
        if why := self._reason.typed.strip():
            self._answered = True
            self.dismiss(Answer(why, all_the_same))
        else:
            self.notify("Say why it is taken out: the reason stands on record with it.")

    def action_leave(self) -> None:
        """Leave the entry as it is."""
        self.dismiss(None)


class TakingOut(DeskScreen):
    """A screen on which an entry can be taken out again, by a correction."""

    def take_out(self, view: CaseView, told: Told) -> None:
        """Ask why an entry is taken out, with what would come of it; then record that."""
        self._weigh(view, told)

    @work(thread=True, exclusive=True, group="undo")
    def _weigh(self, view: CaseView, told: Told) -> None:
        """Learn what would come of it before anybody is asked."""
        try:
            reason = Reason(self.desk, view.reference, told.entry.sequence)
            answer = Answer(reason.typed.strip() or "?", all_the_same=False)
            weighed = self.desk.casetrack.recording.preview(self._order(view, told, answer))
        except CasetrackError as error:
            self.bring(self._say_failed, str(error))
            return
        self.bring(self._ask, view, told, reason, weighed)

    def _ask(self, view: CaseView, told: Told, reason: Reason, weighed: Recorded) -> None:
        what = f"entry {told.entry.sequence}, {headline(told.entry.fact)}"
        moved = changed_clocks(weighed.before, weighed.after, self.desk.today)

        def answered(given: Answer | None) -> None:
            if given is not None:
                self._carry_out(view, told, given, reason)

        self.app.push_screen(UndoScreen(what, moved, weighed.objections, reason), answered)

    @work(thread=True, exclusive=True, group="undo")
    def _carry_out(self, view: CaseView, told: Told, answer: Answer, reason: Reason) -> None:
        try:
            reason.keep()
            recorded = self.desk.casetrack.recording.record(self._order(view, told, answer))
        except CasetrackError as error:
            self.bring(self._say_failed, str(error))
            # What was typed is kept, and asked for anew on the record as it is by now.
            self.bring(self._weigh, self._as_it_is(view), told)
            return
        self.app.call_from_thread(self._done, view, told, reason, recorded)

    def _done(self, view: CaseView, told: Told, reason: Reason, recorded: Recorded) -> None:
        if recorded.saved:
            reason.drop()
            lines = [f"Entry {told.entry.sequence} is taken out."]
            lines += [f"Finding ({each.cited}): {each.says}" for each in recorded.findings]
            self.notify(safe_text("\n".join(lines), lines=True), markup=False)
            self.look_again()
        else:
            self._say_failed(" ".join(map(objection_on_screen, recorded.objections)))
            self._ask(view, told, reason, recorded)

    def _as_it_is(self, view: CaseView) -> CaseView:
        try:
            return self.desk.casetrack.casework.show(view.reference)
        except CasetrackError:
            return view

    def _say_failed(self, why: str) -> None:
        self.notify(safe_text(why), severity="warning", markup=False)

    def _order(self, view: CaseView, told: Told, answer: Answer) -> Order:
        desk, why = self.desk, answer.why
        fact = EntryCorrected(
            happened_on=desk.today, corrects=told.entry.sequence, replacement=None, because=why
        )
        return Order(
            kind="case",
            reference=view.reference,
            facts=(fact,),
            account=desk.account,
            at=desk.now(),
            command_id=str(uuid.uuid4()),
            based_on=len(view.history),
            happened=answer.all_the_same,
            because=why if answer.all_the_same else "",
        )
