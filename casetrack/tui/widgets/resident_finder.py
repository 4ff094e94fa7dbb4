"""Whose complaint it is: a name, a reference or an address finds who is on record, or a new name.

Receives whom the words found; never looks for anybody itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from casetrack.domain.codec import Plain
from casetrack.text import safe_text
from casetrack.tui.one_key_at_a_time import hold_keys, let_keys_go
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_inputs import LineInput

_MOST: Final = 5
"""residents shown at once"""
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A resident on record, as the list tells them apart."""

    reference: str
    name: str
    about: str
    """the address and what else there is to say"""


class ResidentField(Field):
    """A line for the name, and beneath it whom it may be while it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "along(1)", "Next resident", show=False, id="resident.next"),
        Binding("up", "along(-1)", "Resident before", show=False, id="resident.before"),
        Binding("tab", "done", "That is whose it is", show=False, id="resident.done"),
    ]
    DEFAULT_CSS = """
    ResidentField Horizontal { height: auto; }
    ResidentField LineInput { width: 1fr; }
    ResidentField .resident--about { width: auto; max-width: 50%; padding: 0 1; }
    ResidentField .resident--about { height: 1; color: $text-muted; }
    ResidentField .resident--found { height: auto; padding: 0 0 0 20; display: none; }
    ResidentField.-found .resident--found { display: block; }
    """

    @dataclass
    class Asked(Message):
        """Words were typed that may find somebody; "" for none any more."""

        words: str

    @dataclass
    class Chosen(Message):
        """Somebody on record was chosen; "" for a new name."""

        reference: str
        done: bool = False
        """by Enter: the cursor may go on"""

    found: reactive[tuple[Known, ...]] = reactive(())
    cursor = reactive(0)

    def __init__(self, key: str, label: str, *, hint: str = "") -> None:
        """Take what it is called."""
        super().__init__(key, label, hint=hint)
        self._input = LineInput()
        self._reference = ""
        self._settled = ""
        """the words that name whoever was chosen: nobody is looked for while they stand"""
        self._awaited = ""
        """the words for which it is not known yet whom they find"""
        self._go_on = False
        """Enter was pressed before that was known"""
        self._moving = False
        """somebody new was named: the cursor goes on once there is where to go"""

    def compose(self) -> ComposeResult:
        """Lay the field out."""
        yield from super().compose()
        yield Static(classes="resident--found", markup=False)

    def control(self) -> Widget:
        """Return the line."""
        return Horizontal(self._input, Static(classes="resident--about", markup=False))

    # --- what is typed

    @property
    def reference(self) -> str:
        """The reference of whoever was chosen, "" for a new name."""
        return self._reference

    @property
    def undecided(self) -> bool:
        """Whether it is not said yet if the name is of somebody on record."""
        return (
            bool(self._input.value) and not self._reference and self._input.words != self._settled
        )

    @property
    def raw(self) -> Raw:
        """The name as it is typed, with the reference of whoever was chosen."""
        if not self._reference:
            return self._input.words
        return {"name": self._input.words, "reference": self._reference}

    @raw.setter
    def raw(self, raw: Raw) -> None:
        named = raw if isinstance(raw, Mapping) else {"name": raw}
        name = named.get("name")
        self._reference = str(named.get("reference") or "")
        self._settled = name if isinstance(name, str) else ""
        self._input.words = self._settled

    def plain(self) -> Plain:
        """Return the name, None for none."""
        return self._input.words.strip() or None

    # --- whom it may be

    def offer(self, words: str, found: Sequence[Known]) -> None:
        """Take whom some words found; what was found for other words is let go."""
        if words != self._input.words or words == self._settled:
            return
        self._awaited = ""
        self.cursor = 0
        self.found = tuple(found[:_MOST])
        if self._go_on:
            self._go_on = False
            let_keys_go(self)
            # Whoever pressed Enter saw no list: only where there is no choice is one taken.
            if not found or (len(found) == 1 and _begins(found[0].name, words)):
                self._take(0)

    def settle(self, known: Known) -> None:
        """Take somebody on record as whose complaint it is."""
        self._reference, self._settled = known.reference, known.name
        self.found = ()
        self._input.words = known.name
        self._input.cursor_position = len(self._input.value)
        self.tell_about(f"{known.reference} {known.about}")
        self.changed()

    def tell_about(self, words: str) -> None:
        """Say beside the name who it is."""
        self.query_one(".resident--about", Static).update(
            Text(safe_text(words), no_wrap=True, overflow="ellipsis")
        )

    def action_along(self, by: int) -> None:
        """Go along whom it may be, or to another field where nobody is offered."""
        if self.found:
            self.cursor = (self.cursor + by) % (len(self.found) + 1)
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        """Take whoever is under the cursor, or the name as a new one, and go on."""
        if self._moving:
            return
        if self._awaited:
            self._go_on = True  # whoever types fast is not to miss who is on record
            hold_keys(self)
        elif self.found or self.undecided:
            self._take(self.cursor)
        else:
            self.screen.focus_next()

    def go_on(self) -> None:
        """Go on to what is asked of somebody new, now that it is there."""
        self._moving = False
        if self.has_focus_within:
            self.screen.focus_next()
        let_keys_go(self)

    def _take(self, place: int) -> None:
        if place < len(self.found):
            known = self.found[place]
            self.settle(known)
            self.post_message(self.Chosen(known.reference))
            self.screen.focus_next()
            return
        hold_keys(self)
        self._settled, self._moving = self._input.words, True
        self.found = ()
        self.changed()
        self.post_message(self.Chosen("", done=True))

    def on_click(self, event: events.Click) -> None:
        """Take whoever was clicked."""
        shown = self.query_one(".resident--found", Static)
        if self.found and shown.region.contains(event.screen_x, event.screen_y):
            self._take(event.screen_y - shown.region.y)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        words = self._input.words
        if words != self._settled:
            self._settled = ""
            if self._reference:
                self._reference = ""
                self.tell_about("")
                self.post_message(self.Chosen(""))
            self._go_on = False
            self._awaited = words if len(words.strip()) > 1 else ""
            if self._awaited:
                self.post_message(self.Asked(words))
            else:
                self.found = ()
        self.changed()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Fold the list away."""
        super().on_descendant_blur(event)
        self._settled = self._input.words
        self.found = ()
        self.changed()

    def watch_found(self) -> None:
        """Show whom it may be."""
        self._show_found()
        if self.is_mounted:
            self.changed()

    def watch_cursor(self) -> None:
        """Show who is chosen by Enter."""
        self._show_found()

    def _show_found(self) -> None:
        if not self.is_mounted:
            return
        self.set_class(bool(self.found), "-found")
        room = max(20, self.size.width - 23)
        lines = [f"{each.name}  {each.reference}  {each.about}" for each in self.found]
        lines.append(f"somebody new: {self._input.words.strip()}")
        text = Text(no_wrap=True)
        for place, line in enumerate(lines if self.found else ()):
            here = place == self.cursor
            words = _fitted(f"{'▸' if here else ' '} {safe_text(line)}", room)
            text.append(words + "\n", "reverse" if here else "")
        text.rstrip()
        self.query_one(".resident--found", Static).update(text)


def _begins(name: str, words: str) -> bool:
    """Say whether a name begins with some words, its title left out or not."""
    named, typed = name.casefold().strip(), words.casefold().strip()
    title, _, rest = named.partition(" ")
    return named.startswith(typed) or (title.rstrip(".") in _TITLES and rest.startswith(typed))


def _fitted(words: str, room: int) -> str:
    return words if cell_len(words) <= room else set_cell_size(words, room - 1) + "…"
