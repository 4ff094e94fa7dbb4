"""Fields for a day, a number and an amount of money."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from casetrack.domain.codec import Plain
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import WorkingCalendar, said
from casetrack.service.typed_amounts import typed_amount
from casetrack.tui.widgets.day_input import DayInput
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_words import WordsField

_LONGEST: Final = 9
"""figures of a number"""


class DayField(Field):
    """A day, typed as people type it."""

    def __init__(
        self,
        key: str,
        label: str,
        today: date,
        calendar: WorkingCalendar,
        *,
        hint: str = "",
        required: bool = False,
        starts: str = "",
        anchor: date | None = None,
        past: bool = False,
    ) -> None:
        """Take what a day is read with, and what stands there at first."""
        super().__init__(key, label, hint=hint, required=required)
        self._day = DayInput(
            today, calendar, anchor, past=past, value=starts, needed=False, classes="field--day"
        )

    def control(self) -> Widget:
        """Return the line."""
        return self._day

    @property
    def raw(self) -> Raw:
        """What is typed."""
        return self._day.value

    @raw.setter
    def raw(self, raw: Raw) -> None:
        self._day.value = raw if isinstance(raw, str) else ""

    def say(self, wrong: str = "", against: Sequence[str] = ()) -> None:
        """Say what is missing and what stands against it; what is no day is said beside it."""
        super().say("" if wrong == self._day.problem else wrong, against)

    def plain(self) -> Plain:
        """Return the ISO day, None for none. Raises BadInput for what is no day."""
        if self._day.problem:
            raise BadInput(self._day.problem)
        return self._day.day.isoformat() if self._day.day else None

    def fill(self, plain: Plain) -> None:
        """Take an ISO day."""
        self.raw = said(date.fromisoformat(plain)) if isinstance(plain, str) else ""

    @on(DayInput.Changed)
    def _read(self, event: DayInput.Changed) -> None:
        event.stop()
        self.changed()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()


class NumberField(WordsField):
    """A whole number."""

    def plain(self) -> Plain:
        """Return the number, None for none. Raises BadInput for what is no whole number."""
        typed = self._input.words.strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST):
            raise BadInput(f'"{typed}" is no whole number: write it in figures, as in 10.')
        return int(typed)

    def fill(self, plain: Plain) -> None:
        """Take a number."""
        self.raw = str(plain) if isinstance(plain, int) else ""


class PoundsField(NumberField):
    """An amount in pounds, kept in pence."""

    def plain(self) -> Plain:
        """Return the pence, None for nothing. Raises BadInput for what is no amount."""
        typed = self._input.words.strip()
        if not typed:
            return None
        return typed_amount(typed)

    def fill(self, plain: Plain) -> None:
        """Take an amount in pence."""
        self.raw = f"{plain // 100}.{plain % 100:02d}" if isinstance(plain, int) and plain else ""
