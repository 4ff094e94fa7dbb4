"""A form: the fields of one fact under each other, those nobody needs by default folded away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import AwaitMount
from textual.widgets import Input

from casetrack.domain.codec import Plain
from casetrack.domain.errors import BadInput
from casetrack.tui.one_key_at_a_time import hold_keys_until_painted
from casetrack.tui.widgets.field import Field, Raw


class FactForm(VerticalScroll, can_focus=False):
    """The fields of one fact."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "next", "Next field", show=False, id="form.next"),
        Binding("up", "previous", "Previous field", show=False, id="form.previous"),
    ]
    DEFAULT_CSS = """
    FactForm { height: 1fr; scrollbar-size-vertical: 1; }
    """

    @dataclass
    class Changed(Message):
        """Something else is typed in one of the fields."""

        field: Field

    def __init__(self, fields: Sequence[Field], folded: Collection[str] = ()) -> None:
        """Take the fields, and which of them are folded away."""
        super().__init__()
        self.fields = {each.key: each for each in fields}
        self._folded = frozenset(folded) & set(self.fields)
        self._more = False
        self.told_of: tuple[str, ...] = ()
        """the fields that something is said beside, in their order"""
        self._latest: dict[str, Raw] = {}
        self._begun_with: dict[str, Raw] = {}

    def compose(self) -> ComposeResult:
        """Lay the fields out."""
        yield from self.fields.values()

    # --- what is typed

    @property
    def raw(self) -> dict[str, Raw]:
        """What stands in every field, as it was typed."""
        if self.is_running:  # its widgets go before it does: then what stood in them last
            self._latest = {key: each.raw for key, each in self.fields.items()}
        return self._latest

    @property
    def typed(self) -> dict[str, Raw]:
        """What was typed since the form was begun."""
        return {key: raw for key, raw in self.raw.items() if raw != self._begun_with.get(key)}

    def begin(self) -> None:
        """Take what stands in the fields now as what nobody typed."""
        self._begun_with = self.raw
        self._fold()

    def in_words(self) -> dict[str, str]:
        """Return what was typed by what each field is called, as it is shown."""
        return {self.fields[key].label: _shown(raw) for key, raw in self.typed.items()}

    def take(self, raw: Mapping[str, Raw]) -> None:
        """Take what was typed before."""
        for key, value in raw.items():
            if key in self.fields:
                self.fields[key].raw = value
        self._fold()

    def fill(self, plain: Mapping[str, Plain]) -> None:
        """Take plain values: what is known already, or was recorded before."""
        for key, value in plain.items():
            if key in self.fields:
                self.fields[key].fill(value)
        self._fold()

    def plain(self) -> tuple[dict[str, Plain], dict[str, str]]:
        """Return what the fields mean, and by field what is missing or cannot be read."""
        values: dict[str, Plain] = {}
        wrong: dict[str, str] = {}
        for key, each in self.fields.items():
            try:
                value = each.plain()
            except BadInput as problem:
                wrong[key] = str(problem)
                continue
            if value is not None:
                values[key] = value
            elif each.required:
                wrong[key] = "It cannot be recorded without this."
        return values, wrong

    def tell(self, wrong: Mapping[str, str], against: Mapping[str, Sequence[str]]) -> None:
        """Say beside each field what is wrong and what stands against it."""
        for key, each in self.fields.items():
            each.say(wrong.get(key, ""), against.get(key, ()))
        told_of = set(wrong) | set(against)
        self.told_of = tuple(key for key in self.fields if key in told_of)
        self._fold()

    # --- what is shown

    def unfold(self) -> None:
        """Show every field; or fold again what nobody needs."""
        self._more = not self._more
        self._fold()

    def show_field(self, key: str, *, shown: bool) -> None:
        """Show a field, or fold it away."""
        self._folded = self._folded - {key} if shown else self._folded | {key}
        self._fold()

    def _fold(self) -> None:
        if not self.is_running:
            return
        typed, before = self.typed, self._shown_keys()
        for key, each in self.fields.items():
            needed = key not in self._folded or key in typed or key in self.told_of
            each.set_class(not (self._more or needed), "-folded")
        mounted = self._lay_out()
        if mounted or self._shown_keys() - before:
            # A key that was typed ahead is meant for the field that comes, not for the one after.
            hold_keys_until_painted(self, mounted)

    def _lay_out(self) -> Sequence[AwaitMount]:
        """Mount the fields that are shown by now and were not laid out at first."""
        return ()

    def _shown_keys(self) -> set[str]:
        return {key for key, each in self.fields.items() if not each.has_class("-folded")}

    def focus_first(self) -> None:
        """Put the cursor into the first field after the day."""
        shown = [each for each in self.fields.values() if not each.has_class("-folded")]
        if shown:
            shown[min(1, len(shown) - 1)].focus_first()

    def focus_field(self, key: str) -> None:
        """Put the cursor into a field."""
        self.fields[key].focus_first()

    def action_next(self) -> None:
        """Go to the next field."""
        self.screen.focus_next()

    def action_previous(self) -> None:
        """Go to the field before."""
        self.screen.focus_previous()

    @on(Input.Submitted)
    def _line_done(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_next()

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        event.stop()
        self._latest = {**self._latest, event.field.key: event.field.raw}
        self.post_message(self.Changed(event.field))


def _shown(raw: Raw) -> str:
    if isinstance(raw, Mapping):
        return " ".join(filter(None, map(_shown, raw.values())))
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return "; ".join(map(_shown, raw))
    return {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else str(raw or "")
