"""The manager's screen: who has how much, what runs out next, what is to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Footer, Static

from casetrack.domain.errors import CasetrackError
from casetrack.domain.working_days import said, short_day
from casetrack.service.upkeep import Problem
from casetrack.service.wording import what
from casetrack.service.workload import SOON, Asked, Load, RunsOut, ToReview, What
from casetrack.store import Checked
from casetrack.text import safe_text
from casetrack.tui.exporting import export_rows
from casetrack.tui.found import ReferencedCases
from casetrack.tui.messages import RecordingWanted
from casetrack.tui.screens.assign import PEOPLE_COLUMNS, cells_of
from casetrack.tui.screens.base import DeskScreen
from casetrack.tui.screens.cases import CasesScreen
from casetrack.tui.screens.checked import CheckedScreen
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.columns import Column, Line
from casetrack.tui.widgets.few import FewLines
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

_DAYS: Final = (
    Column("day", "Runs out", 10),
    Column("left", "", 8),
    Column("cases", "Cases", 5, right=True),
    Column("what", "What", 20, grows=1),
)
_REVIEW: Final = (
    Column("what", "To review", 30, grows=1),
    Column("cases", "Cases", 9, right=True),
)
_CHECK: Final = "check"
_SCHEDULER: Final = "scheduler"
_NO_SCHEDULER: Final = (
    "Nothing reminds anybody by itself yet: `casetrack digest` prints what each person has to know."
)
_OF_SOMEBODY: Final = {
    What.OPEN: "Open",
    What.LATE: "Late",
    What.TODAY: "Due today",
    What.SOON: f"Due within {SOON} working days",
}
_REVIEWED: Final = {
    # in few words, and as the list of the cases is called
    What.REFUSED: ("Refused, last 30 days", "Refused in the last 30 days"),
    What.EXTENDED: ("Extended, not answered yet", "Extended and not answered yet"),
    What.UNSIGNED: (
        "Answered unsigned, last 30 days",
        "Answered in the last 30 days without the sign-off the landlord's matrix asks for",
    ),
    What.FINDINGS: (
        "Findings, last 30 days",
        "With a finding on what somebody recorded in the last 30 days",
    ),
    What.MOVED: (
        "Due days moved, last 30 days",
        "With a due day that a bank holiday moved in the last 30 days",
    ),
    What.CALENDAR: (
        "Otherwise by today's calendar",
        "Settled, and today's calendar would settle it otherwise",
    ),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """All that is shown, as one worker read it."""

    people: tuple[Load, ...]
    days: tuple[RunsOut, ...]
    review: tuple[ToReview, ...]
    checked: Checked | None = None
    """the last check that was made to its end, by anybody"""


class ManagerScreen(DeskScreen):
    """Three tables; every line of them leads to its cases."""

    title_for_help = "The manager's screen"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (116, "-wide")]  # noqa: RUF012  Textual's own
    DEFAULT_CSS = """
    ManagerScreen #people { height: 1fr; }
    ManagerScreen #below { layout: vertical; height: 15; }
    ManagerScreen #days { height: 6; }
    ManagerScreen #review { height: 9; }
    ManagerScreen.-wide #below { layout: horizontal; }
    ManagerScreen.-wide #days, ManagerScreen.-wide #review { height: 1fr; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Cases", id="manager.open"),
        Binding("o", "of_somebody('late')", "Late", id="manager.late"),
        Binding("t", "of_somebody('today')", "Today", id="manager.today"),
        Binding("5", "of_somebody('soon')", "In 5 wd", id="manager.soon"),
        Binding("c", "check", "Check all", id="manager.check"),
        Binding("p", "record", "Record…", id="manager.record"),
        Binding("tab", "app.focus_next", "Next table", id="manager.next"),
        Binding("escape", "back", "Back", id="manager.back"),
    ]

    def __init__(self) -> None:
        """Start before anything was read."""
        super().__init__()
        self._found: _Found | None = None
        self._checking = ""
        """how far a check has come that is under way"""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self.desk.landlord, said(self.desk.today))
        yield FewLines(PEOPLE_COLUMNS, nothing="Nobody has a case.", id="people")
        with Container(id="below"):
            yield FewLines(_DAYS, nothing="Nothing runs out.", id="days")
            yield FewLines(_REVIEW, nothing="…", id="review")
        yield Static(id="explained", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Give the keys to the people."""
        self.query_one("#people", FewLines).focus()

    def on_screen_resume(self) -> None:
        """Read everything, at first and whenever one comes back."""
        self.look_again()

    # --- reading

    def look_again(self) -> None:
        """Read everything anew; each cursor stays on its line."""
        self._fetch()

    @work(thread=True, exclusive=True, group="workload")
    def _fetch(self) -> None:
        workload, today = self.desk.casetrack.workload, self.desk.today
        people, days = workload.people(today), workload.next_to_run_out(today)
        before = self._found.review if self._found else ()
        checked = self.desk.casetrack.upkeep.last_check()
        self.bring(self._show, _Found(people, days, before, checked))
        self.bring(self._show, _Found(people, days, workload.to_review(today), checked))

    def _show(self, found: _Found) -> None:
        self._found = found
        self.query_one("#people", FewLines).show_lines(
            [
                Line(load.handler, cells_of(load), "late" if load.counts.late else "")
                for load in found.people
            ]
        )
        self.query_one("#days", FewLines).show_lines(
            [Line(day.day, self._cells_of_day(day)) for day in found.days]
        )
        self._show_review(found)
        late = sum(load.counts.late for load in found.people)
        opened = sum(load.counts.open for load in found.people)
        right = f"{said(self.desk.today)}   {self.desk.me}   {opened:,} open · {late:,} late"
        self.query_one(TopLine).say(self.desk.landlord, right)

    def _show_review(self, found: _Found) -> None:
        if not found.review:
            return  # still being counted
        lines = [
            Line(
                each.what,
                (_REVIEWED[each.what][0], f"{each.cases:,}"),
                "" if each.cases else "quiet",
            )
            for each in found.review
        ]
        checked = self._checking or _last(found.checked, self.desk.today)
        lines.append(Line(_CHECK, (f"Last check: {checked}", "c checks")))
        lines.append(Line(_SCHEDULER, ("Scheduler: none runs, no email is sent", ""), "quiet"))
        self.query_one("#review", FewLines).show_lines(lines)

    def _cells_of_day(self, day: RunsOut) -> tuple[str, ...]:
        left = f"in {day.working_days_left} wd" if day.day > self.desk.today else "today"
        counts = ", ".join(f"{each.cases:,} {what(each.kind, each.stage)}" for each in day.counts)
        return (short_day(day.day, self.desk.today), left, f"{day.cases:,}", counts)

    @on(WindowedTable.CursorMoved)
    def _explain(self, event: WindowedTable.CursorMoved) -> None:
        if event.table is self.focused or event.table.id == "people":
            words = self._in_words(event.line) if event.line else ""
            self.query_one("#explained", Static).update(safe_text(words))

    @on(events.DescendantFocus)
    def _explain_anew(self) -> None:
        if isinstance(self.focused, WindowedTable):
            self._explain(WindowedTable.CursorMoved(self.focused, 0, self.focused.current))

    def _in_words(self, line: Line) -> str:
        """Return what a line says, in full."""
        for load in self._found.people if self._found else ():
            if load.handler == line.key:
                return _who(load)
        for day in self._found.days if self._found else ():
            if day.day == line.key:
                return f"{said(day.day)}: {self._cells_of_day(day)[-1]}"
        if line.key == _SCHEDULER:
            return _NO_SCHEDULER
        if isinstance(line.key, What):
            return f"{_REVIEWED[line.key][1]}."
        by = (
            f" The last one: {self._found.checked.by}'s."
            if self._found and self._found.checked
            else ""
        )
        return f"Chain, seals, what is derived and every document are checked: Enter or c.{by}"

    # --- going to the cases

    @on(WindowedTable.Opened)
    def _opened(self, event: WindowedTable.Opened) -> None:
        key = event.line.key
        match event.table.id:
            case "people":
                self._list(Asked(what=What.OPEN, handler=str(key)))
            case "days":
                day = next(each.day for each in self._found.days if each.day == key)  # type: ignore[union-attr]
                self._list(Asked(what=What.DUE_ON, day=day))
            case _ if key == _CHECK:
                self.action_check()
            case _ if key == _SCHEDULER:
                self.notify(_NO_SCHEDULER, markup=False)
            case _:
                self._list(Asked(what=What(str(key))))

    def action_open(self) -> None:
        """Show the cases of the line under the cursor."""
        if isinstance(self.focused, WindowedTable):
            self.focused.action_open()

    def action_of_somebody(self, name: str) -> None:
        """Show some of the cases of the person under the cursor."""
        line = self.query_one("#people", FewLines).current
        if line is not None:
            self._list(Asked(what=What(name), handler=str(line.key)))

    def _list(self, asked: Asked) -> None:
        workload, desk = self.desk.casetrack.workload, self.desk
        cases = ReferencedCases(workload, lambda: workload.cases(asked, desk.today))
        self.app.push_screen(CasesScreen(_title(asked), cases))

    def action_record(self) -> None:
        """Record something of the landlord's own: who works here, a report, a duty."""
        self.post_message(RecordingWanted("landlord", "landlord"))

    # --- the check

    def action_check(self) -> None:
        """Check the chain, the seals and everything derived."""
        self._say_checking("under way …")
        self._check()

    @work(thread=True, exclusive=True, group="check")
    def _check(self) -> None:
        upkeep, problems = self.desk.casetrack.upkeep, list[Problem]()
        try:
            for problem in upkeep.check():
                problems.append(problem)
                self.bring(self._say_checking, f"under way, {_problems(len(problems))} so far …")
            upkeep.note_check(len(problems), by=self.desk.me, at=self.desk.now())
        except CasetrackError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", markup=False)
        self.bring(self._checked, problems)

    def _checked(self, problems: Sequence[Problem]) -> None:
        self._say_checking("")
        self.look_again()
        if problems:
            self.app.push_screen(CheckedScreen(problems))

    def _say_checking(self, words: str) -> None:
        self._checking = words
        if self._found is not None:
            self._show_review(self._found)

    def action_back(self) -> None:
        """Go back to the worklist."""
        self.dismiss()

    def export(self) -> None:
        """Write who has how much to a file."""
        self._write()

    @work(thread=True, exclusive=True, group="export")
    def _write(self) -> None:
        headings = ("Handler", "Open", "Capacity", "Late", "Due today", f"Due within {SOON} wd")
        people = self.desk.casetrack.workload.people(self.desk.today)
        rows = [
            (
                *(load.handler, load.counts.open, load.capacity or ""),
                *(load.counts.late, load.counts.today, load.counts.soon),
            )
            for load in people
        ]
        path = export_rows("workload", headings, rows, self.desk.today)
        self.app.call_from_thread(self.notify, f"Written to {path}", markup=False)


def _who(load: Load) -> str:
    if not load.handler:
        return f"Nobody has been given {load.counts.open:,} open cases: Enter lists them."
    role = load.role.value if load.role else "not registered"
    enough = f", {load.capacity:,} open cases are enough" if load.capacity else ""
    return f"{load.handler}, {role}{enough}: {load.counts.open:,} open."


def _last(checked: Checked | None, today: date) -> str:
    if checked is None:
        return "none yet"
    at = time_in_london(checked.at, today)
    return f"{at}, {_problems(checked.problems)}"


def _problems(number: int) -> str:
    return f"{number:,} problem{'' if number == 1 else 's'}" if number else "no problem"


def _title(asked: Asked) -> str:
    if asked.what in _OF_SOMEBODY:
        whose = f"of {asked.handler}" if asked.handler else "of nobody"
        return f"{_OF_SOMEBODY[asked.what]}, {whose}"
    if asked.day is not None:
        return f"Due on {said(asked.day)}"
    return _REVIEWED[asked.what][1]
