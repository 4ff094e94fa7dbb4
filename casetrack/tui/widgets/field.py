"""One field of a form: its label, where it is typed, and what is said of it beneath.

What is typed is kept as it was typed (`raw`), also where it cannot be read; what it means is asked
for apart (`plain`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from casetrack.domain.codec import Plain
from casetrack.text import safe_text

_SHORT = 40
"""letters of the first of several things, where one is not"""
Raw = str | int | bool | None | Sequence["Raw"] | Mapping[str, "Raw"]
"""what stands in a field as it was typed or chosen: fit for JSON"""


class Field(Vertical):
    """One field of a form."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field.-folded { display: none; }
    Field > Horizontal { height: auto; }
    Field .field--label { width: 20; padding: 0 1; text-align: left; }
    Field.-focused .field--label { text-style: bold; color: $text-primary; }
    Field .field--said { height: auto; padding: 0 1 0 20; display: none; color: $text-muted; }
    Field.-says .field--said { display: block; }
    Field.-short .field--said { text-wrap: nowrap; text-overflow: ellipsis; }
    Field.-wrong .field--said { color: $text-error; }
    """

    @dataclass
    class Changed(Message):
        """Something else was typed or chosen."""

        field: "Field"

        @property
        def control(self) -> "Field":
            """The field."""
            return self.field

    def __init__(self, key: str, label: str, *, hint: str = "", required: bool = False) -> None:
        """Take what it is called and what it is for."""
        super().__init__()
        self.key = key
        self.label = label
        self.hint = hint
        self.required = required
        self._wrong = ""
        self._against: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay the field out."""
        with Horizontal():
            yield Static(Text(safe_text(self.label)), classes="field--label")
            yield self.control()
        yield Static(classes="field--said", markup=False)

    # --- what each sort of field says for itself

    def control(self) -> Widget:
        """Return the widget it is typed into."""
        raise NotImplementedError

    @property
    def raw(self) -> Raw:
        """What stands in it as it was typed."""
        raise NotImplementedError

    @raw.setter
    def raw(self, raw: Raw) -> None:
        raise NotImplementedError

    def plain(self) -> Plain:
        """Return what it means; None where nothing was typed. Raises BadInput in words."""
        raise NotImplementedError

    def fill(self, plain: Plain) -> None:
        """Take a plain value, as what was recorded before."""
        self.raw = plain

    # --- what all fields do

    @property
    def said(self) -> str:
        """What is wrong, and what stands against what is typed; a line each."""
        return "\n".join(filter(None, (self._wrong, *self._against)))

    def say(self, wrong: str = "", against: Sequence[str] = ()) -> None:
        """Say what is missing or cannot be read, and what stands against what is typed."""
        if (self._wrong, self._against) != (wrong, tuple(against)):
            self._wrong, self._against = wrong, tuple(against)
            self._show()

    def changed(self) -> None:
        """Tell that something else is typed."""
        self.post_message(self.Changed(self))

    def focus_first(self) -> None:
        """Put the cursor into it."""
        first = next((each for each in self.query("*") if each.focusable), None)
        if first is not None:
            first.focus()

    def on_mount(self) -> None:
        """Say what there is to say."""
        self._show()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Show what the field is for while it is typed into."""
        self.add_class("-focused")
        self._show()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Show only what is wrong."""
        self.remove_class("-focused")
        self._show()

    def _show(self) -> None:
        if not self.is_mounted:
            return
        lines = [f"✗ {each}" for each in (self._wrong, *self._against) if each]
        focused = self.has_class("-focused")
        if not lines and self.hint and focused:
            lines = [self.hint]
        elif len(lines) > 1 and not focused:
            lines = [f"{lines[0][:_SHORT]}… and {len(lines) - 1} more"]
        # Whole where one is, and where one is not as far as a line goes.
        self.set_class(bool(lines) and not focused, "-short")
        self.set_class(bool(self._wrong or self._against), "-wrong")
        self.set_class(bool(lines), "-says")
        said = "\n".join(safe_text(line) for line in lines)
        self.query_one(".field--said", Static).update(Text(said))
