"""The case file: its clocks as a picture, what comes next, and all that is kept with the case."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Static
from textual.worker import get_current_worker

from casetrack.domain.errors import CasetrackError
from casetrack.service.case_file import CaseFile, opened
from casetrack.service.casework import Told
from casetrack.service.offers import Offer
from casetrack.text import safe_text
from casetrack.tui.case_lines import (
    PARTS,
    complaint_of,
    entry_under,
    lines_of,
    points_of,
    top_line,
)
from casetrack.tui.next_acts import NextLine, next_lines
from casetrack.tui.screens.case_acts import ActingOnACase
from casetrack.tui.widgets.clock_strip import ClockStrip
from casetrack.tui.widgets.few import FewLines
from casetrack.tui.widgets.next_panel import NextPanel
from casetrack.tui.widgets.part_bar import PartBar
from casetrack.tui.widgets.resident_banner import ResidentBanner
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.widgets.top_line import TopLine

_HISTORY: Final = "history"
_COMPLAINT: Final = "complaint"
_NAMES: Final = (_HISTORY, _COMPLAINT, *(p.name for p in PARTS if p.name != _HISTORY))
_WIDE: Final = 160
"""columns from which two parts stand side by side"""
_TALL: Final = 30
_POINTS, _POINTS_TALL = 2, 6
"""lines for what is complained of"""
_RULE: Final = "─"


class CaseScreen(ActingOnACase):
    """One case."""

    title_for_help = "The case file"
    DEFAULT_CSS = """
    CaseScreen {
        #clocks { height: auto; max-height: 4; scrollbar-size-vertical: 1; }
        &.-tall #clocks { max-height: 10; }
        &.-tall NextPanel { max-height: 7; }
        #rule { height: 1; color: $text-muted; }
        #points {
            height: auto; max-height: 2; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
        }
        &.-tall #points { max-height: 6; }
        #parts { height: 1fr; }
        #parts > .part { width: 1fr; height: 1fr; display: none; }
        #parts > .part.-shown { display: block; }
        #complaint { padding: 0 1; scrollbar-size-vertical: 1; }
    }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_TALL, "-tall")]  # noqa: RUF012  Textual's own
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="case.back"),
        Binding("right_square_bracket", "part(1)", "Next part", show=False, id="case.next-part"),
        Binding("left_square_bracket", "part(-1)", "Part before", show=False, id="case.last-part"),
        Binding("right,l", "day(1)", "Along the clock", show=False, id="case.next-day"),
        Binding("left,h", "day(-1)", "Back along the clock", show=False, id="case.day-before"),
        *(
            Binding(str(place), f"show('{name}')", f"Show: {name}", False, id=f"case.{name}")
            for place, name in enumerate(_NAMES, 1)
        ),
    ]

    def __init__(self, reference: str, *, takes_out: int | None = None) -> None:
        """Take the case, and the entry that somebody was taking out."""
        super().__init__()
        self._takes_out = takes_out
        self.reference = reference
        self._part = _HISTORY

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield TopLine(self.reference, "")
        yield ResidentBanner()
        with VerticalScroll(id="clocks", can_focus=False):
            yield ClockStrip()
        yield Static(id="rule", markup=False)
        yield NextPanel()
        yield Static(id="points", markup=False)
        yield PartBar(_NAMES)
        with Horizontal(id="parts"):
            for part in PARTS:
                yield FewLines(part.columns, nothing=part.nothing, id=part.name, classes="part")
            with VerticalScroll(id=_COMPLAINT, classes="part"):
                yield Static(id="words", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Open the file; a key pressed meanwhile waits for what may be done."""
        self.casetrack_app.hold_keys(self)
        self._show_parts()
        self.query_one(f"#{_HISTORY}").focus()
        self._open()

    # --- asking

    @work(thread=True, exclusive=True, group="case-file")
    def _open(self) -> None:
        """Fetch the file, and only then what may be done: it is on the screen first."""
        casetrack, desk, worker = self.desk.casetrack, self.desk, get_current_worker()
        try:
            file = opened(casetrack.casework, self.reference, desk.today)
        except CasetrackError as error:
            self.bring(self._not_there, str(error))
            return
        if worker.is_cancelled:  # somebody asked anew meanwhile: what this one read may be older
            return
        self.bring(self._show, file)
        try:
            offers = casetrack.offers.of_case(file.view, account=desk.account, at=desk.now())
        except CasetrackError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
            self.app.call_from_thread(self.casetrack_app.let_keys_go, self)
            return
        drafts = desk.drafts.about("case", file.view.reference)
        lines = next_lines(offers, drafts, desk.today)
        self.app.call_from_thread(self._show_offers, offers, lines)

    def look_again(self) -> None:
        """Fetch the file anew; the cursor, the part and the day that was picked stay."""
        self._open()

    def on_screen_resume(self) -> None:
        """Look again when another screen was closed."""
        if self.file is not None:
            self._open()

    def _not_there(self, why: str) -> None:
        self.casetrack_app.let_keys_go(self)
        self.notify(safe_text(why), severity="error", markup=False)
        if self.file is None and self.is_current:
            self.dismiss()

    # --- showing

    def _show(self, file: CaseFile) -> None:
        self.file = file
        self.query_one(TopLine).say(*top_line(file))
        resident = file.view.resident.on(self.desk.today) if file.view.resident else None
        self.query_one(ResidentBanner).show(resident, file.view.about)
        self.query_one(ClockStrip).show(file.clocks)
        self.query_one("#points", Static).update(self._points(file))
        for part in PARTS:
            table = self.query_one(f"#{part.name}", FewLines)
            table.show_lines(lines_of(part.name, file, self.desk.today))
        self.query_one("#words", Static).update(_as_text(file))
        self._say_rule()
        self._show_parts()
        number, self._takes_out = self._takes_out, None
        for told in file.told:
            if told.entry.sequence == number and told.corrected_by is None:
                self.take_out(file.view, told)

    def _show_offers(self, offers: tuple[Offer, ...], lines: Sequence[NextLine]) -> None:
        if self.is_attached:
            self.offers = offers
            self.query_one(NextPanel).show(lines)
        self.casetrack_app.let_keys_go(self)

    def _points(self, file: CaseFile) -> Text:
        lines = points_of(file)
        wide = max((len(name) for name, _ in lines), default=0)
        said = [f"{safe_text(name).rjust(wide)}  {safe_text(words)}" for name, words in lines]
        room = _POINTS_TALL if self.has_class("-tall") else _POINTS
        if len(said) > room:
            said = [*said[: room - 1], f"and {len(said) - room + 1} more lines: 2 shows them all"]
        return Text("\n".join(said), no_wrap=True, overflow="ellipsis")

    def _say_rule(self) -> None:
        """Say what the day that is picked is, on the line under the clocks."""
        strip = self.query_one(ClockStrip)
        picture, day = strip.current, strip.current_day
        words = ""
        if picture is not None and strip.has_focus:
            words = picture.says_of(day) if day else f"{picture.name}: ←→ its days, w why"
        line = f"{_RULE * 2} {safe_text(words)} " if words else ""
        rule = Text(line + _RULE * max(0, self.size.width - len(line)), no_wrap=True)
        self.query_one("#rule", Static).update(rule)

    @property
    def shown(self) -> tuple[str, ...]:
        """The parts in sight: on a wide screen the history stays beside another."""
        if self.size.width < _WIDE:
            return (self._part,)
        return (_HISTORY, _COMPLAINT if self._part == _HISTORY else self._part)

    def _show_parts(self) -> None:
        shown = self.shown
        for name in _NAMES:
            self.query_one(f"#{name}").set_class(name in shown, "-shown")
        counts = {part.name: self.query_one(f"#{part.name}", FewLines).total for part in PARTS}
        self.query_one(PartBar).show(shown, counts)

    def on_resize(self) -> None:
        """Show as many parts as there is room for."""
        self._show_parts()
        self._say_rule()

    # --- what happened

    @on(ClockStrip.DayPicked)
    def _day_picked(self) -> None:
        self._say_rule()

    def on_descendant_focus(self) -> None:
        """Say what the keys are at."""
        self._say_rule()

    @on(PartBar.Picked)
    def _part_picked(self, event: PartBar.Picked) -> None:
        self.action_show(event.name)

    @on(WindowedTable.Opened)
    def _entry_opened(self) -> None:
        from casetrack.tui.screens.entry import EntryScreen  # only where one is opened

        if (told := self.told) is not None:
            self.app.push_screen(EntryScreen(told), self._entry_answered)

    def _entry_answered(self, what: str | None) -> None:
        if what == "correct":
            self.action_correct()
        elif what == "undo":
            self.action_undo()

    @property
    def told(self) -> Told | None:
        """The entry under the cursor, None where that is of none."""
        number = self._entry()
        found = (
            (each for each in self.file.told if each.entry.sequence == number) if self.file else ()
        )
        return next(iter(found), None)

    @property
    def part(self) -> str:
        """The part that has the keys, or had them last."""
        focused = self.focused.id if self.focused else None
        return focused if focused in _NAMES else self._part

    def _entry(self) -> int | None:
        """Return the number of the entry under the cursor of the part that has the keys."""
        part = _HISTORY if self.part == _COMPLAINT else self.part
        line = self.query_one(f"#{part}", FewLines).current
        return entry_under(part, line.key) if line else None

    # --- keys

    def action_back(self) -> None:
        """Go back one level: from the clocks to the history, from the file to the list."""
        if self.query_one(ClockStrip).has_focus:
            self.action_show(self._part)
            self._say_rule()
        else:
            self.dismiss()

    def action_show(self, name: str) -> None:
        """Show a part and give it the keys."""
        self._part = name
        self._show_parts()
        self.query_one(f"#{name}").focus()

    def action_day(self, by: int) -> None:
        """Go along the days of a clock, from wherever the keys are."""
        strip = self.query_one(ClockStrip)
        strip.focus()
        strip.action_day(by)

    def action_part(self, by: int) -> None:
        """Show the next part, or the one before."""
        self.action_show(_NAMES[(_NAMES.index(self._part) + by) % len(_NAMES)])


def _as_text(file: CaseFile) -> Text:
    """Return the complaint in full, with all that is held beside its clocks and its history."""
    text = Text()
    for heading, lines in complaint_of(file):
        text.append(f"{safe_text(heading)}\n", "bold")
        for line in lines:
            text.append(f"  {safe_text(line, lines=True)}\n")
    return text
