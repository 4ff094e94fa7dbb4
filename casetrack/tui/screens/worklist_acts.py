"""What is done from the worklist with the line under the cursor, and with the lines chosen."""

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.binding import Binding, BindingType

from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.worklist import Due
from casetrack.tui import messages
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.worklist_lines import explained

if TYPE_CHECKING:
    from casetrack.domain.facts import RecordKind

_ACTS: Final = {
    # what a key records on the case under the cursor
    "acknowledge": "complaint-acknowledged",
    "answer": "response-issued",
    "extend": "response-extended",
}


class ActingOnALine(DeskScreen):
    """The keys of the worklist that do something with a case."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "record('acknowledge')", "Acknowledge", id="worklist.acknowledge"),
        Binding("r", "record('answer')", "Answer", id="worklist.answer"),
        Binding("x", "record('extend')", "Extend", id="worklist.extend"),
        Binding("p", "record('')", "Record…", id="worklist.record"),
        Binding("n", "new", "New", id="worklist.new"),
        Binding("w", "why", "Why", id="worklist.why"),
        Binding("A", "assign", "Assign", show=False, id="worklist.assign"),
        Binding("y", "copy", "Copy the reference", show=False, id="worklist.copy"),
    ]

    def __init__(self) -> None:
        """Start with nothing chosen."""
        super().__init__()
        self.chosen: dict[object, str] = {}
        """the references of the lines that are chosen, in sight or not"""
        self.calendar: WorkingCalendar | None = None
        """None until it has been read"""

    def current(self) -> Due | None:
        """Return what is due on the line under the cursor, None until its lines are there."""
        raise NotImplementedError

    def action_new(self) -> None:
        """Log a new complaint."""
        self.post_message(messages.NewComplaintWanted())

    def action_record(self, act: str) -> None:
        """Record something on the case under the cursor."""
        if (due := self.current()) is not None:
            row = due.row
            self.post_message(
                messages.RecordingWanted(
                    cast("RecordKind", row.record_kind),
                    row.reference,
                    _ACTS.get(act, "") if row.record_kind == "case" else "",
                    row.stage or None,
                )
            )

    def action_why(self) -> None:
        """Show why the line under the cursor has its date."""
        due = self.current()
        if due is not None and due.row.record_kind == "case":
            self.post_message(messages.WhyWanted(due.row.reference, due.row.key))
        elif due is not None and self.calendar is not None:
            self.notify(explained(due, self.desk.today, self.calendar), markup=False)

    def action_assign(self) -> None:
        """Give the chosen cases, or the one under the cursor, to somebody."""
        due = self.current()
        references = tuple(dict.fromkeys(self.chosen.values()))
        if not references and due is not None and due.row.record_kind == "case":
            references = (due.row.reference,)
        if references:
            self.post_message(messages.AssignWanted(references))

    def action_copy(self) -> None:
        """Copy the reference of the line under the cursor."""
        if (due := self.current()) is not None:
            self.app.copy_to_clipboard(due.row.reference)
            self.notify(f"{due.row.reference} is copied.", markup=False)
