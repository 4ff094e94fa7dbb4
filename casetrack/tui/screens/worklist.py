"""The worklist: what is late, what is next, whose and why. Home."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from casetrack.domain.working_days import said, short_day
from casetrack.service.views import Sort, View, Wish
from casetrack.service.worklist import Due
from casetrack.tui import messages
from casetrack.tui.exporting import export_rows
from casetrack.tui.screens.worklist_acts import ActingOnALine
from casetrack.tui.widgets.day_strip import DayStrip, StripCell
from casetrack.tui.widgets.filter_bar import Chip, Chips, FilterBar
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine
from casetrack.tui.widgets.view_bar import ViewBar
from casetrack.tui.worklist_lines import COLUMNS, OWN_TARGET, TABS, explained, line_of

_FIRST_PAGE: Final = 60


class WorklistScreen(ActingOnALine):
    """What is due, the latest first."""

    title_for_help = "The worklist"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(tab.key, f"view('{tab.name}')", tab.label, show=False, id=f"view.{tab.key}")
            for tab in TABS
        ),
        Binding("slash", "filter", "Find", key_display="/", id="worklist.filter"),
        Binding("s", "sort", "Sort by", show=False, id="worklist.sort"),
        Binding("right,l", "day(1)", "Due on the next day", show=False, id="worklist.next-day"),
        Binding("left,h", "day(-1)", "Due on the day before", show=False, id="worklist.day-before"),
        Binding("escape", "widen", "Take the last filter off", show=False, id="worklist.widen"),
    ]

    def __init__(self) -> None:
        """Start with what was shown last."""
        super().__init__()
        self._wish = Wish()
        self._typing: tuple[str, ...] = ()
        self._counted: Wish | None = None
        """what is known to be so many lines"""
        self._showing: Wish | None = None
        """whose lines are on the screen: until those asked for come, a key acts on none"""
        self._due: dict[object, Due] = {}

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self.desk.landlord, said(self.desk.today))
        yield ViewBar(TABS)
        yield DayStrip()
        yield FilterBar()
        columns = (*COLUMNS, OWN_TARGET) if self.desk.casetrack.settings.targets else COLUMNS
        yield WindowedTable(columns, nothing="Nothing is due here.", can_choose=True)
        yield Static(id="explained", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Ask for the first lines."""
        kept = self.casetrack_app.remembered
        view, sort = kept.get("worklist.view"), kept.get("worklist.sort")
        self._wish = Wish(
            view=View(view) if view in list(View) else View.EVERYTHING,
            sort=Sort(sort) if sort in list(Sort) else Sort.DUE,
            me=self.desk.me,
        )
        self.query_one(WindowedTable).focus()
        self._fetch(0, _FIRST_PAGE)

    def on_screen_resume(self) -> None:
        """Look again when another screen was closed: something may have been recorded on it."""
        if self._counted is not None:
            self.look_again()

    # --- asking

    @property
    def _asked(self) -> Wish:
        """What is asked for with the words that are being typed."""
        return replace(self._wish, words=(*self._wish.words, *self._typing))

    @work(thread=True, exclusive=True, group="window")
    def _fetch(self, start: int, size: int) -> None:
        """Fetch a window, and only then count: lines are on the screen first."""
        views, wish, today = self.desk.casetrack.views, self._asked, self.desk.today
        lines = views.window(wish, today, start=start, size=size)
        if wish != self._counted:
            self.bring(self._show_lines, wish, len(lines), start, lines)
        total = views.length(wish, today)
        self.bring(self._show_window, wish, total, start, lines)

    @work(thread=True, exclusive=True, group="window")
    def _fetch_around(self, due: Due | None, cursor: int, window: tuple[int, int]) -> None:
        """Fetch anew after others recorded something; the cursor stays on its line."""
        views, wish, today = self.desk.casetrack.views, self._asked, self.desk.today
        row = views.place_of(wish, today, due.row.place) if due else None
        start, size = window
        start = max(0, start + (row - cursor if row is not None else 0))
        lines = views.window(wish, today, start=start, size=size)
        total = views.length(wish, today)
        self.bring(self._show_window, wish, total, start, lines, row)

    def _show_window(
        self, wish: Wish, total: int, start: int, found: Sequence[Due], row: int | None = None
    ) -> None:
        if self._show_lines(wish, total, start, found, row):
            self._counted = wish
            self._count()

    def _show_lines(
        self, wish: Wish, total: int, start: int, found: Sequence[Due], row: int | None = None
    ) -> bool:
        """Show lines if they are still what is asked for."""
        if wish != self._asked:
            return False
        self._showing = wish
        self._due = {due.row.place: due for due in found}
        table, today = self.query_one(WindowedTable), self.desk.today
        table.show(total, start, [line_of(due, today) for due in found], row)
        self.casetrack_app.let_keys_go(self)
        return True

    @work(thread=True, exclusive=True, group="counts")
    def _count(self) -> None:
        views, wish, today = self.desk.casetrack.views, self._asked, self.desk.today
        counts = views.counts(today, self.desk.me)
        strip = views.strip(wish, today)
        self.calendar = self.desk.calendar
        cells = [StripCell(each.day, each.due, each.holiday) for each in strip]
        self.bring(self._show_counts, counts, cells, len(self.desk.drafts.all()))

    def _show_counts(
        self, counts: Mapping[View, int], cells: Sequence[StripCell], drafts: int
    ) -> None:
        by_name = {view.value: count for view, count in counts.items()}
        self.query_one(ViewBar).show(self._wish.view, by_name)
        self.query_one(DayStrip).show(cells, self._wish.due_on)
        self.query_one(FilterBar).show(self._chips())
        late, today = counts.get(View.OVERDUE, 0), counts.get(View.DUE_TODAY, 0)
        right = f"{said(self.desk.today)}   {self.desk.me}   {late:,} late · {today:,} today"
        if drafts:
            right += f" · b {drafts} draft{'' if drafts == 1 else 's'}"
        self.query_one(TopLine).say(self.desk.landlord, right)
        self._explain()

    def _chips(self) -> list[Chip]:
        chips = []
        if self._wish.sort is not Sort.DUE:
            chips.append(Chip("sort", f"by {self._wish.sort.value}"))
        if self._wish.due_on:
            chips.append(Chip("day", f"due {short_day(self._wish.due_on, self.desk.today)}"))
        chips += [Chip("word", word) for word in self._wish.words]
        return chips

    def look_again(self) -> None:
        """Fetch the window anew; the cursor stays on its line."""
        if self.is_attached:
            table = self.query_one(WindowedTable)
            due = self._due.get(table.current.key) if table.current else None
            self._fetch_around(due, table.cursor, table.window)

    # --- what happened

    @on(WindowedTable.WindowWanted)
    def _window_wanted(self, event: WindowedTable.WindowWanted) -> None:
        self._fetch(event.start, event.size)

    @on(WindowedTable.Opened)
    def _opened(self, event: WindowedTable.Opened) -> None:
        due = self._due.get(event.line.key)
        if due is None or self._showing != self._asked:
            return
        if due.row.record_kind == "case":
            self.post_message(messages.CaseWanted(due.row.reference))
        else:
            self.action_record("")

    @on(WindowedTable.CursorMoved)
    def _explain(self) -> None:
        words = ""
        if number := len(set(self.chosen.values())):
            cases = "1 case" if number == 1 else f"{number} cases"
            words = f"{cases} chosen: A gives them to somebody, Esc lets them go."
        elif self.calendar and (due := self.current()):
            words = explained(due, self.desk.today, self.calendar)
        self.query_one("#explained", Static).update(words)

    @on(WindowedTable.ChoiceChanged)
    def _choice_changed(self, event: WindowedTable.ChoiceChanged) -> None:
        known = {key: due.row.reference for key, due in self._due.items()} | self.chosen
        self.chosen = {key: known[key] for key in event.chosen if key in known}
        self._explain()

    @on(DayStrip.DayPicked)
    def _day_picked(self, event: DayStrip.DayPicked) -> None:
        self._narrow(replace(self._wish, due_on=event.day))

    @on(DayStrip.Left)
    def _strip_left(self) -> None:
        self.query_one(WindowedTable).focus()

    @on(ViewBar.Picked)
    def _view_picked(self, event: ViewBar.Picked) -> None:
        self.action_view(event.name)

    @on(FilterBar.WordsTyped)
    def _words_typed(self, event: FilterBar.WordsTyped) -> None:
        if event.done:
            self._typing = ()
            self.query_one(WindowedTable).focus()
            self._narrow(replace(self._wish, words=(*self._wish.words, *event.words)))
            return
        self._typing = event.words
        self._fetch(0, _FIRST_PAGE)

    @on(Chips.TakenOff)
    def _chip_taken_off(self, event: Chips.TakenOff) -> None:
        self._take_off(event.chip)

    def _take_off(self, chip: Chip) -> None:
        words = list(self._wish.words)
        if chip.key == "word" and chip.label in words:
            words.remove(chip.label)
        self._narrow(
            replace(
                self._wish,
                words=tuple(words),
                due_on=None if chip.key == "day" else self._wish.due_on,
                sort=Sort.DUE if chip.key == "sort" else self._wish.sort,
            )
        )

    def _narrow(self, wish: Wish) -> None:
        """Ask for other lines; a key pressed meanwhile waits for them."""
        self.casetrack_app.hold_keys(self)
        self._wish = wish
        kept = self.casetrack_app.remembered
        kept.keep("worklist.view", wish.view)
        kept.keep("worklist.sort", wish.sort)
        table = self.query_one(WindowedTable)
        table.let_go()
        table.put_cursor(0)
        self._fetch(0, _FIRST_PAGE)

    # --- keys

    def current(self) -> Due | None:
        """Return what is due on the line under the cursor, None until its lines are there."""
        line = self.query_one(WindowedTable).current
        if line is None or self._showing != self._asked:
            return None
        return self._due.get(line.key)

    def action_view(self, name: str) -> None:
        """Show a saved view."""
        self._narrow(replace(self._wish, view=View(name), due_on=None))

    def action_sort(self) -> None:
        """Sort by the next column."""
        orders = list(Sort)
        place = (orders.index(self._wish.sort) + 1) % len(orders)
        self._narrow(replace(self._wish, sort=orders[place]))

    def action_day(self, by: int) -> None:
        """Narrow to the next or previous day of the strip."""
        self.query_one(DayStrip).action_move(by)

    def action_filter(self) -> None:
        """Let words be typed that narrow the list."""
        self.query_one(FilterBar).start()

    def action_widen(self) -> None:
        """Let go of what was chosen; with nothing chosen, take the last chip off."""
        table = self.query_one(WindowedTable)
        if table.chosen:
            table.let_go()
        elif chips := self._chips():
            self._take_off(chips[-1])

    def export(self) -> None:
        """Write every line asked for to a file."""
        self._export(self._asked)

    @work(thread=True, exclusive=True, group="export")
    def _export(self, wish: Wish) -> None:
        today = self.desk.today
        headings = [column.heading for column in (*COLUMNS, OWN_TARGET)]
        rows = (line_of(due, today).cells for due in self.desk.casetrack.views.rows_of(wish, today))
        path = export_rows(f"worklist {wish.view.value}", headings, rows, today)
        self.app.call_from_thread(self.notify, f"Written to {path}", markup=False)
