"""A field for a day: typed as people type it, said back in words beside it as it is typed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import WorkingCalendar, said
from casetrack.service.typed_days import echo, typed_day
from casetrack.text import safe_text


class _OneLine(Input):
    """What is typed, harmless: a pasted escape would otherwise speak to the terminal."""

    def validate_value(self, value: str) -> str:
        """Return the text as it may be shown."""
        return safe_text(value)


class DayInput(Horizontal):
    """One line: what is typed, and the day it names or what is wrong with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+up", "move(1)", "A day later", show=False, id="day.later"),
        Binding("ctrl+down", "move(-1)", "A day earlier", show=False, id="day.earlier"),
    ]
    DEFAULT_CSS = """
    DayInput { height: auto; }
    DayInput > Input { width: 20; }
    DayInput > Static { width: 1fr; height: auto; padding: 0 1; color: $text-muted; }
    DayInput.-wrong > Static { color: $text-error; }
    """

    @dataclass
    class Changed(Message):
        """Another day was typed, or something that is none."""

        day_input: "DayInput"
        day: date | None
        problem: str

        @property
        def control(self) -> "DayInput":
            """The field it was typed into."""
            return self.day_input

    def __init__(
        self,
        today: date,
        calendar: WorkingCalendar,
        anchor: date | None = None,
        past: bool = False,
        value: str = "today",
        *,
        needed: bool = True,
        **of_a_widget: Any,
    ) -> None:
        """Take what a day is read with; without `needed` the field may stay empty."""
        super().__init__(**of_a_widget)
        self._today, self._calendar, self._anchor = today, calendar, anchor
        self._past, self._needed = past, needed
        self._input = _OneLine(value, compact=True)
        self._day: date | None = None
        self._problem = ""
        self._read(value)

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        yield self._input
        yield Static(self._said_back(), markup=False)

    @property
    def day(self) -> date | None:
        """The day that is typed, None where it is none."""
        return self._day

    @property
    def problem(self) -> str:
        """What is wrong with what is typed, "" where nothing is."""
        return self._problem

    @property
    def value(self) -> str:
        """What is typed, letter by letter."""
        return self._input.value

    @value.setter
    def value(self, text: str) -> None:
        self._input.value = text
        if not self.is_mounted:
            self._read(text)

    def count_from(self, anchor: date | None) -> None:
        """Count working days (+2wd) from another day from now on."""
        self._anchor = anchor
        self._typed(self.value)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Put the cursor into the field."""
        self._input.focus(scroll_visible)
        return self

    def action_move(self, by: int) -> None:
        """Move the day by so many days."""
        day = (self._day or self._today) + timedelta(days=by)
        self._input.value = said(day)
        self._input.cursor_position = len(said(day))

    @on(Input.Changed)
    def _input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._typed(event.value)

    def _typed(self, text: str) -> None:
        before = self._day, self._problem
        self._read(text)
        self.set_class(bool(self._problem), "-wrong")
        if self.is_mounted:
            self.query_one(Static).update(self._said_back())
        if before != (self._day, self._problem):
            self.post_message(self.Changed(self, self._day, self._problem))

    def _read(self, text: str) -> None:
        self._day, self._problem = None, ""
        if not text.strip() and not self._needed:
            return
        try:
            self._day = typed_day(
                text,
                today=self._today,
                calendar=self._calendar,
                anchor=self._anchor,
                past=self._past,
            )
        except BadInput as problem:
            self._problem = str(problem)

    def _said_back(self) -> Text:
        if self._day is None:
            return Text(safe_text(f"✗ {self._problem}") if self._problem else "")
        return Text(safe_text(f"→ {echo(self._day, self._today, self._calendar)}"))
