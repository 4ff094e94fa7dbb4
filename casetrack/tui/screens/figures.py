"""The figures: the reporting year so far against the Code, by month too, each with its cases."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Footer, Static

from casetrack.domain.errors import CasetrackError
from casetrack.domain.metrics import Metrics
from casetrack.domain.periods import reporting_year, year_of
from casetrack.domain.working_days import said
from casetrack.reports.spreadsheet import as_csv
from casetrack.text import safe_text
from casetrack.tui.exporting import export_text
from casetrack.tui.figure_lines import STAGES, Drawn, Figure, FigureLine, charts_of, lines_of
from casetrack.tui.found import ReferencedCases
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.cases import CasesScreen
from casetrack.tui.widgets.chart import Chart
from casetrack.tui.widgets.columns import Column, Line
from casetrack.tui.widgets.few import FewLines
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

_COLUMNS: Final = (
    Column("what", "", 28, grows=1),
    Column("stage-1", "Stage 1", 22, right=True),
    Column("stage-2", "Stage 2", 22, right=True),
    Column("rest", "", 1, grows=6),
)
_FIRST_YEAR: Final = 2000


class FiguresScreen(DeskScreen):
    """Two charts where there is room, one where there is not, and every figure beneath."""

    title_for_help = "The figures"
    HORIZONTAL_BREAKPOINTS = [(0, "-one-chart"), (150, "-two-charts")]  # noqa: RUF012  Textual's own
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012  Textual's own
    DEFAULT_CSS = """
    FiguresScreen #charts { layout: horizontal; height: 7; }
    FiguresScreen.-high #charts, FiguresScreen.-high Chart { height: 10; }
    FiguresScreen Chart { width: 1fr; }
    FiguresScreen.-one-chart #second { display: none; }
    FiguresScreen #counts { height: 3; padding: 0 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "cases", "Cases", id="figures.cases"),
        Binding("1", "cases(1)", "Stage 1", id="figures.stage-1"),
        Binding("2", "cases(2)", "Stage 2", id="figures.stage-2"),
        Binding("x", "missing", "Not in it", id="figures.missing"),
        Binding("c", "chart", "Chart", id="figures.chart"),
        Binding("left_square_bracket", "year(-1)", "Before", key_display="[", id="figures.before"),
        Binding("right_square_bracket", "year(1)", "After", key_display="]", id="figures.after"),
        Binding("escape", "back", "Back", id="figures.back"),
    ]

    def __init__(self, today: date) -> None:
        """Start with the year that the day is in."""
        super().__init__()
        self._year = year_of(today)
        self._metrics: Metrics | None = None
        self._lines: dict[str, FigureLine] = {}
        self._charts: tuple[Drawn, ...] = ()
        self._chart = 0

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self._title, said(self.desk.today))
        with Container(id="charts"):
            yield Chart(id="first")
            yield Chart(id="second")
        yield FewLines(_COLUMNS, nothing="…")
        yield Static(id="counts", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Give the keys to the figures."""
        self.query_one(FewLines).focus()

    def on_screen_resume(self) -> None:
        """Count, at first and whenever one comes back."""
        self.look_again()

    @property
    def _title(self) -> str:
        so_far = " so far" if self._year == year_of(self.desk.today) else ""
        return f"{self.desk.landlord}   {self._year}{so_far}"

    # --- counting

    def look_again(self) -> None:
        """Count anew; the cursor stays on its figure."""
        self._fetch(self._year)

    @work(thread=True, exclusive=True, group="figures")
    def _fetch(self, year: str) -> None:
        try:
            found = self.desk.casetrack.reporting.metrics(reporting_year(year), self.desk.today)
        except CasetrackError as error:
            self.bring(self._refuse, str(error))
            return
        self.bring(self._show, year, found)

    def _refuse(self, says: str) -> None:
        self.query_one("#counts", Static).update(safe_text(says))

    def _show(self, year: str, found: Metrics) -> None:
        if year != self._year:
            return
        self._metrics = found
        self._lines = {line.key: line for line in lines_of(found)}
        self._charts = charts_of(found)
        self.query_one(FewLines).show_lines(
            [
                Line(line.key, line.cells, "" if line.figures else "heading")
                for line in self._lines.values()
            ]
        )
        table = self.query_one(FewLines)
        if table.cursor == 0:
            table.put_cursor(1)  # the first line is a heading
        self._draw()
        right = f"counted {said(found.today)}   data {found.data_hash[:12]}"
        self.query_one(TopLine).say(self._title, right)

    def _draw(self) -> None:
        for place, chart in enumerate(self.query(Chart)):
            drawn = self._charts[(self._chart + place) % len(self._charts)]
            chart.show(drawn.title, drawn.bars, top=drawn.top)

    @on(WindowedTable.CursorMoved)
    def _explain(self, event: WindowedTable.CursorMoved) -> None:
        line = self._lines.get(str(event.line.key)) if event.line else None
        if line is not None:
            self.query_one("#counts", Static).update(safe_text(_in_words(line)))

    # --- going to the cases

    @on(WindowedTable.Opened)
    def _opened(self) -> None:
        self.action_cases()

    def action_cases(self, stage: int = 0) -> None:
        """Show the cases of the figure under the cursor, of one stage or of both."""
        line = self._current()
        figures = _figures(line, stage)
        if line is None or not figures:
            self.notify("No figure stands here.", markup=False)
            return
        self._list(_said_of(line, figures, stage), [figure.name for figure in figures])

    def action_missing(self) -> None:
        """Show the cases that the share under the cursor lacks."""
        line = self._current()
        figures = [figure for figure in _figures(line, 0) if figure.share is not None]
        # Some shares are of other cases than their own: nothing lacks there.
        names = [f"{figure.name}.missing" for figure in figures if figure.name != "escalation"]
        names = [name for name in names if not name.startswith("ombudsman.")]
        if line is None or not names:
            self.notify("This is no share that could lack a case.", markup=False)
            return
        both = ", both stages" if len(names) > 1 else ""
        self._list(f"Not in: {_called(line)}{both}", names)

    def _current(self) -> FigureLine | None:
        line = self.query_one(FewLines).current
        return self._lines.get(str(line.key)) if line else None

    def _list(self, title: str, names: Sequence[str]) -> None:
        desk, period = self.desk, reporting_year(self._year)

        def ask() -> tuple[str, ...]:
            reporting = desk.casetrack.reporting
            found = (reporting.cases(period, name, desk.today) for name in names)
            return tuple(sorted({reference for each in found for reference in each}))

        cases = ReferencedCases(desk.casetrack.workload, ask)
        self.app.push_screen(CasesScreen(f"{title}, {self._year}", cases))

    # --- other years, other charts

    def action_year(self, by: int) -> None:
        """Show the year before or after."""
        starts = int(self._year[:4]) + by
        wanted = f"{starts}-{(starts + 1) % 100:02d}"
        if starts < _FIRST_YEAR or wanted > year_of(self.desk.today):
            self.notify("There is nothing to count there.", markup=False)
            return
        self._year = wanted
        self.query_one(TopLine).say(self._title, "")
        self.look_again()

    def action_chart(self) -> None:
        """Draw the next chart."""
        if self._charts:
            self._chart = (self._chart + 1) % len(self._charts)
            self._draw()

    def action_back(self) -> None:
        """Go back to where one was."""
        self.dismiss()

    def export(self) -> None:
        """Write every figure of the year to a file, as `casetrack report metrics` does."""
        self._write()

    @work(thread=True, exclusive=True, group="export")
    def _write(self) -> None:
        if self._metrics is None:
            return
        path = export_text(f"figures {self._year}", as_csv(self._metrics), self.desk.today)
        self.app.call_from_thread(self.notify, f"Written to {path}", markup=False)


def _figures(line: FigureLine | None, stage: int) -> list[Figure]:
    if line is None:
        return []
    chosen = line.figures if stage == 0 else line.figures[stage - 1 : stage]
    return [figure for figure in chosen if figure is not None]


def _called(line: FigureLine) -> str:
    called = line.called or line.what.strip()
    return f"{called[:1].upper()}{called[1:]}"


def _said_of(line: FigureLine, figures: Sequence[Figure], stage: int) -> str:
    what = _called(line)
    several = len([figure for figure in line.figures if figure]) > 1
    if stage and several:
        return f"{what}, stage {stage}"
    return f"{what}, both stages" if len(figures) > 1 else what


def _in_words(line: FigureLine) -> str:
    """Return what a line counts, and of how many."""
    said_ = [line.counts] if line.counts else []
    for stage, figure in zip(STAGES, line.figures, strict=False):
        share = figure.share if figure else None
        if share is not None and share.denominator:
            lacks = share.denominator - share.numerator
            said_.append(
                f"Stage {stage}: {share.numerator:,} of {share.denominator:,}, {lacks:,} not."
            )
    return "  ".join(said_)
