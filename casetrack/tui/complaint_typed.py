"""What is typed of a new complaint, weighed: read off the form, looked up, recorded. No widget.

Knows the services and the order in which a resident's record, the case and an adjustment are
written; each has a command of its own, so that a second try records nothing twice.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from casetrack.domain.clock import Clock, name_of
from casetrack.domain.code import ClockKind
from casetrack.domain.facts import Fact
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.working_days import short_day
from casetrack.service.casework import RecordView
from casetrack.service.opening import Opening
from casetrack.service.orders import Order, Recorded
from casetrack.service.recording import UsedBefore
from casetrack.service.tidying import tidied_fact
from casetrack.tui.complaint_fields import Surroundings
from casetrack.tui.desk import Desk
from casetrack.tui.widgets.duplicates import Perhaps
from casetrack.tui.widgets.resident_finder import Known

_LIKELY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A new complaint as it is typed at one moment."""

    opening: Opening
    account: str
    at: datetime
    command_id: str
    happened: bool
    because: str

    def order(self, *facts: Fact) -> Order:
        """Return the command for the case."""
        return Order(
            kind="case",
            reference="",
            facts=facts,
            account=self.account,
            at=self.at,
            command_id=self.command_id,
            happened=self.happened,
            because=self.because,
        )

    def of_resident(self) -> Order | None:
        """Return the command for the resident's own record, None where nothing goes there."""
        facts = self.opening.of_the_resident()
        if not facts:
            return None
        return replace(
            self.order(*facts),
            kind="resident",
            reference=str(self.opening.values.get("resident_reference") or ""),
            command_id=f"{self.command_id} resident",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What would come of it, and what it may be the same as."""

    objections: tuple[Objection, ...]
    clocks: tuple[Clock, ...]
    alike: tuple[Perhaps, ...]


def surroundings(desk: Desk) -> Surroundings:
    """Read what the fields begin with. Raises CouldNot."""
    landlord, settings = desk.casetrack.casework.record("landlord", ""), desk.casetrack.settings
    return Surroundings(
        today=desk.today,
        calendar=landlord.calendar,
        me=desk.me,
        handlers=tuple(user.handle for user in landlord.users.active),
        reasons=dict(settings.refusals),
        areas=tuple(filter(None, (cell.service_area for cell in settings.sign_off))),
    )


def weighed(typed: Typed, desk: Desk) -> Weighed:
    """Return what would come of a complaint. Raises as `Recording.preview` does."""
    casetrack = desk.casetrack
    facts = typed.opening.facts()
    outcome = casetrack.recording.preview(typed.order(*facts))
    of_resident = typed.of_resident()
    beside = casetrack.recording.preview(of_resident).objections if of_resident else ()
    alike = casetrack.casework.similar(facts[0])[:_LIKELY] if _says_anything(typed) else ()
    return Weighed(
        objections=(*outcome.objections, *beside),
        clocks=outcome.after,
        alike=tuple(
            Perhaps(reference=each.reference, why=each.why, about=_stands(each.reference, desk))
            for each in alike
        ),
    )


def _says_anything(typed: Typed) -> bool:
    return bool(typed.opening.values.get("words") or typed.opening.values.get("resident"))


def _stands(reference: str, desk: Desk) -> str:
    view = desk.casetrack.casework.show(reference)
    begun = view.judged.case.received or view.judged.case.request
    day = f"received {short_day(begun.fact.happened_on, desk.today)}" if begun else ""
    return " · ".join(filter(None, (view.state, day, view.about.category, view.about.resident)))


def recorded(typed: Typed, desk: Desk) -> Recorded:
    """Record a complaint with what belongs on the resident's record, or say what stands against it.

    Both are weighed first, so that a resident is registered only with a complaint. Raises as
    `Recording.record` does.
    """
    recording = desk.casetrack.recording
    of_resident = typed.of_resident()
    if of_resident is None:
        return recording.record(typed.order(*typed.opening.facts()))
    outcome = recording.preview(typed.order(*typed.opening.facts()))
    against = (*outcome.objections, *recording.preview(of_resident).objections)
    if not _overridden(against, typed):
        return replace(outcome, objections=against)
    try:
        done = recording.record(of_resident)
    except UsedBefore as used:  # registered at the first try, and changed since
        done = recording.record(_since(of_resident, used.recorded))
    if not done.saved:
        return done
    values = {**typed.opening.values, "resident_reference": done.name.reference}
    return recording.record(typed.order(*replace(typed.opening, values=values).facts()))


def _since(order: Order, before: Recorded) -> Order:
    """Return the command for what the resident's record does not hold from the first try."""
    held = [entry.fact for entry in before.entries]
    return replace(
        order,
        reference=before.name.reference,
        facts=tuple(fact for fact in map(tidied_fact, order.facts) if fact not in held),
        command_id=str(uuid.uuid4()),
    )


def _overridden(objections: Sequence[Objection], typed: Typed) -> bool:
    breaches = all(each.kind is ObjectionKind.BREACH for each in objections)
    return not objections or (typed.happened and breaches)


# --- in words


def due_in_words(clocks: Sequence[Clock], today: date) -> str:
    """Return what will be due: Acknowledge by Tue 1 Dec (5 working days, 6.2)."""
    parts = []
    for clock in clocks:
        kind = clock.timescale.kind
        if clock.settled is not None or clock.due_on is None or kind is ClockKind.BACKSTOP:
            continue
        name = name_of(clock)
        what = "Acknowledge" if kind is ClockKind.ACKNOWLEDGEMENT else name[0].upper() + name[1:]
        days = clock.timescale.working_days
        how = filter(None, (f"{days} working days" if days else "", clock.timescale.provision))
        own = f", our target {short_day(clock.target_on, today)}" if clock.target_on else ""
        parts.append(f"{what} by {short_day(clock.due_on, today)} ({', '.join(how)}){own}")
    return " · ".join(parts)


def found_in_words(view: RecordView) -> Known:
    """Return a resident as the list under the name tells them apart."""
    resident = view.resident
    registered = resident.registered
    still_open = sum(case.state == "open" for case in view.cases)
    told = (
        registered.address if registered else "",
        registered.tenure if registered else "",
        f"{still_open} open" if still_open else "",
        *(f"⚑ {each.what}" for each in (*resident.alerts, *resident.adjustments)),
    )
    return Known(
        reference=view.name.reference,
        name=view.resident.name,
        about=" · ".join(filter(None, told)),
    )
