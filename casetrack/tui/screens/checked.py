"""What a check of the whole record found: where, what, and what to do."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from casetrack.service.upkeep import Problem
from casetrack.text import safe_text

_MOST = 200
"""problems that are shown; whoever has more reads the first ones first"""


class CheckedScreen(ModalScreen[None]):
    """The problems of a check, one under the other."""

    DEFAULT_CSS = """
    CheckedScreen { align: center middle; }
    CheckedScreen > VerticalScroll {
        width: 90%; max-width: 96; height: auto; max-height: 90%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Close", id="checked.close"),
    ]

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Take what was found."""
        super().__init__()
        self._problems = tuple(problems)

    def compose(self) -> ComposeResult:
        """Lay the problems out."""
        told = Text(f"{len(self._problems):,} found by the check\n", style="bold")
        for each in self._problems[:_MOST]:
            told.append(f"\n{safe_text(each.where)}\n", "bold")
            told.append(f"  {safe_text(each.says)}\n  {safe_text(each.cure)}\n", "not bold")
        if len(self._problems) > _MOST:
            told.append("\nThe rest: `casetrack check`.", "not bold")
        with VerticalScroll():
            yield Static(told)
