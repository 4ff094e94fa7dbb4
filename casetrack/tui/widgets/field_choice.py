"""Fields for one of a list, and for the entry that something takes up."""

from collections.abc import Sequence

from rich.text import Text
from textual import events, on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Select
from textual.widgets._select import SelectOverlay

from casetrack.domain.codec import Plain
from casetrack.text import safe_text
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_ticks import Option

NOT_SAID = "not said"


class Choice(Select[str], inherit_bindings=False):
    """One of a list; Enter or Space opens it, the beginning of a word finds it."""

    # Up and down go from field to field.
    BINDINGS = [Binding("enter,space", "show_overlay", "Choose", show=False, id="choice.open")]  # noqa: RUF012  Textual's own name and type
    DEFAULT_CSS = """
    Choice { width: 1fr; height: auto; }
    Choice.-textual-compact > SelectCurrent { background: $surface; }
    Choice.-textual-compact:focus > SelectCurrent { background: $panel-lighten-1; }
    Choice > SelectOverlay { max-height: 10; border: none; padding: 0 1; background: $panel; }
    """

    def on_key(self, event: events.Key) -> None:
        """Open the list where it begins with a letter; none opens another screen by mistake."""
        if self.expanded or not (event.character or "").isalnum():
            return
        event.stop()
        event.prevent_default()
        self.action_show_overlay()
        self.query_one(SelectOverlay).post_message(events.Key(event.key, event.character))


class ChoiceField(Field):
    """One of a list."""

    def __init__(
        self,
        key: str,
        label: str,
        options: Sequence[Option],
        *,
        hint: str = "",
        required: bool = False,
        nothing: str = NOT_SAID,
        chosen: str = "",
    ) -> None:
        """Take the list, and what is chosen at first."""
        super().__init__(key, label, hint=hint, required=required)
        self._values = {value for value, _ in options}
        self._starts_with = chosen if chosen in self._values else ""
        self._kept = ""
        """what was chosen once and is on the list no more"""
        self._choice = Choice(
            [
                (Text(safe_text(shown), no_wrap=True, overflow="ellipsis"), v)
                for v, shown in options
            ],
            prompt=nothing,
            value=self._starts_with or Select.NULL,
            compact=True,
        )

    def control(self) -> Widget:
        """Return the list."""
        return self._choice

    @property
    def raw(self) -> Raw:
        """What is chosen."""
        value = self._choice.value
        return value if isinstance(value, str) else self._kept

    @raw.setter
    def raw(self, raw: Raw) -> None:
        value = str(raw) if raw not in (None, "") else ""
        known = value in self._values
        self._kept = "" if known else value
        self._choice.value = value if known else Select.NULL

    def plain(self) -> Plain:
        """Return what is chosen, None for nothing."""
        return str(self.raw) or None

    @on(Select.Changed)
    def _typed(self, event: Select.Changed) -> None:
        event.stop()
        self.changed()


class YesNoField(ChoiceField):
    """Yes, no, or not said."""

    def __init__(self, key: str, label: str, *, hint: str = "") -> None:
        """Take what it is called."""
        super().__init__(key, label, (("yes", "yes"), ("no", "no")), hint=hint)

    def plain(self) -> Plain:
        """Return what was said, None where nothing was."""
        return {"yes": True, "no": False}.get(str(self.raw))

    def fill(self, plain: Plain) -> None:
        """Take what was said."""
        self.raw = {True: "yes", False: "no"}.get(plain, "") if isinstance(plain, bool) else ""


class EntryField(ChoiceField):
    """The entry that something takes up, of those that are open."""

    def plain(self) -> Plain:
        """Return its number, None where none is chosen."""
        return int(str(self.raw)) if str(self.raw).isdecimal() else None
