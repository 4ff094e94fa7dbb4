"""Everything besides the Code's own timescales that has a day it must be done by, as clocks.

Actions, remedies, updates, reviews, orders: the day was agreed, given or set by the landlord
itself. Like the clocks of a stage they follow from the history alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from casetrack.domain.case import Case
from casetrack.domain.clock import Calendars, Clock, Verdict, VerdictSettings
from casetrack.domain.clocks import CaseClocks
from casetrack.domain.code import Citation, ClockKind, Timescale
from casetrack.domain.facts import Entry
from casetrack.domain.record import FollowUps, follows
from casetrack.domain.stage import StageHistory

OWN_RULE: Final = "our own rule"
"""what a clock is cited by that the landlord set itself"""
OWN_CLOCKS: Final = (
    ClockKind.CONTACT,
    ClockKind.DRAFT,
    ClockKind.SERVICE_REQUEST_CONTACT,
    ClockKind.SERVICE_REQUEST_CLOSE,
    ClockKind.SURVEY,
)
"""Clocks that run only where the landlord's settings give their working days."""

Cite = Callable[[str, int], Citation]
"""how the provision of the 2024 Code with this number is cited at a stage of the record"""


@dataclass(frozen=True, slots=True)
class Dated:
    """A kind of fact that names the day it must be done by."""

    kind: ClockKind
    due: str
    """the field that names the day"""
    provision: str = ""
    second: str = ""
    """the provision at stage 2, where that is another"""
    renewed_by: str = ""
    """the kind of follow-up that ends one clock and starts the next"""


DATED: Final[Mapping[str, Dated]] = MappingProxyType(
    {
        "action-agreed": Dated(ClockKind.ACTION, "due_on", "6.6", "6.17"),
        "remedy-offered": Dated(ClockKind.REMEDY, "due_on", "7.3"),
        "learning-recorded": Dated(ClockKind.LEARNING, "due_on", "9.1"),
        "ombudsman-enquiry": Dated(ClockKind.OMBUDSMAN_ENQUIRY, "evidence_due_on"),
        "order-made": Dated(ClockKind.OMBUDSMAN_ORDER, "due_on", "9.7"),
        "adjustment-agreed": Dated(
            ClockKind.ADJUSTMENT_REVIEW, "review_on", "5.10", renewed_by="adjustment-reviewed"
        ),
        "alert-raised": Dated(ClockKind.ALERT_REVIEW, "review_on"),
        "restriction-imposed": Dated(
            ClockKind.RESTRICTION_REVIEW, "review_on", "5.14", renewed_by="restriction-reviewed"
        ),
        "report-presented": Dated(ClockKind.GOVERNING_BODY_RESPONSE, "response_due_on", "8.2"),
        "non-compliance-declared": Dated(ClockKind.COMPLIANCE_RETURN, "return_on", "8.5"),
        "duty-set": Dated(ClockKind.DUTY, "due_on"),
        "improvement-planned": Dated(ClockKind.IMPROVEMENT, "due_on", "9.2"),
    }
)


def dated_duties(follow_ups: FollowUps, cite: Cite, calendars: Calendars) -> Iterator[Clock]:
    """Give a clock for everything with a day of its own that can be taken up and done."""
    for number, entry in follow_ups.begun.items():
        if (dated := DATED.get(entry.fact.kind)) is not None:
            later = follow_ups.taken_up.get(number, [])
            yield from _Chain(dated, cite, calendars).clocks(entry, later)


