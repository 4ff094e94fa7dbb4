"""What a case waits for, a line each with its key; what cannot be done now says why, greyed."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from casetrack.text import safe_text
from casetrack.tui.next_acts import NextLine


class NextPanel(Widget):
    """Lines of what to do next; each keeps to one line where there is little room."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"next--key", "next--possible", "next--not"}
    DEFAULT_CSS = """
    NextPanel {
        height: auto; min-height: 1; max-height: 4; padding: 0 1; color: $foreground;
        & > .next--key { color: $text-accent; text-style: bold; }
        & > .next--not { color: $text-muted; }
    }
    """

    _lines: reactive[tuple[NextLine, ...] | None] = reactive(None, layout=True)

    def show(self, lines: Sequence[NextLine]) -> None:
        """Take the lines."""
        self._lines = tuple(lines)

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002  Textual's own signature
        viewport: Size,  # noqa: ARG002
        width: int,  # noqa: ARG002
    ) -> int:
        """Return one line an act."""
        return max(1, len(self._lines or ()))

    def render(self) -> RenderResult:
        """Return the lines."""
        if self._lines is None:
            return Text("Next …")
        if not self._lines:
            return Text("Next   nothing is waited for.   p all that can be recorded")
        room = self.content_size.height or 1
        shown = self._lines[:room]
        more = len(self._lines) - len(shown)
        lines = [
            self._painted(line, first=number == 0, more=more if number == len(shown) - 1 else 0)
            for number, line in enumerate(shown)
        ]
        return Text("\n").join(lines)

    def _painted(self, line: NextLine, *, first: bool, more: int) -> Text:
        style = self.get_component_rich_style
        painted = Text("Next   " if first else "       ", no_wrap=True)
        painted.append(line.key, style("next--key"))
        tone = "next--possible" if line.possible else "next--not"
        sign = "" if line.possible else "✗ "
        painted.append(f"  {sign}{safe_text(line.words)}", style(tone))
        tail = f"  (and {more} more: p)" if more else ""
        painted.truncate(max(0, self.content_size.width - len(tail)), overflow="ellipsis")
        return painted.append(tail)
