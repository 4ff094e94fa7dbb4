"""A line to type in: what is pasted into it steers no terminal."""

from textual.widgets import Input

from casetrack.text import safe_text


class OneLine(Input):
    """One line without a frame, whose every character can be seen."""

    DEFAULT_CSS = """
    OneLine { height: 1; border: none; padding: 0 1; background: $boost; }
    OneLine:focus { border: none; background: $boost; }
    """

    def validate_value(self, value: str) -> str:
        """Show control characters as pictures of themselves: a box of Textual's sends them on."""
        return safe_text(value)
