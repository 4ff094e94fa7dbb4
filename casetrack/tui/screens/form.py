"""A form as a screen: opened on the record as it is, kept as a draft, weighed as one types.

What stands in it is never lost: it is written down until it is recorded or thrown away. What it is
recorded with is for `recording`.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Footer

from casetrack.domain.errors import CasetrackError
from casetrack.domain.facts import Entry
from casetrack.service.orders import Order, Recorded, Stale
from casetrack.tui.asking import (
    Asked,
    Envelope,
    asked_of,
    is_late,
    news_of,
    only_breaches,
    outlook,
)
from casetrack.tui.drafts import Draft
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.said_beside import asked_by, field_named, labelled
from casetrack.tui.screens.drafting import DraftingScreen
from casetrack.tui.subject import Subject, subject_of
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.form import FactForm
from casetrack.tui.widgets.form_fields import BECAUSE, HAPPENED, fields_for, folded
from casetrack.tui.widgets.form_outcome import OutcomePane, Outlook
from casetrack.tui.widgets.resident_banner import ResidentBanner
from casetrack.tui.widgets.top_line import TopLine


@dataclass(frozen=True, slots=True)
class Opened:
    """A form, and what it is about."""

    subject: Subject
    form: FactForm


class FormScreen(DraftingScreen):
    """A form for one fact of one record."""

    def __init__(self, wanted: RecordingWanted) -> None:
        """Take what is to be recorded."""
        super().__init__()
        self.wanted = wanted
        self.opened: Opened | None = None
        """None until the record has been read, and once it is done with"""
        self.command_id = str(uuid.uuid4())
        self.based_on: int | None = None
        self._objected = True
        """whether the Code objected to it when it was last weighed"""
        self._turn = 0

    def compose(self) -> ComposeResult:
        """Lay the screen out; the form comes when the record has been read."""
        yield TopLine("Recording …", self.wanted.reference)
        yield ResidentBanner()
        yield OutcomePane()
        yield Footer()

    # --- opening

    def on_mount(self) -> None:
        """Read the record; what is typed meanwhile waits for the form."""
        self.casetrack_app.hold_keys(self)
        self._open()

    @work(thread=True, exclusive=True, group="open")
    def _open(self) -> None:
        try:
            subject = subject_of(self.wanted, self.desk)
            wanted = self.wanted.draft
            draft = self.take_up(wanted or subject.draft, only=wanted is not None)
        except CasetrackError as error:
            self.bring(self.fail, str(error))
            return
        self.bring(self._show_form, subject, draft)

    async def _show_form(self, subject: Subject, draft: Draft | None) -> None:
        self.based_on = subject.length
        self.query_one(TopLine).say(subject.title, subject.whereabouts)
        resident = subject.resident.on(self.desk.today) if subject.resident else None
        self.query_one(ResidentBanner).show(resident, subject.about)
        form = FactForm(fields_for(subject.fact, subject.around), folded(subject.fact))
        await self.mount(form, before=self.query_one(OutcomePane))
        if self.is_gone():
            return
        form.fill({**subject.known(), **(self.wanted.prefilled or {})})
        form.fields[HAPPENED].raw = self.wanted.happened
        form.show_field(BECAUSE, shown=subject.corrects is not None)
        form.begin()
        self.opened = Opened(subject, form)
        form.focus_first()
        self.call_after_refresh(self.casetrack_app.let_keys_go, self)
        if draft is not None:
            self._restore(draft, self.opened)
        elif self.is_second:
            self.notify("This form is open elsewhere too: what you type here is kept by itself.")
        self.weigh()

    def _restore(self, draft: Draft, opened: Opened) -> None:
        """Put a draft back into the form; what was recorded since it was begun is shown first."""
        entries = opened.subject.entries
        done = [each for each in entries if each.command_id == draft.command_id]
        if done:
            self.desk.drafts.drop(draft.name, command_id=draft.command_id)
            number = done[0].sequence
            self.notify(f"What the draft held is on record already, as entry {number}.")
            return
        opened.form.take(draft.typed)
        self.command_id, self.based_on = draft.command_id, draft.based_on
        at = time_in_london(draft.written_at, self.desk.today)
        self.notify(f"Draft of {at} restored. ctrl+t throws it away.")
        if draft.based_on is not None and draft.based_on < len(entries):
            self.call_after_refresh(self.show_conflict, entries[draft.based_on :])

    def show_conflict(self, since: tuple[Entry, ...]) -> None:
        """Show what others recorded meanwhile, and one's own beside it."""
        raise NotImplementedError

    def fail(self, words: str) -> None:
        """Say why something could not be done; what is typed stays."""
        self.end_saving()
        self._turn += 1
        if self.opened is not None:
            fields = self.opened.form.fields
            key = field_named(words, fields)
            words = labelled(words, {each.key: each.label for each in fields.values()})
            if key:
                self.opened.form.tell({key: words}, {})
        self.query_one(OutcomePane).show(Outlook(failure=words))

    # --- what is typed

    @on(FactForm.Changed)
    def _ticked(self, event: FactForm.Changed) -> None:
        """Ask why it happened all the same as soon as that is ticked."""
        if event.field.key == HAPPENED and event.field.raw is True and self.opened is not None:
            self.opened.form.show_field(BECAUSE, shown=True)

    def typed_in(self) -> bool:
        """Say whether there is a form, and none that is being recorded."""
        return self.opened is not None and not self.saving

    def draft(self) -> Draft | None:
        """Return what stands in the form, None where nothing was typed."""
        if self.opened is None or self._slot is None or not (typed := self.opened.form.typed):
            return None
        return Draft(
            name=self._slot.name,
            typed=typed,
            based_on=self.based_on,
            command_id=self.command_id,
            written_at=self.desk.now(),
        )

    def discard(self) -> None:
        """Be done with the form, and let go of what was typed."""
        self.drop_draft(command_id=self.command_id)
        self.opened = None

    # --- weighing

    def asked(self, opened: Opened) -> Asked:
        """Return what the form asks as it stands."""
        envelope = Envelope(
            account=self.desk.account,
            at=self.desk.now(),
            today=self.desk.today,
            command_id=self.command_id,
            based_on=self.based_on,
            objected=self._objected,
        )
        return asked_of(opened.subject, *opened.form.plain(), envelope)

    def weigh(self) -> None:
        """Say what is missing, and have weighed what can be."""
        if self.opened is None or self.saving:
            return
        asked = self.asked(self.opened)
        self._turn += 1
        if asked.order is None:
            self.say_missing(self.opened, asked)
        else:
            self._preview(asked.order, asked.wrong, self._turn)

    def say_missing(self, opened: Opened, asked: Asked) -> None:
        """Say beside the fields what is missing or cannot be read."""
        opened.form.tell(asked.wrong, {})
        happened = opened.form.fields[HAPPENED].raw is True
        said = Outlook(
            missing=len(asked.wrong),
            failure=asked.wrong.get("", ""),
            against=() if happened else opened.subject.against,
        )
        self.query_one(OutcomePane).show(said)

    @work(thread=True, exclusive=True, group="preview")
    def _preview(self, order: Order, wrong: Mapping[str, str], turn: int) -> None:
        news = ""
        recording = self.desk.casetrack.recording
        try:
            try:
                weighed = recording.preview(order)
            except Stale as stale:
                news = news_of(stale.since, self.desk.today)
                weighed = recording.preview(replace(order, based_on=None))
        except CasetrackError as error:
            self.bring(self._not_weighed, str(error), turn)
            return
        self.bring(self._previewed, weighed, order, wrong, news, turn)

    def _not_weighed(self, words: str, turn: int) -> None:
        if turn == self._turn and not self.saving:
            self.fail(words)

    def _previewed(
        self, weighed: Recorded, order: Order, wrong: Mapping[str, str], news: str, turn: int
    ) -> None:
        if turn == self._turn and not self.saving and self.opened is not None:
            self.show_weighed(self.opened, weighed, order, wrong=wrong, news=news)

    def show_weighed(
        self,
        opened: Opened,
        weighed: Recorded,
        order: Order,
        *,
        wrong: Mapping[str, str],
        news: str = "",
        tried: bool = False,
    ) -> None:
        """Say beside the fields and below what would come of the form as it stands."""
        self._objected = bool(weighed.objections)
        form = opened.form
        beside, below = outlook(
            weighed, order, form.fields, self.desk.today, wrong=wrong, news=news
        )
        happened = only_breaches(weighed.objections)
        ticked = happened and form.fields[HAPPENED].raw is True
        asked = ticked or is_late(weighed) or bool(order.because)
        form.show_field(HAPPENED, shown=happened)
        form.show_field(BECAUSE, shown=asked or opened.subject.corrects is not None)
        for key in asked_by(weighed.objections, form.fields):
            form.show_field(key, shown=True)
        form.tell(wrong, beside)
        self.query_one(OutcomePane).show(replace(below, refused=tried))

    def look_again(self) -> None:
        """Weigh it again: others recorded something."""
        self.weigh()
