"""Giving cases to somebody: whom, with their workload beside them, and what came of each case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final
from uuid import uuid4

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from casetrack.domain.errors import CasetrackError
from casetrack.service.assigning import Assigned, Assignment, Became
from casetrack.service.wording import AT_THE_SHELL
from casetrack.service.workload import Load
from casetrack.text import fold, safe_text
from casetrack.tui.desk import Desk
from casetrack.tui.screens.base import Leavable
from casetrack.tui.widgets.columns import Column, Line
from casetrack.tui.widgets.few import FewLines
from casetrack.tui.widgets.one_line import OneLine
from casetrack.tui.widgets.table import WindowedTable

if TYPE_CHECKING:
    from casetrack.tui.app import CasetrackApp

PEOPLE_COLUMNS: Final = (
    Column("handler", "Who", 20, grows=1),
    Column("open", "Open", 5, right=True),
    Column("room", "Room", 11),
    Column("late", "Late", 5, right=True),
    Column("today", "Today", 5, right=True),
    Column("soon", "In 5 wd", 7, right=True),
    Column("rest", "", 1, grows=3),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the cases go to, and why."""

    handler: str
    because: str


def assign(app: "CasetrackApp", references: Sequence[str]) -> None:
    """Ask whom some cases go to, give them, and show what came of it."""

    def chosen(choice: Choice | None) -> None:
        if choice is None:
            return
        assignment = Assignment(
            references=tuple(references),
            handler=choice.handler,
            account=app.desk.account,
            at=app.desk.now(),
            batch=f"assign {uuid4()}",
            because=choice.because,
        )
        app.push_screen(AssigningScreen(app.desk, assignment), lambda _: _let_go(app))

    app.push_screen(AssignScreen(app.desk, len(references)), chosen)


def _let_go(app: "CasetrackApp") -> None:
    """Choose nothing any more: what was chosen has been given, or cannot be."""
    for table in app.screen.query(WindowedTable):
        table.let_go()
    app.action_look_again()


def cells_of(load: Load) -> tuple[str, ...]:
    """Return how much somebody has, as the cells of a line."""
    counts = load.counts
    return (
        load.handler or "nobody",
        f"{counts.open:,}",
        _room(load),
        f"‼ {counts.late:,}" if counts.late else "–",
        f"{counts.today:,}" if counts.today else "–",
        f"{counts.soon:,}" if counts.soon else "–",
        "",
    )


def _room(load: Load) -> str:
    match load.room:
        case None:
            return ""
        case 0:
            return "full"
        case room if room > 0:
            return f"{room:,} more"
        case room:
            return f"{-room:,} too many"


