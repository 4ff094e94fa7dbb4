"""Where words are typed: kept letter by letter as they were typed, painted harmless.

Textual parts a text at more characters than a line end and paints escapes as they come. So every
character that steers a terminal is held as one of a private kind while it is in a widget, shown as
a picture, and handed on as what it was.
"""

from dataclasses import replace
from typing import Any, Final

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from casetrack.text import safe_text

_HELD: Final = 0x102000
"""where the private kind begins: no text that anybody types has letters there"""
_HALVES: Final = 0x107000
_STEERING: Final = tuple(
    code for code in range(0x2070) if safe_text(chr(code)) != chr(code) and chr(code) not in "\n\t"
)
_HOLD: Final = {code: chr(_HELD + code) for code in (*_STEERING, 0x0A, 0x09)} | {
    code: chr(_HALVES + code - 0xD800) for code in range(0xD800, 0xE000)
}
"""what is held in one line"""
_HOLD_LINES: Final = {code: held for code, held in _HOLD.items() if code not in (0x0A, 0x09)}
_HAND_ON: Final = {ord(held): chr(code) for code, held in _HOLD.items()}
_PAINT: Final = {ord(held): safe_text(chr(code)) for code, held in _HOLD.items()}


def held(words: str, *, lines: bool = False) -> str:
    """Return words as a widget holds them, a column for each character that steers."""
    if words.isascii() and words.isprintable():
        return words
    words = words.replace("\r\n", "\n") if lines else words
    return words.translate(_HOLD_LINES if lines else _HOLD)


def handed_on(text: str) -> str:
    """Return what a widget holds as it was typed."""
    return text if text.isascii() else text.translate(_HAND_ON)


def painted(strip: Strip) -> Strip:
    """Return a line of a widget with what it holds shown as pictures."""
    if all(segment.text.isascii() for segment in strip):
        return strip
    return Strip(
        [Segment(segment.text.translate(_PAINT), *segment[1:]) for segment in strip],
        strip.cell_length,
    )


class LineInput(Input):
    """One line of words."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus { background: $surface; width: 1fr; }
    LineInput.-textual-compact { height: 1; padding: 0; }
    LineInput.-textual-compact:focus { background: $panel-lighten-1; }
    """

    def __init__(self, words: str = "", **of_an_input: Any) -> None:
        """Take the words it begins with."""
        super().__init__(
            held(words), compact=True, select_on_focus=False, highlighter=None, **of_an_input
        )

    @property
    def words(self) -> str:
        """What is typed, letter by letter."""
        return handed_on(self.value)

    @words.setter
    def words(self, words: str) -> None:
        self.value = held(words)
        self.cursor_position = len(self.value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put words in the place of others."""
        super().replace(held(text), start, end)

    def _on_paste(self, event: events.Paste) -> None:
        # Textual would take the first line alone.
        event.stop()
        event.prevent_default()
        self.replace(event.text.rstrip("\r\n"), *self.selection)

    def render_line(self, y: int) -> Strip:
        """Return the line as it is painted."""
        return painted(super().render_line(y))


class TextBox(TextArea):
    """Lines of words; up and down leave it at its first and last line."""

    DEFAULT_CSS = """
    TextBox.-textual-compact {
        height: auto; min-height: 1; max-height: 2; padding: 0;
        scrollbar-size: 0 1; scrollbar-gutter: stable; overflow-x: hidden;
    }
    TextBox.-textual-compact:focus {
        min-height: 3; max-height: 8; background: $panel-lighten-1;
    }
    """

    def __init__(self, words: str = "", **of_an_area: Any) -> None:
        """Take the words it begins with."""
        super().__init__(held(words, lines=True), compact=True, tab_behavior="focus", **of_an_area)

    @property
    def words(self) -> str:
        """What is typed, letter by letter."""
        return handed_on(self.text)

    @words.setter
    def words(self, words: str) -> None:
        self.load_text(held(words, lines=True))
        self.move_cursor(self.document.end)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go a line up; from the first one to the field before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go a line down; from the last one to the next field."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    def edit(self, edit: Edit) -> EditResult:
        """Put words in the place of others."""
        return super().edit(replace(edit, text=held(edit.text, lines=True)))

    def render_line(self, y: int) -> Strip:
        """Return a line as it is painted."""
        return painted(super().render_line(y))
