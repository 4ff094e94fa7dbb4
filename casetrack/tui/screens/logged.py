"""What comes next once a complaint is logged: its reference, and the next step a key away."""

from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from casetrack.domain.errors import CasetrackError
from casetrack.text import safe_text
from casetrack.tui.desk import Desk

ACKNOWLEDGE, DEFINE, OPEN, ANOTHER, DONE = "acknowledge", "define", "open", "another", ""

FACT_OF: Final = {ACKNOWLEDGE: "complaint-acknowledged", DEFINE: "complaint-defined"}


def awaited_next(reference: str, desk: Desk) -> str:
    """Return what to do first so that a case is acknowledged; "" where nothing can be done."""
    casetrack = desk.casetrack
    try:
        view = casetrack.casework.show(reference)
        offers = casetrack.offers.of_case(view, account=desk.account, at=desk.now())
    except CasetrackError:  # it is recorded: what comes next can be looked for on the case
        return ""
    if not any(each.next and each.kind == FACT_OF[ACKNOWLEDGE] for each in offers):
        return ""
    possible = {each.kind for each in offers if not each.objections}
    return next((answer for answer, kind in FACT_OF.items() if kind in possible), "")


class LoggedScreen(ModalScreen[str]):
    """Answers with what is wanted next."""

    DEFAULT_CSS = """
    LoggedScreen { align: center middle; }
    LoggedScreen > Vertical {
        width: 64; max-width: 95%; height: auto; padding: 1 2;
        background: $panel; border: round $primary;
    }
    LoggedScreen Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer('acknowledge')", "Acknowledge", id="logged.acknowledge"),
        Binding("d", "answer('define')", "Define", id="logged.define"),
        Binding("o,enter", "answer('open')", "Open it", id="logged.open"),
        Binding("n", "answer('another')", "Another", id="logged.another"),
        Binding("escape", "answer('')", "Back", id="logged.back"),
    ]

    def __init__(self, reference: str, said: str, *, awaited: str) -> None:
        """Take what was recorded, in words; `awaited`: ACKNOWLEDGE, DEFINE, or "" for neither."""
        super().__init__()
        self._reference, self._said = reference, said
        self._awaited = awaited

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        text = Text(safe_text(self._reference), style="bold")
        text.append(f" is logged.\n\n{safe_text(self._said, lines=True)}\n\n", "not bold")
        if self._awaited == ACKNOWLEDGE:
            text.append("a  acknowledge it now\n", "not bold")
        elif self._awaited == DEFINE:
            text.append("d  define it now: then it can be acknowledged\n", "not bold")
        text.append("o  open the case\nn  log another\nesc  back", "not bold")
        with Vertical():
            yield Static(text)
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer of the two only what can be done by now."""
        offered = {ACKNOWLEDGE, DEFINE}.intersection(map(str, parameters))
        return action != "answer" or offered <= {self._awaited}

    def action_answer(self, answer: str) -> None:
        """Answer."""
        self.dismiss(answer)
