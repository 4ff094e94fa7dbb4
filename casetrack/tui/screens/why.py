"""Why a date: each clock of a case, day by day, with the rule and the calendar it is counted by."""

from typing import ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Footer, Static

from casetrack.domain.errors import CasetrackError
from casetrack.domain.working_days import said
from casetrack.service.casework import CaseView
from casetrack.service.proofs import Proof, ProofDay, first_shown, proofs_of
from casetrack.text import safe_text
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.widgets.columns import Column, Line
from casetrack.tui.widgets.few import FewLines
from casetrack.tui.widgets.resident_banner import ResidentBanner
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

_COLUMNS: Final = (
    Column("name", "Clock", 20, grows=1),
    Column("due", "Due", 16, spare=1),
    Column("stands", "How it stands", 22, grows=1),
)


class WhyScreen(DeskScreen):
    """The proofs of a case's dates."""

    title_for_help = "Why this date"
    DEFAULT_CSS = """
    WhyScreen {
        Container { height: 1fr; layout: vertical; }
        FewLines { height: auto; max-height: 6; }
        VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        &.-wide Container { layout: horizontal; }
        &.-wide FewLines { height: 1fr; max-height: 100%; width: 74; }
        &.-wide VerticalScroll { width: 1fr; border-left: solid $panel; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (140, "-wide")]  # noqa: RUF012  Textual's own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="why.back"),
        Binding("tab", "app.focus_next", "Clocks or days", id="why.other"),
        Binding("right_square_bracket,right,l", "clock(1)", "Next clock", id="why.next"),
        Binding("left_square_bracket,left,h", "clock(-1)", "Clock before", id="why.before"),
    ]

    def __init__(self, reference: str, key: str = "") -> None:
        """Take the case, and the clock that is asked about; "" for what is due next."""
        super().__init__()
        self.reference = reference
        self._key = key
        self._proofs: tuple[Proof, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self.reference, "why each date")
        yield ResidentBanner()
        with Container():
            yield FewLines(_COLUMNS, nothing="It has no clocks.")
            with VerticalScroll():
                yield Static(id="proof", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Fetch the proofs."""
        self.query_one(FewLines).focus()
        self._fetch()

    @work(thread=True, exclusive=True, group="why")
    def _fetch(self) -> None:
        casework, today = self.desk.casetrack.casework, self.desk.today
        try:
            view = casework.show(self.reference)
            proofs = proofs_of(view, casework.why(view, today), today)
        except CasetrackError as error:
            self.bring(self._not_there, str(error))
            return
        findings = "\n".join(finding.says for finding in view.judged.findings)
        self.bring(self._show, proofs, view, findings)

    def look_again(self) -> None:
        """Fetch the proofs anew; the clock stays."""
        self._fetch()

    def _not_there(self, why: str) -> None:
        self.notify(safe_text(why), severity="error", markup=False)
        if not self._proofs and self.is_current:
            self.dismiss()

    def _show(self, proofs: tuple[Proof, ...], view: CaseView, findings: str) -> None:
        first = not self._proofs
        self._proofs = proofs
        whose = "   ".join(part for part in (self.reference, view.about.resident) if part)
        resident = view.resident.on(self.desk.today) if view.resident else None
        self.query_one(ResidentBanner).show(resident, view.about)
        self.query_one(TopLine).say(whose, "why each date")
        table = self.query_one(FewLines)
        table.show_lines(
            [
                Line((each.key, each.started_by), (each.name, each.due, each.stands))
                for each in proofs
            ]
        )
        if first:
            table.put_cursor(first_shown(proofs, self._key))
        if not proofs:
            self.query_one("#proof", Static).update(Text(safe_text(findings, lines=True)))

    @on(WindowedTable.CursorMoved)
    def _clock_chosen(self, event: WindowedTable.CursorMoved) -> None:
        if event.row < len(self._proofs):
            self.query_one("#proof", Static).update(_as_text(self._proofs[event.row]))
            self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_clock(self, by: int) -> None:
        """Show another clock."""
        table = self.query_one(FewLines)
        table.put_cursor(table.cursor + by)

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()


def _as_text(proof: Proof) -> Text:
    """Return a proof as it is read: the sentence, each day, what else is to be said."""
    text = Text(f"{safe_text(proof.sentence)}\n\n", "bold")
    before: ProofDay | None = None
    for day in proof.days:
        if before and before.day.isocalendar()[:2] != day.day.isocalendar()[:2]:
            text.append("\n")
        style = "bold" if day.due or day.number == "day 0" else "" if day.counted else "dim"
        line = f"  {day.number:>5}  {said(day.day):<16}{safe_text(day.words)}".rstrip()
        text.append(f"{line}\n", style)
        before = day
    for note in proof.notes:
        text.append(f"\n{safe_text(note)}\n")
    return text
