"""A fact with all it could be asked for, to learn what stands against it whatever it says.

Knows how much a fact can hold, and nothing of what the Code asks of it: what a rule objects to in
a specimen is no gap in its contents but the record around it.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from casetrack.domain.codec import FactField, fact_fields
from casetrack.domain.facts import FACTS, Fact, Outcome, PointAnswer
from casetrack.domain.facts.terms import RefusalGround, Route
from casetrack.domain.landlord import Users
from casetrack.domain.procedure.standing import SECOND, considered_stage_1
from casetrack.domain.record import FOLLOW_UPS
from casetrack.domain.words import same_name
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.fact_forms import FILLED_IN, plain_hint
from casetrack.service.rules import Judged

NOTHING: Final = -1
"""the number of no entry"""
_WORDS: Final = "as it is written down"
_SOMEBODY: Final = "somebody who may"
_LEFT: Final = frozenset(
    {
        # what makes an act worse, or another one
        *("automatic", "delays_response", "reasons_required", "contractor"),
        *("ombudsman", "follows", "resident_reference", "breached"),
        # the limit of an extension is passed by way of exception only
        *("good_reason", "approved_by"),
    }
)
_CHOSEN: Final[Mapping[str, StrEnum]] = MappingProxyType(
    {"ground": RefusalGround.ALREADY_CONSIDERED, "route": Route.INVESTIGATION}
)
"""Where the first word there is asks for more than the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a fact would meet if it happened on a day."""

    judged: Judged
    users: Users
    calendar: WorkingCalendar
    today: date

    def taken_up_by(self, kind: str) -> int | None:
        """Return the entry that a follow-up would take up, of several what is due first."""
        follow_up = FOLLOW_UPS.get(kind)
        if follow_up is None:
            return None
        follow_ups = self.judged.case.follow_ups
        due = {
            clock.started_by: clock.due_on
            for clock in self.judged.duties
            if clock.open and clock.due_on
        }
        still_open = [
            number
            for number, entry in follow_ups.begun.items()
            if entry.fact.kind == follow_up.of and number not in follow_ups.ended
        ]
        return min(still_open, key=lambda each: (due.get(each, date.max), each), default=None)

    def fit_decider(self, stage: int) -> str:
        """Return somebody who can decide a stage that others signed off; else anybody."""
        signed = self.judged.case.of_kind("response-signed-off")
        return self.fit_handler(
            stage,
            {
                getattr(e.fact, "signed_off_by", "")
                for e in signed
                if getattr(e.fact, "stage", 0) == stage
            },
        )

    def fit_handler(self, stage: int, but_not: Set[str] = frozenset()) -> str:
        """Return somebody who can be given a stage; where nobody can, anybody."""
        handles = [u.handle for u in self.users.active if not self.users.unfit(u.handle)]
        if not self.users.active:
            return _SOMEBODY
        case = self.judged.case
        barred = {getattr(e.fact, "person", "") for e in case.of_kind("conflict-declared")}
        barred |= but_not
        if stage == SECOND:
            barred |= considered_stage_1(case)
        anybody = [*handles, self.users.active[0].handle]
        named = {same_name(each) for each in barred}
        return next((each for each in handles if same_name(each) not in named), anybody[0])

    def until(self, stage: int) -> date:
        """Return the first day that would be more time for an answer."""
        counted = self.judged.clocks.stage(stage) if self.judged.clocks else None
        due_on = counted.response.due_on if counted else None
        return self.calendar.add(due_on or self.today, 1)


def specimen(kind: str, stage: int | None, around: Around) -> Fact:
    """Return a fact of today with every field given, as it would be at its best."""
    values: dict[str, Any] = {"happened_on": around.today}
    for field in fact_fields(kind):
        value = _value(kind, field, stage or 1, around)
        if value is not None:
            values[field.name] = value
    return FACTS[kind](**values)


def _value(kind: str, field: FactField, stage: int, around: Around) -> Any:
    """Return what a field is given; None leaves it as it is."""
    name = field.name
    if name in FILLED_IN or name in _LEFT:
        return None
    if name == "stage":
        return stage
    if kind in FOLLOW_UPS and FOLLOW_UPS[kind].field == name:
        number = around.taken_up_by(kind)
        return NOTHING if number is None and field.required else number
    match name:
        case "letter" if (begun := around.taken_up_by(kind)) is not None:
            return getattr(around.judged.case.follow_ups.begun[begun].fact, name, None)
        case "points" if held := around.judged.case.points(stage):
            return held
        case "handler":
            return around.fit_handler(stage)
        case "until":
            return around.until(stage)
        case "answers":
            points = range(1, len(around.judged.case.points(stage)) + 1)
            return tuple(
                PointAnswer(point=each, decision=Outcome.UPHELD, reasons=_WORDS) for each in points
            )
        case "decided_by":
            return around.fit_decider(stage)
        case "signed_off_by" | "reviewed_by":
            return around.fit_handler(stage)
        case "drafted_by" | "person":
            return _SOMEBODY
        case _:
            return _CHOSEN.get(name) or _of_type(field.hint, around.today)


def _of_type(hint: Any, today: date) -> Any:
    of_one, several = plain_hint(hint)
    if isinstance(of_one, type) and issubclass(of_one, StrEnum):
        return tuple(of_one) if several else next(iter(of_one))
    value = {str: _WORDS, int: 1, bool: True, date: today}[of_one]
    return (value,) if several else value
