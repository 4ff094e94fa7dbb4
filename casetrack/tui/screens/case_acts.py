"""What is done from a case file: acts by their keys, corrections, what is copied and handed out."""

import re
from pathlib import Path
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from casetrack.domain.errors import CasetrackError
from casetrack.service.case_file import CaseFile
from casetrack.service.casework import Told
from casetrack.service.offers import Offer
from casetrack.text import safe_text
from casetrack.tui import messages
from casetrack.tui.case_lines import PARTS, kind_of
from casetrack.tui.exporting import export_rows
from casetrack.tui.next_acts import KEYS, against, offered
from casetrack.tui.screens.undo import TakingOut
from casetrack.tui.widgets.clock_strip import ClockStrip
from casetrack.tui.widgets.few import FewLines

_NO_NAME: Final = re.compile(r"[^A-Za-z0-9]+")
"""what of a reference stands in no folder's name"""


class ActingOnACase(TakingOut):
    """The keys of a case file that do something with the case."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "act('a')", "Acknowledge", id="case.acknowledge"),
        Binding("r", "act('r')", "Answer", id="case.answer"),
        Binding("x", "act('x')", "Extend", id="case.extend"),
        Binding("d", "act('d')", "Define", show=False, id="case.define"),
        Binding("u", "act('u')", "Update the resident", show=False, id="case.update"),
        Binding("s", "act('s')", "Assign", show=False, id="case.assign"),
        Binding("e", "act('e')", "To stage 2", show=False, id="case.escalate"),
        Binding("A", "given('a')", "Acknowledged already", show=False, id="case.acknowledged"),
        Binding("R", "given('r')", "Answered already", show=False, id="case.answered"),
        Binding("X", "given('x')", "Extended already", show=False, id="case.extended"),
        Binding("D", "given('d')", "Defined already", show=False, id="case.defined"),
        Binding("p", "record", "Record", id="case.record"),
        Binding("w", "why", "Why", id="case.why"),
        Binding("c", "correct", "Correct the entry", show=False, id="case.correct"),
        Binding("U", "undo", "Take the entry out", show=False, id="case.undo"),
        Binding("o", "hand_out", "Copy the document out", show=False, id="case.document"),
        Binding("y", "copy", "Copy the reference", show=False, id="case.copy"),
    ]
    reference: str
    file: CaseFile | None = None
    """None until it has been read"""
    offers: tuple[Offer, ...] = ()

    @property
    def told(self) -> Told | None:
        """The entry under the cursor, None where that is of none."""
        raise NotImplementedError

    @property
    def part(self) -> str:
        """The part that has the keys, or had them last."""
        raise NotImplementedError

    def action_show(self, name: str) -> None:
        """Show a part and give it the keys."""
        raise NotImplementedError

    def action_act(self, key: str) -> None:
        """Record what a key does, or say why that is not possible now."""
        offer = offered(key, self.offers)
        if offer is not None and offer.objections:
            given = f" One that was given is recorded with {key.upper()}." if key in "axrd" else ""
            self.notify(safe_text(against(offer) + given), severity="warning", markup=False)
            return
        self._record(key, offer, happened=False)

    def action_given(self, key: str) -> None:
        """Record what a key does as something that has happened, whatever the Code says of it."""
        self._record(key, offered(key, self.offers), happened=True)

    def _record(self, key: str, offer: Offer | None, *, happened: bool) -> None:
        kind, stage = (offer.kind, offer.stage) if offer else (KEYS[key][0], None)
        self.post_message(
            messages.RecordingWanted(
                "case", self.reference, fact=kind, stage=stage, happened=happened
            )
        )

    def action_record(self) -> None:
        """Choose from all that can be recorded."""
        self.post_message(messages.RecordingWanted("case", self.reference))

    def action_why(self) -> None:
        """Show why the clock the keys are at has its date, or the one that is due next."""
        strip = self.query_one(ClockStrip)
        key = strip.current.key if strip.current and strip.has_focus else ""
        self.post_message(messages.WhyWanted(self.reference, key))

    def action_correct(self) -> None:
        """Put the entry under the cursor right."""
        if (told := self.told) is not None:
            number = told.entry.sequence
            self.post_message(
                messages.RecordingWanted(
                    "case", self.reference, fact=kind_of(told), corrects=number
                )
            )

    def action_undo(self) -> None:
        """Take the entry under the cursor out."""
        if self.file and (told := self.told) is not None:
            self.take_out(self.file.view, told)

    def action_hand_out(self) -> None:
        """Copy the document under the cursor out, and say where the copy is."""
        line = self.query_one("#documents", FewLines).current
        if self.part != "documents":
            self.action_show("documents")
        elif line is not None:
            self._hand_out(int(str(line.key)))

    @work(thread=True, exclusive=True, group="hand-out")
    def _hand_out(self, number: int) -> None:
        folder = Path.cwd() / f"casetrack-documents-{_NO_NAME.sub('-', self.reference)}"
        try:
            (exported,) = self.desk.casetrack.documents.export(
                self.reference, folder, number=number
            )
            said = str(exported.error or f"A copy is in {exported.path}")
        except CasetrackError as error:
            said = str(error)
        self.app.call_from_thread(self.notify, safe_text(said), markup=False, timeout=10)

    def export(self) -> None:
        """Write the part that is shown as a file for a spreadsheet."""
        name = self.part
        part = next((each for each in PARTS if each.name == name), None)
        if part is None:
            self.notify("Go to a part with lines, such as the history, and export that.")
            return
        lines = self.query_one(f"#{name}", FewLines).lines
        headings = [column.heading or column.key for column in part.columns]
        try:
            path = export_rows(
                f"{name} of {self.reference}", headings, [x.cells for x in lines], self.desk.today
            )
        except CasetrackError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.notify(safe_text(f"Written to {path}"), markup=False, timeout=10)

    def action_copy(self) -> None:
        """Copy the reference."""
        self.app.copy_to_clipboard(self.reference)
        self.notify(f"{safe_text(self.reference)} is on the clipboard.", markup=False)
