"""The worklist: what is late, what is next, whose and why. Home."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from casetrack.domain.reminders import Urgency
from casetrack.domain.working_days import said, short_day
from casetrack.service.views import View, Wish
from casetrack.service.wording import SIGNS, what, when
from casetrack.service.worklist import Due
from casetrack.tui import messages
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.widgets.columns import Column
from casetrack.tui.widgets.day_strip import DayStrip, StripCell
from casetrack.tui.widgets.table import Line, WindowedTable
from casetrack.tui.widgets.top_line import TopLine
from casetrack.tui.widgets.view_bar import Tab, ViewBar

_TABS: Final = (
    Tab("1", View.DUE_TODAY, "today"),
    Tab("2", View.OVERDUE, "overdue"),
    Tab("3", View.SOON, "within two"),
    Tab("4", View.MINE, "mine"),
    Tab("5", View.NOT_ACKNOWLEDGED, "not acknowledged"),
    Tab("6", View.STAGE_1, "stage 1"),
    Tab("7", View.STAGE_2, "stage 2"),
    Tab("8", View.EXTENDED, "extended"),
    Tab("9", View.ACTIONS, "actions"),
    Tab("0", View.EVERYTHING, "everything"),
)
_COLUMNS: Final = (
    Column("when", "When", 11),
    Column("case", "Case", 9),
    Column("what", "What", 19, grows=1),
    Column("due", "Due", 17),
    Column("resident", "Resident", 12, grows=2),
    Column("handler", "Who", 4, grows=1, spare=1),
)
_TONES: Final = {Urgency.LATE: "late", Urgency.TODAY: "today", Urgency.SOON: "soon"}


class WorklistScreen(DeskScreen):
    """What is due, the latest first."""

    title_for_help = "The worklist"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                tab.key, f"view('{tab.name}')", f"View: {tab.label}", False, id=f"view.{tab.key}"
            )
            for tab in _TABS
        ),
        Binding("n", "new", "New", id="worklist.new"),
        Binding("w", "why", "Why", id="worklist.why"),
    ]

    def __init__(self) -> None:
        """Start with everything."""
        super().__init__()
        self._wish = Wish()
        self._due: dict[object, Due] = {}

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self.desk.landlord, said(self.desk.today))
        yield ViewBar(_TABS)
        yield DayStrip()
        yield WindowedTable(_COLUMNS, nothing="Nothing is due here.", can_choose=True)
        yield Static(id="explained", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Ask for the first lines."""
        table = self.query_one(WindowedTable)
        table.focus()
        self._fetch(0, 60)

    # --- asking

    @work(thread=True, exclusive=True, group="window")
    def _fetch(self, start: int, size: int) -> None:
        """Fetch a window, and only then count: lines are on the screen first."""
        views, wish, today = self.desk.casetrack.views, self._wish, self.desk.today
        lines = views.window(wish, today, start=start, size=size)
        total = views.length(wish, today)
        self.app.call_from_thread(self._show_window, wish, total, start, lines)

    def _show_window(self, wish: Wish, total: int, start: int, found: Sequence[Due]) -> None:
        if wish != self._wish:
            return
        self._due = {due.row.place: due for due in found}
        lines = [self._line(due) for due in found]
        self.query_one(WindowedTable).show(total, start, lines)
        self._count()

    @work(thread=True, exclusive=True, group="counts")
    def _count(self) -> None:
        views, wish, today = self.desk.casetrack.views, self._wish, self.desk.today
        counts = views.counts(today, self.desk.me)
        strip = views.strip(wish, today)
        cells = [StripCell(each.day, each.due, each.holiday) for each in strip]
        self.app.call_from_thread(self._show_counts, counts, cells)

    def _show_counts(self, counts: Mapping[View, int], cells: Sequence[StripCell]) -> None:
        self.query_one(ViewBar).show(
            self._wish.view, {view.value: count for view, count in counts.items()}
        )
        self.query_one(DayStrip).show(cells, self._wish.due_on)
        late, today = counts.get(View.OVERDUE, 0), counts.get(View.DUE_TODAY, 0)
        right = f"{said(self.desk.today)}   {self.desk.me}   {late:,} late · {today:,} today"
        self.query_one(TopLine).say(self.desk.landlord, right)

    def _line(self, due: Due) -> Line:
        row, today = due.row, self.desk.today
        day = short_day(row.due_on, today) + (" (ext.)" if row.extended else "")
        return Line(
            row.place,
            (
                f"{SIGNS[due.urgency]} {when(due)}",
                row.reference,
                what(row.kind, row.stage),
                f"was {day}" if due.urgency is Urgency.LATE else day,
                row.resident,
                row.handler or "–",
            ),
            _TONES.get(due.urgency, ""),
        )

    def look_again(self) -> None:
        """Fetch the window anew; the cursor stays on its line."""
        self._fetch(*self.query_one(WindowedTable).window)

    # --- what happened

    @on(WindowedTable.WindowWanted)
    def _window_wanted(self, event: WindowedTable.WindowWanted) -> None:
        self._fetch(event.start, event.size)

    @on(WindowedTable.Opened)
    def _opened(self, event: WindowedTable.Opened) -> None:
        if (due := self._due.get(event.line.key)) is not None:
            self.post_message(messages.CaseWanted(due.row.reference))

    @on(WindowedTable.CursorMoved)
    def _explain(self, event: WindowedTable.CursorMoved) -> None:
        due = self._due.get(event.line.key) if event.line else None
        self.query_one("#explained", Static).update(due.row.reference if due else "")

    @on(DayStrip.DayPicked)
    def _day_picked(self, event: DayStrip.DayPicked) -> None:
        self._wish = Wish(view=self._wish.view, me=self.desk.me, due_on=event.day)
        self._fetch(0, 60)

    @on(DayStrip.Left)
    def _strip_left(self) -> None:
        self.query_one(WindowedTable).focus()

    def action_view(self, name: str) -> None:
        """Show a saved view."""
        self._wish = Wish(view=View(name), me=self.desk.me)
        self._fetch(0, 60)

    def action_new(self) -> None:
        """Log a new complaint."""
        self.post_message(messages.NewComplaintWanted())

    def action_why(self) -> None:
        """Show why the line under the cursor has its date."""
        line = self.query_one(WindowedTable).current
        if line is not None and (due := self._due.get(line.key)) is not None:
            self.post_message(messages.WhyWanted(due.row.reference, due.row.key))
