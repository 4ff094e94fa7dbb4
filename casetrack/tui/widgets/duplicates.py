"""Cases that may be the complaint that is being typed, with why: Enter opens one to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from casetrack.text import safe_text

_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Perhaps:
    """A case that may be the same."""

    reference: str
    why: str
    about: str
    """how it stands, in few words"""


class Duplicates(Widget):
    """Up to three lines; none where there is nothing to warn of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "along(1)", "Next case", show=False, id="duplicates.next"),
        Binding("up", "along(-1)", "Case before", show=False, id="duplicates.before"),
        Binding("enter", "open", "Look at it", show=False, id="duplicates.open"),
    ]
    DEFAULT_CSS = """
    Duplicates { height: auto; display: none; padding: 0 1; color: $text-warning; }
    Duplicates.-some { display: block; }
    """
    cases: reactive[tuple[Perhaps, ...]] = reactive((), layout=True)
    cursor = reactive(0)

    @dataclass
    class Opened(Message):
        """Somebody wants to look at one of them."""

        reference: str

    def show(self, cases: Sequence[Perhaps]) -> None:
        """Take the cases, the likeliest first."""
        self.cases = tuple(cases[:_MOST])
        self.cursor = min(self.cursor, max(0, len(self.cases) - 1))
        self.set_class(bool(self.cases), "-some")
        self.can_focus = bool(self.cases)

    def action_along(self, by: int) -> None:
        """Go to another case."""
        self.cursor = max(0, min(len(self.cases) - 1, self.cursor + by))

    def action_open(self) -> None:
        """Look at the case under the cursor."""
        if self.cases:
            self.post_message(self.Opened(self.cases[self.cursor].reference))

    def on_click(self, event: events.Click) -> None:
        """Look at the case that was clicked."""
        if event.y < len(self.cases):
            self.cursor = event.y
            self.action_open()

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002  Textual's own signature
        viewport: Size,  # noqa: ARG002
        width: int,  # noqa: ARG002
    ) -> int:
        """Return how many lines it takes."""
        return len(self.cases)

    def render(self) -> RenderResult:
        """Return the lines."""
        lines = Text(no_wrap=True, overflow="ellipsis")
        for place, case in enumerate(self.cases):
            lead = "≈ Perhaps the same: " if not place else " " * 20
            here = self.has_focus and place == self.cursor
            words = f"{case.reference} ({case.why})  {case.about}"
            lines.append(f"{lead}{'▸' if here else ''}")
            lines.append(safe_text(words), "reverse" if here else "")
            lines.append("\n" if place < len(self.cases) - 1 else "")
        return lines