class AssignScreen(Leavable, ModalScreen[Choice | None]):
    """Who can be given cases, each with what they have; answered with whom, or with nobody."""

    DEFAULT_CSS = """
    AssignScreen { align: center middle; }
    AssignScreen > Vertical {
        width: 90%; max-width: 84; height: auto; max-height: 90%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    AssignScreen WindowedTable { height: 10; }
    AssignScreen .hint { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Give them to nobody else", id="assign.leave"),
    ]

    def __init__(self, desk: Desk, cases: int) -> None:
        """Take how many cases are to be given."""
        super().__init__()
        self._desk = desk
        self._what = f"{cases:,} case" + ("" if cases == 1 else "s")
        self._people: tuple[str, ...] = ()
        self._sought = ""
        """what was typed of a name"""
        self._nobody = False
        """whether nobody is called as it was typed"""

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(Text(f"Give {self._what} to", style="bold"))
            yield FewLines(
                PEOPLE_COLUMNS,
                nothing="Nobody is registered who could have them: m, then p, registers people.",
            )
            yield OneLine(placeholder="Why (may stay empty)", id="because")
            yield Static(
                "Enter gives them · Tab to the reason · Esc leaves all as it is", classes="hint"
            )

    def on_mount(self) -> None:
        """Ask who there is."""
        self.query_one(FewLines).focus()
        self._fetch()

    @work(thread=True, exclusive=True, group="people")
    def _fetch(self) -> None:
        people = self._desk.casetrack.workload.assignable(self._desk.today)
        people = tuple(sorted(people, key=lambda load: (load.counts.open, load.handler)))
        self.bring(self._show, people)

    def _show(self, people: Sequence[Load]) -> None:
        self._people = tuple(load.handler for load in people)
        lines = [Line(load.handler, cells_of(load)) for load in people]
        self.query_one(FewLines).show_lines(lines)

    def on_key(self, event: events.Key) -> None:
        """Go to whoever is called as the letters that are typed."""
        table = self.query_one(FewLines)
        if event.key == "enter":
            return
        if not table.has_focus or not (event.character or "").isalnum():
            self._sought, self._nobody = "", False
            return
        event.stop()
        event.prevent_default()
        sought = fold(self._sought + str(event.character))
        found = [place for place, who in enumerate(self._people) if fold(who).startswith(sought)]
        self._sought = sought
        self.query_one(".hint", Static).update(
            f"{'Looking for' if found else 'Nobody is called'} {safe_text(sought)}… · Enter gives "
            "them to whoever the line is of · Esc leaves all as it is"
        )
        self._nobody = not found
        if found:
            table.put_cursor(found[0])

    @on(WindowedTable.Opened)
    def _chosen(self, event: WindowedTable.Opened) -> None:
        if self._nobody:
            self.notify("Nobody is called so: go to whom they are for.", severity="warning")
            self._nobody = False
            return
        self.dismiss(Choice(str(event.line.key), self.query_one(Input).value.strip()))

    @on(Input.Submitted)
    def _reason_given(self) -> None:
        if (line := self.query_one(FewLines).current) is not None:
            self.dismiss(Choice(str(line.key), self.query_one(Input).value.strip()))

    def action_leave(self) -> None:
        """Give nothing to anybody."""
        self.dismiss(None)


class AssigningScreen(Leavable, ModalScreen[None]):
    """Cases being given one after the other, and then what became of each."""

    DEFAULT_CSS = """
    AssigningScreen { align: center middle; }
    AssigningScreen > Vertical {
        width: 90%; max-width: 96; height: auto; max-height: 90%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    AssigningScreen VerticalScroll { height: auto; max-height: 16; }
    AssigningScreen #hint { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "close", "Close", id="assigning.close"),
    ]

    def __init__(self, desk: Desk, wanted: Assignment) -> None:
        """Take what is to be given."""
        super().__init__()
        self._desk = desk
        self._wanted = wanted
        self._done: list[Assigned] = []

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(id="progress", markup=False)
            with VerticalScroll():
                yield Static(id="refused", markup=False)
            yield Static("Esc stops after the case that is being recorded", id="hint")

    def on_mount(self) -> None:
        """Begin."""
        self._say_progress()
        self._give()

    @work(thread=True, exclusive=True, group="assigning")
    def _give(self) -> None:
        worker, failed = get_current_worker(), ""
        try:
            for each in self._desk.casetrack.assigning.assign(self._wanted):
                self.bring(self._one_more, each)
                if worker.is_cancelled:
                    return
        except CasetrackError as error:
            failed = str(error)
        self.bring(self._all_done, failed)

    def _one_more(self, each: Assigned) -> None:
        self._done.append(each)
        self._say_progress()
        if each.became is Became.REFUSED:
            self.query_one("#refused", Static).update(self._refused())

    def _all_done(self, failed: str) -> None:
        self._say_progress()
        if failed:
            self.query_one("#refused", Static).update(self._refused().append(safe_text(failed)))
        self.query_one("#hint", Static).update("Esc closes")

    def _say_progress(self) -> None:
        done, total = len(self._done), len(self._wanted.references)
        given, had_it, refused = (
            sum(each.became is became for each in self._done)
            for became in (Became.GIVEN, Became.HAD_IT, Became.REFUSED)
        )
        filled = round(20 * done / total) if total else 20
        said = Text(f"To {safe_text(self._wanted.handler)}: ", style="bold")
        said.append(f"{'█' * filled}{'░' * (20 - filled)} {done:,} of {total:,}\n", "")
        said.append(f"{given:,} given", "")
        if had_it:
            said.append(f" · {had_it:,} theirs already", "")
        if refused:
            said.append(f" · {refused:,} not possible", "")
        self.query_one("#progress", Static).update(said)

    def _refused(self) -> Text:
        """Return what could not be given, case by case, with what to do instead."""
        said = Text()
        for each in self._done:
            if each.became is Became.REFUSED:
                said.append(f"\n{safe_text(each.reference)}  ", "bold")
                said.append(f"{safe_text(AT_THE_SHELL.sub('', ' '.join(each.says)))}\n")
        return said

    def action_close(self) -> None:
        """Close; what is still to be given stays where it is."""
        self.workers.cancel_group(self, "assigning")
        self.dismiss(None)