class _Chain:
    """The clocks of one entry: one until it is done, or one after the other where it is renewed."""

    def __init__(self, dated: Dated, cite: Cite, calendars: Calendars) -> None:
        self._dated = dated
        self._cite = cite
        self._calendars = calendars

    def clocks(self, entry: Entry, taken_up: list[Entry]) -> Iterator[Clock]:
        start: Entry = entry
        due: date | None = getattr(entry.fact, self._dated.due)
        earlier: tuple[date, ...] = ()
        stage = getattr(entry.fact, "stage", 0)
        for later in taken_up:
            fact: Any = later.fact
            if fact.kind == self._dated.renewed_by:
                yield from self._clock(start, due, earlier, stage, later)
                start, earlier = later, ()
                due = None if fact.result == "ended" else fact.review_on
            elif fact.kind == "action-updated":
                if due and fact.due_on and _told_in_time(fact.resident_told_on, due):
                    earlier, due = (*earlier, due), fact.due_on
            else:
                yield from self._clock(start, due, earlier, stage, later)
                return
        yield from self._clock(start, due, earlier, stage, None)

    def _clock(
        self,
        start: Entry,
        due: date | None,
        earlier: tuple[date, ...],
        stage: int,
        stop: Entry | None,
    ) -> Iterator[Clock]:
        if due is None:
            return
        dated = self._dated
        number = dated.second if stage == 2 and dated.second else dated.provision
        cited = self._cite(number, max(stage, 1)) if number else Citation(number="", edition="")
        timescale = Timescale(
            key=dated.kind.value,
            kind=dated.kind,
            stage=stage,
            working_days=0,
            starts=start.fact.kind,
            stops=(),
            provision=cited.number,
            edition=cited.edition,
        )
        calendar = self._calendars.latest_of((stop.calendar_version,) if stop else ())
        stopped_on = stop.fact.happened_on if stop else None
        yield Clock(
            timescale=timescale,
            started_on=start.fact.happened_on,
            due_on=due,
            started_by=start.sequence,
            stopped_on=stopped_on,
            stopped_by=stop.sequence if stop else None,
            settled=_settled(due, stopped_on),
            earlier_due_on=earlier,
            calendar_version=calendar.version,
            working_days=(
                calendar.count(start.fact.happened_on, stopped_on) if stopped_on else None
            ),
        )


def _told_in_time(told_on: date | None, due: date) -> bool:
    """A day that was agreed moves only when the resident hears of it before it has passed."""
    return told_on is not None and told_on <= due


def _settled(due: date, stopped_on: date | None) -> Verdict | None:
    if stopped_on is None:
        return None
    return Verdict.MET if stopped_on <= due else Verdict.MISSED


# --- the clocks of a case


def duties_for(
    case: Case,
    clocks: CaseClocks | None,
    cite: Cite,
    calendars: Calendars,
    settings: VerdictSettings,
) -> tuple[Clock, ...]:
    """Return every clock of a case that is no timescale of an edition."""
    counted = _Counted(case, cite, calendars, dict(settings.targets))
    return (
        *counted.first_contact(),
        *(clock for stage in case.stages for clock in counted.draft(stage, clocks)),
        *(clock for stage in case.stages for clock in counted.updates(stage)),
        *counted.service_request(),
        *counted.survey(),
        *dated_duties(case.follow_ups, cite, calendars),
    )


