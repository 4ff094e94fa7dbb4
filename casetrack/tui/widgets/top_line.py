"""The first line of a screen: whose complaints these are, the day, who sits here, what presses."""

from rich.text import Text
from textual.widget import Widget

from casetrack.text import safe_text


class TopLine(Widget):
    """One line: on the left where one is, on the right the day, the person and what presses."""

    DEFAULT_CSS = """
    TopLine { height: 1; background: $primary; color: $text; text-style: bold; }
    """

    def __init__(self, left: str = "", right: str = "") -> None:
        """Take what it says."""
        super().__init__()
        self._left, self._right = left, right

    def say(self, left: str, right: str) -> None:
        """Say something else."""
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Text:
        """Return the line; the right side gives way last."""
        room = self.size.width
        right = Text(f" {safe_text(self._right)} ", no_wrap=True)
        left = Text(f" {safe_text(self._left)}", no_wrap=True)
        left.truncate(max(0, room - right.cell_len), overflow="ellipsis", pad=True)
        return left + right
