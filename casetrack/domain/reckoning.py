"""The clocks of one stage, worked out: when each started, when it is due, when it stopped.

Knows one stage and its rules; never what else the case holds.
"""

from dataclasses import dataclass, replace
from datetime import date

from casetrack.domain.clock import Calendars, Clock, ImportedDefinition, Verdict, VerdictSettings
from casetrack.domain.code import Stage, Timescale
from casetrack.domain.extensions import (
    Extension,
    ExtensionSeries,
    Lack,
    ResponseCount,
    judge_extensions,
)
from casetrack.domain.facts import Entry, Source
from casetrack.domain.stage import StageHistory
from casetrack.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class StageClocks:
    """The clocks of one stage that has begun, and what was taken for granted in them."""

    history: StageHistory
    rules: Stage
    acknowledgement: Clock | None
    response: Clock
    backstop: Clock | None
    extensions: tuple[Extension, ...] = ()
    definition_assumed: bool = False
    """no definition is on record: taken as set out with the acknowledgement"""
    response_as_acknowledgement: bool = False
    """a full response came before any acknowledgement was complete, and counts as it"""
    due_with_ombudsman_details: date | None = None
    """where the response would be due if extensions lacked the Ombudsman's details and no more"""

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks in the order in which they fall due."""
        return tuple(c for c in (self.acknowledgement, self.response, self.backstop) if c)

    @property
    def answered_on(self) -> date | None:
        """The day of the response, None while there is none."""
        answered = self.history.answered
        return answered.fact.happened_on if answered else None


class Reckoning:
    """The clocks of one stage, worked out.

    `rolled` counts by the rule casetrack does not follow, a start on a non-working day moved to
    the next working day as day 0, to learn which verdicts hang on that.
    """

    def __init__(
        self,
        history: StageHistory,
        rules: Stage,
        calendars: Calendars,
        settings: VerdictSettings,
        *,
        rolled: bool = False,
    ) -> None:
        self._history = history
        self._rules = rules
        self._calendars = calendars
        self._settings = settings
        self._rolled = rolled
        self._targets = dict(settings.targets)

    def stage_clocks(self) -> StageClocks:
        """Work out all clocks of the stage."""
        history, rules = self._history, self._rules
        complete, assumed = self._acknowledged_in_full()
        by_response = self._response_counts_as(complete)
        acknowledgement = None
        if rules.acknowledgement:
            stop = history.answered if by_response else complete
            acknowledgement = self._acknowledgement(rules.acknowledgement, stop)
        response, series = self._response(self._start_of_response())
        backstop = None
        if rules.backstop:
            backstop = self._backstop(rules.backstop, response)
        if response.started_on is None:
            response = self._unacknowledged(response, backstop)
        return StageClocks(
            history=history,
            rules=rules,
            acknowledgement=acknowledgement,
            response=response,
            backstop=backstop,
            extensions=series.extensions,
            definition_assumed=assumed and not by_response,
            response_as_acknowledgement=by_response,
            due_with_ombudsman_details=self._due_with_details(response, series),
        )

    # --- the acknowledgement

    def _acknowledged_in_full(self) -> tuple[Entry | None, bool]:
        """The entry that made the acknowledgement complete, and whether a definition is assumed."""
        history, timescale = self._history, self._rules.acknowledgement
        acknowledged = history.acknowledged
        if timescale is None or acknowledged is None:
            return None, False
        wanted = [acknowledged]
        if history.logged and "complaint-logged" in timescale.stops:
            wanted.append(history.logged)
        assumed = False
        if "complaint-defined" in timescale.stops:
            if history.defined:
                wanted.append(history.defined)
            elif self._may_assume(acknowledged):
                assumed = True
            else:
                return None, False
        return max(wanted, key=_day), assumed

    def _may_assume(self, acknowledged: Entry) -> bool:
        return (
            acknowledged.source is Source.IMPORT
            and self._settings.imported_definition is ImportedDefinition.ASSUMED
        )

    def _response_counts_as(self, complete: Entry | None) -> bool:
        """Whether a full response came in time to be the acknowledgement too, and before it."""
        timescale, answered = self._rules.acknowledgement, self._history.answered
        if timescale is None or answered is None or not self._settings.response_is_acknowledgement:
            return False
        if complete is not None and _day(complete) <= _day(answered):
            return False
        calendar = self._calendar(answered)
        return _day(answered) <= self._due(
            calendar, _day(self._history.started), timescale.working_days
        )

    def _acknowledgement(self, timescale: Timescale, stop: Entry | None) -> Clock:
        clock = self._clock(timescale, self._history.started, stop)
        if stop is None and self._history.answered:
            return replace(clock, settled=Verdict.MISSED)
        return clock

    # --- the response and its backstop

    def _start_of_response(self) -> Entry | None:
        history = self._history
        starts = self._rules.response.starts
        if starts in ("complaint-received", "escalation-requested"):
            return history.started
        start = history.acknowledged
        if starts == "complaint-logged":
            start = history.logged or start
        answered = history.answered
        if (
            answered
            and (start is None or _day(answered) < _day(start))
            and self._response_counts_as(start)
        ):
            return answered
        return start

    def _response(self, start: Entry | None) -> tuple[Clock, ExtensionSeries]:
        history, timescale = self._history, self._rules.response
        calendar = self._calendar(history.over, start, *history.extensions)
        original = self._due(calendar, _day(start), timescale.working_days) if start else None
        series = self._judge(calendar, start, original)
        if start is None:
            return Clock(timescale=timescale, started_on=None, due_on=None), series
        clock = self._clock(
            timescale,
            start,
            history.answered,
            calendar=calendar,
            due_on=series.due_on,
            earlier=series.earlier_due_on,
        )
        return clock, series

    def _judge(
        self, calendar: WorkingCalendar, start: Entry | None, due_on: date | None
    ) -> ExtensionSeries:
        if not self._history.extensions:
            return ExtensionSeries(extensions=(), due_on=due_on, earlier_due_on=())
        return judge_extensions(
            self._history.extensions,
            self._count(calendar, start, due_on),
            details_needed=bool(self._rules.extension.ombudsman_details),
        )

    def _count(
        self, calendar: WorkingCalendar, start: Entry | None, due_on: date | None
    ) -> ResponseCount:
        return ResponseCount(
            started_on=_day(start) if start else None,
            due_on=due_on,
            answered=self._history.answered or self._history.overtaken,
            limit=self._rules.extension,
            add=calendar.add,
            accept_good_reason=self._settings.accept_good_reason,
        )

    def _due_with_details(self, response: Clock, series: ExtensionSeries) -> date | None:
        details_alone = (Lack.WITHOUT_OMBUDSMAN_DETAILS,)
        if all(extension.lacks != details_alone for extension in series.extensions):
            return None
        original = (*response.earlier_due_on, response.due_on)[0]
        calendar = self._calendar(self._history.answered)
        count = self._count(calendar, self._start_of_response(), original)
        return judge_extensions(self._history.extensions, count, details_needed=False).due_on

    def _backstop(self, timescale: Timescale, response: Clock) -> Clock:
        history = self._history
        calendar = self._calendar(history.over, history.started, *history.extensions)
        steps = [*response.earlier_due_on, response.due_on]
        dues = [
            self._due(
                calendar,
                _day(history.started),
                timescale.working_days
                + (calendar.count(steps[0], step) if step and steps[0] else 0),
            )
            for step in steps
        ]
        return self._clock(
            timescale,
            history.started,
            history.answered,
            calendar=calendar,
            due_on=dues[-1],
            earlier=tuple(due for due in dict.fromkeys(dues) if due != dues[-1]),
        )

    def _unacknowledged(self, response: Clock, backstop: Clock | None) -> Clock:
        """A response clock that nothing ever started: the backstop judges the answer."""
        if (self._history.answered or self._history.overtaken) and backstop:
            return replace(
                response,
                due_on=backstop.due_on,
                stopped_on=backstop.stopped_on,
                stopped_by=backstop.stopped_by,
                settled=backstop.settled,
                provisional=backstop.provisional,
                calendar_version=backstop.calendar_version,
            )
        return response

    # --- one clock

    def _clock(
        self,
        timescale: Timescale,
        start: Entry,
        stop: Entry | None,
        *,
        calendar: WorkingCalendar | None = None,
        due_on: date | None = None,
        earlier: tuple[date, ...] = (),
    ) -> Clock:
        ended = self._history.ended
        calendar = calendar or self._calendar(stop or self._history.over, start)
        started_on = _day(start)
        due_on = due_on or self._due(calendar, started_on, timescale.working_days)
        settled = None
        if stop:
            settled = Verdict.MET if started_on <= _day(stop) <= due_on else Verdict.MISSED
        elif ended:
            settled = Verdict.MISSED if due_on < _day(ended) else Verdict.NOT_APPLICABLE
        elif self._history.overtaken:
            settled = Verdict.MISSED  # whatever its day: nobody waits for it any more
        target = self._targets.get(timescale.key)
        if start is self._history.reopened:
            timescale = replace(timescale, starts=start.fact.kind)
        return Clock(
            timescale=timescale,
            started_on=started_on,
            due_on=due_on,
            started_by=start.sequence,
            stopped_on=_day(stop) if stop else None,
            stopped_by=stop.sequence if stop else None,
            settled=settled,
            earlier_due_on=earlier,
            provisional=calendar.is_provisional(due_on),
            target_on=calendar.add(started_on, target) if target else None,
            calendar_version=calendar.version,
            working_days=calendar.count(started_on, _day(stop)) if stop else None,
        )

    def _due(self, calendar: WorkingCalendar, start: date, working_days: int) -> date:
        if self._rolled:
            start = calendar.next_working_day(start)
        return calendar.add(start, working_days)

    def _calendar(self, stop: Entry | None, *others: Entry | None) -> WorkingCalendar:
        """The newest version while a clock is open; once stopped, that of what stopped it.

        A start or extension put right later brings the version of that day (architecture, 7).
        """
        if stop is None:
            return self._calendars.latest_of(())
        entries = (stop, *others)
        return self._calendars.latest_of(e.calendar_version for e in entries if e)


def _day(entry: Entry) -> date:
    return entry.fact.happened_on