class _Counted:
    """Clocks that count working days the landlord set or agreed."""

    def __init__(
        self, case: Case, cite: Cite, calendars: Calendars, targets: Mapping[str, int]
    ) -> None:
        self._case = case
        self._cite = cite
        self._calendars = calendars
        self._targets = targets

    def first_contact(self) -> Iterator[Clock]:
        first = self._case.stage(1)
        if first is not None:
            tries = self._after(first.started, "contact-attempted")
            yield from self._own(ClockKind.CONTACT, 1, first.started, tries, first.over)

    def draft(self, stage: StageHistory, clocks: CaseClocks | None) -> Iterator[Clock]:
        counted = clocks.stage(stage.number) if clocks else None
        start = None
        if counted is not None:
            by = counted.response.started_by
            start = next((e for e in self._case.entries if e.sequence == by), None)
        if start is not None:
            drafts = [
                e
                for e in self._case.of_kind("response-drafted")
                if getattr(e.fact, "stage", 0) == stage.number
            ]
            stop = (
                min([*drafts, *([stage.answered] if stage.answered else [])], key=_place)
                if (drafts or stage.answered)
                else None
            )
            over = stage.ended or stage.overtaken
            yield from self._own(ClockKind.DRAFT, stage.number, start, stop, over)

    def updates(self, stage: StageHistory) -> Iterator[Clock]:
        """One clock from each update to the next, until the stage is over (5.9)."""
        start: Entry | None = None
        every = 0
        over = stage.over
        for entry in self._case.of_kind("update-interval-agreed", "resident-updated"):
            fact: Any = entry.fact
            if fact.stage != stage.number or (over is not None and follows(entry, over)):
                continue
            if start is not None:
                yield self._update(stage.number, every, start, entry)
            if fact.kind == "update-interval-agreed":
                every = fact.every_working_days
            start = entry if every > 0 else None
        if start is not None:
            yield self._update(stage.number, every, start, None, over)

    def _update(
        self, stage: int, every: int, start: Entry, stop: Entry | None, over: Entry | None = None
    ) -> Clock:
        cited = self._cite("5.9", stage)
        return self._clock(ClockKind.UPDATE, stage, every, cited, start, stop, over)

    def service_request(self) -> Iterator[Clock]:
        request, closed = self._case.request, self._case.request_closed
        if request is not None:
            tries = self._after(request, "contact-attempted") or closed
            yield from self._own(ClockKind.SERVICE_REQUEST_CONTACT, 0, request, tries, None)
            yield from self._own(ClockKind.SERVICE_REQUEST_CLOSE, 0, request, closed, None)

    def survey(self) -> Iterator[Clock]:
        if self._case.closed is not None:
            sent = self._after(self._case.closed, "survey-sent")
            yield from self._own(ClockKind.SURVEY, 0, self._case.closed, sent, None)

    def _after(self, start: Entry, kind: str) -> Entry | None:
        """The first entry of a kind that is not of a day before another's."""
        day = start.fact.happened_on
        return next((e for e in self._case.of_kind(kind) if e.fact.happened_on >= day), None)

    def _own(
        self, kind: ClockKind, stage: int, start: Entry, stop: Entry | None, over: Entry | None
    ) -> Iterator[Clock]:
        if days := self._targets.get(kind.value):
            cited = Citation(number="", edition=OWN_RULE)
            yield self._clock(kind, stage, days, cited, start, stop, over)

    def _clock(
        self,
        kind: ClockKind,
        stage: int,
        days: int,
        cited: Citation,
        start: Entry,
        stop: Entry | None,
        over: Entry | None,
    ) -> Clock:
        """Return a clock of so many working days; `over` ends it where nothing stopped it."""
        if over is not None and stop is not None and follows(stop, over):
            stop = None
        end = stop or over
        calendar = self._calendars.latest_of((end.calendar_version,) if end else ())
        started_on = start.fact.happened_on
        due_on = calendar.add(started_on, days)
        stopped_on = stop.fact.happened_on if stop else None
        settled = _settled(due_on, stopped_on)
        if stop is None and over is not None:
            late = due_on < over.fact.happened_on
            settled = Verdict.MISSED if late else Verdict.NOT_APPLICABLE
        return Clock(
            timescale=Timescale(
                key=kind.value,
                kind=kind,
                stage=stage,
                working_days=days,
                starts=start.fact.kind,
                stops=(),
                provision=cited.number,
                edition=cited.edition,
            ),
            started_on=started_on,
            due_on=due_on,
            started_by=start.sequence,
            stopped_on=stopped_on,
            stopped_by=stop.sequence if stop else None,
            settled=settled,
            provisional=calendar.is_provisional(due_on),
            calendar_version=calendar.version,
            working_days=calendar.count(started_on, stopped_on) if stopped_on else None,
        )


def _place(entry: Entry) -> tuple[date, int]:
    return (entry.fact.happened_on, entry.sequence)
