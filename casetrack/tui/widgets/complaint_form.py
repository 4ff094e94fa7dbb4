"""The form of a new complaint: which of its fields are asked for, and what is said beside them.

It says of a field what stands against it once somebody has been there, not before: an empty form
that only complains helps nobody.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.widget import AwaitMount

from casetrack.domain.errors import BadInput
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.resident import Resident
from casetrack.domain.working_days import said
from casetrack.service.opening import ASKED_BY, route_after
from casetrack.service.wording import holding_in_words, objection_on_screen
from casetrack.tui.complaint_fields import (
    ALWAYS_ASKED,
    NONE_KNOWN,
    YES_OR_NO,
    Surroundings,
    WeighedField,
    asked_for,
    complaint_fields,
)
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_figures import DayField
from casetrack.tui.widgets.form import FactForm
from casetrack.tui.widgets.resident_finder import ResidentField

_LATE = "recorded-late-without-reason"


class ComplaintForm(FactForm):
    """The fields of a new complaint."""

    def __init__(self, at: Surroundings) -> None:
        """Take what the fields begin with."""
        fields = complaint_fields(at)
        rare = {each.key for each in fields if each.key not in ALWAYS_ASKED}
        super().__init__(fields, rare)
        self._begun_with = {each.key: each.raw for each in fields}
        self._reasons = at.reasons
        self._today = at.today
        self._objections: tuple[Objection, ...] = ()
        self._visited: set[str] = set()
        self.tried = False
        """whether it was to be recorded once: then everything that is missing is said"""

    def compose(self) -> ComposeResult:
        """Lay out what every complaint is asked; the rest comes when it is asked for."""
        yield from (each for each in self.fields.values() if each.key in ALWAYS_ASKED)

    def _lay_out(self) -> Sequence[AwaitMount]:
        """Mount the fields that are asked for by now, each in its place."""
        fields = list(self.fields.values())
        mounted = []
        for place, field in enumerate(fields):
            if not field.has_class("-folded") and not field.is_attached:
                after = (each for each in fields[place + 1 :] if each.is_attached)
                mounted.append(self.mount(field, before=next(after, None)))
        return mounted

    @property
    def resident(self) -> ResidentField:
        """Whose it is."""
        return self.query_one(ResidentField)

    @property
    def typed(self) -> dict[str, Raw]:
        """What was typed, each day as the day it was: "today" is another one tomorrow."""
        typed = super().typed
        if not typed:
            return {}
        fields = [self.fields[key] for key in ("received_on", *typed)]
        days = {each.key: _fixed(each) for each in fields if isinstance(each, DayField)}
        return typed | days

    def values(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what the fields mean, and by field what cannot be read or has to be said."""
        plain, wrong = self.plain()
        values: dict[str, Any] = dict(plain)
        for key in YES_OR_NO:
            values[key] = values.get(key) == "yes"
        values["resident_reference"] = self.resident.reference
        values["undecided"] = self.resident.undecided
        if str(values.get("received_on") or "") > self._today.isoformat():
            wrong["received_on"] = "It is still to come: give the day on which it was received."
        if values["happened"] and not str(values.get("because") or "").strip():
            wrong["because"] = "Say why it happened all the same: it stands on record with it."
        return values, wrong

    def know(self, resident: Resident | None) -> None:
        """Take what holds for the resident: Enter weighs it as the vulnerability."""
        held = "; ".join(map(holding_in_words, resident)) if resident else ""
        for field in self.query(WeighedField):
            if field.key == "vulnerability":
                field.suggest(held or NONE_KNOWN)
        self.ask()

    def object_to(self, objections: Sequence[Objection], *, tried: bool = False) -> None:
        """Take what stands against it as it is typed."""
        self._objections = tuple(objections)
        self.tried = self.tried or tried
        self.say_beside()

    def say_beside(self) -> None:
        """Say beside the fields what stands against them."""
        against: dict[str, list[str]] = {}
        for objection in self._objections:
            key = ASKED_BY.get(objection.code, "")
            if key in self.fields and (self.tried or key in self._visited):
                against.setdefault(key, []).append(objection_on_screen(objection))
        self.tell(self.values()[1], against)
        self.ask()

    def ask(self) -> None:
        """Show the fields that are asked for as things stand."""
        values, wrong = self.values()
        asked = self._asked(values) | set(wrong)
        for key, field in self.fields.items():
            shown = asked_for(key, values, self._reasons, frozenset(asked))
            if shown == field.has_class("-folded"):
                self.show_field(key, shown=shown)

    def _asked(self, values: Mapping[str, Any]) -> set[str]:
        asked = {ASKED_BY.get(each.code, "") for each in self._objections}
        only_breaches = all(each.kind is ObjectionKind.BREACH for each in self._objections)
        if self.tried and only_breaches and any(e.code != _LATE for e in self._objections):
            asked.add("happened")
        return asked | ({"happened", "because"} if values["happened"] else set())

    def missing(self) -> list[str]:
        """Return the labels of the fields that are still asked for."""
        keys = dict.fromkeys(ASKED_BY.get(each.code, "") for each in self._objections)
        return [self.fields[key].label.lower() for key in keys if key in self.fields]

    def focus_one_of(self, keys: Collection[str]) -> None:
        """Put the cursor into the first of some fields, top to bottom."""
        first = next((key for key in self.fields if key in keys), None)
        if first is not None:
            # Once it is laid out: it may be asked for only now.
            self.call_after_refresh(self.focus_field, first)

    @on(ResidentField.Chosen)
    def _named(self, event: ResidentField.Chosen) -> None:
        self.ask()
        if event.done:
            # Once what is asked of somebody new is there.
            self.call_after_refresh(self.resident.go_on)

    @on(Field.Changed)
    def _chosen(self, event: Field.Changed) -> None:
        if event.field.key == "choice":
            route = self.fields["route"]
            route.raw = route_after(str(event.field.raw), str(route.raw))
        self.ask()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say of a field that was left what stands against it."""
        field = next((each for each in event.widget.ancestors if isinstance(each, Field)), None)
        if field is not None and field.key not in self._visited:
            self._visited.add(field.key)
            self.say_beside()


def _fixed(field: DayField) -> Raw:
    try:
        day = field.plain()
    except BadInput:
        return field.raw
    return said(date.fromisoformat(str(day))) if day else field.raw
