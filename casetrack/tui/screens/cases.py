"""A list of cases: those behind a figure, or those that are found."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import short_day
from casetrack.store import CaseSummary
from casetrack.text import safe_text
from casetrack.tui import messages
from casetrack.tui.exporting import export_rows
from casetrack.tui.found import Cases, CaseWindow
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.widgets.columns import Column, Line
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

CASE_COLUMNS: Final = (
    Column("case", "Case", 9),
    Column("received", "Received", 10),
    Column("stage", "St.", 3),
    Column("state", "State", 8, grows=1),
    Column("resident", "Resident", 12, grows=2),
    Column("category", "Category", 12, grows=2, spare=2),
    Column("handler", "Who", 8, grows=1, spare=1),
    Column("findings", "Findings", 8, spare=3, right=True),
)
_HEADINGS: Final = (
    *("Case", "Received", "Stage", "State", "Resident", "Category", "Cause", "Service area"),
    *("Handler", "Findings"),
)
_FIRST: Final = 60


class CasesScreen(DeskScreen):
    """Cases one under the other; Enter opens one, Space chooses several to be given to somebody."""

    title_for_help = "A list of cases"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="cases.open"),
        Binding("space", "choose", "Choose", key_display="Space", id="cases.choose"),
        Binding("A", "assign", "Assign", id="cases.assign"),
        Binding("escape", "back", "Back", id="cases.back"),
    ]
    AUTO_FOCUS = "WindowedTable"
    NOTHING = "No case is in it."

    def __init__(self, title: str, cases: Cases) -> None:
        """Take what the list is of, and where its lines come from."""
        super().__init__()
        self._title = title
        self._cases = cases
        self._shown: dict[str, CaseSummary] = {}
        self._says = ""
        """why nothing could be looked for"""
        self._on = ""
        """the case under the cursor: it stays there when the list is read anew"""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self._title)
        yield WindowedTable(CASE_COLUMNS, nothing=self.NOTHING, can_choose=True)
        yield Static(id="explained", markup=False)
        yield Footer()

    def on_screen_resume(self) -> None:
        """Read the list, at first and whenever one comes back to it."""
        self.look_again()

    def look_again(self) -> None:
        """Read the list anew; the cursor stays on its case."""
        start, size = self.query_one(WindowedTable).window
        self._fetch(start, max(size, _FIRST), anew=True)

    @work(thread=True, exclusive=True, group="cases")
    def _fetch(self, start: int, size: int, *, anew: bool = False) -> None:
        cases = self._cases
        if anew:
            cases.ask_again()
        try:
            window = cases.window(start, size)
        except BadInput as refusal:
            self.bring(self._refuse, cases, str(refusal))
            return
        place = cases.place_of(self._on) if anew and self._on else None
        self.bring(self._show, cases, window, place)

    def _refuse(self, cases: Cases, says: str) -> None:
        self._show(cases, CaseWindow(0, (), 0), None, says)

    def _show(self, cases: Cases, window: CaseWindow, place: int | None, says: str = "") -> None:
        if cases is not self._cases:
            return
        self._says = says
        self._shown = {each.reference: each for each in window.cases}
        table = self.query_one(WindowedTable)
        table.show(window.total, window.start, map(self._line, window.cases))
        if place is not None:
            table.put_cursor(place)
        self.query_one(TopLine).say(self._title, _counted(window))

    def _line(self, each: CaseSummary) -> Line:
        return Line(
            each.reference,
            (
                each.reference,
                short_day(each.received_on, self.desk.today),
                str(each.stage),
                each.state,
                each.resident,
                each.category,
                each.handler or "–",
                str(each.findings or ""),
            ),
        )

    @on(WindowedTable.WindowWanted)
    def _window_wanted(self, event: WindowedTable.WindowWanted) -> None:
        self._fetch(event.start, event.size)

    @on(WindowedTable.Opened)
    def _opened(self, event: WindowedTable.Opened) -> None:
        self.post_message(messages.CaseWanted(str(event.line.key)))

    @on(WindowedTable.CursorMoved)
    def _explain(self, event: WindowedTable.CursorMoved) -> None:
        case = self._shown.get(str(event.line.key)) if event.line else None
        if case is not None:
            self._on = case.reference
        words = _in_words(case) if case else self._says
        self.query_one("#explained", Static).update(safe_text(words))

    def action_open(self) -> None:
        """Open the case under the cursor."""
        self.query_one(WindowedTable).action_open()

    def action_choose(self) -> None:
        """Choose the case under the cursor, or let it go."""
        self.query_one(WindowedTable).action_choose()

    def action_assign(self) -> None:
        """Give the chosen cases to somebody; without any, the one under the cursor."""
        table = self.query_one(WindowedTable)
        chosen = tuple(sorted(map(str, table.chosen)))
        if not chosen and table.current is not None:
            chosen = (str(table.current.key),)
        if chosen:
            self.post_message(messages.AssignWanted(chosen))

    def action_back(self) -> None:
        """Go back to where the list was asked for; chosen lines are let go first."""
        table = self.query_one(WindowedTable)
        if table.chosen:
            table.let_go()
        else:
            self.dismiss()

    def export(self) -> None:
        """Write the whole list to a file."""
        self._write()

    @work(thread=True, exclusive=True, group="export")
    def _write(self) -> None:
        path = export_rows(self._title, _HEADINGS, _rows(self._cases), self.desk.today)
        self.app.call_from_thread(self.notify, f"Written to {path}", markup=False)


def _counted(window: CaseWindow) -> str:
    if window.more:
        return f"more than {window.total - 1:,} cases"
    return f"{window.total:,} case{'' if window.total == 1 else 's'}"


def _in_words(case: CaseSummary) -> str:
    said = [case.category, case.cause, case.service_area, case.resident_reference]
    if case.findings:
        said.append(f"{case.findings} finding{'' if case.findings == 1 else 's'}")
    if case.missed:
        said.append("a clock of the Code was missed")
    return " · ".join(filter(None, said))


def _rows(cases: Cases) -> Iterator[tuple[str | int | None, ...]]:
    for each in cases.each():
        received = each.received_on.isoformat() if each.received_on else ""
        yield (
            *(each.reference, received, each.stage, each.state, each.resident, each.category),
            *(each.cause, each.service_area, each.handler, each.findings),
        )
