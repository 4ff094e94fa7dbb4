"""Every timescale of a case as a clock: when it started, when it is due, when it stopped.

Pure: the same history, edition, calendars and settings always give the same clocks.
"""

from dataclasses import dataclass, replace

from casetrack.domain.case import Case
from casetrack.domain.clock import Calendars, Clock, VerdictSettings
from casetrack.domain.code import CodeEdition, Stage
from casetrack.domain.reckoning import Reckoning, StageClocks
from casetrack.domain.stage import StageHistory

__all__ = ["CaseClocks", "StageClocks", "clocks_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClocks:
    """Every clock of a case under one edition."""

    edition: CodeEdition
    stages: tuple[StageClocks, ...]
    overturned: tuple[StageClocks, ...] = ()
    """of stages as they stood when their refusal was overturned: in no list, and not forgotten"""

    @property
    def not_begun(self) -> tuple[Clock, ...]:
        """The clocks of the edition's stages that have not begun."""
        begun = {stage.history.number for stage in self.stages}
        return tuple(
            Clock(timescale=timescale, started_on=None, due_on=None)
            for number in range(1, self.edition.last_stage + 1)
            if number not in begun and (rules := self.edition.stage(number)) is not None
            for timescale in rules.timescales
        )

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """All clocks the edition has, stage by stage, those not begun last."""
        return (*(clock for stage in self.stages for clock in stage.clocks), *self.not_begun)

    def of(self, history: StageHistory | None) -> StageClocks | None:
        """Return the clocks of one life of a stage, or None."""
        return next((s for s in (*self.stages, *self.overturned) if s.history is history), None)

    def stage(self, number: int) -> StageClocks | None:
        """Return the clocks of a stage that has begun, or None."""
        return next((s for s in self.stages if s.history.number == number), None)


def clocks_for(
    case: Case, edition: CodeEdition, calendars: Calendars, settings: VerdictSettings
) -> CaseClocks:
    """Return every clock of a case (Code 2024, 6.2–6.16; Code 2022, 4.1–5.15).

    Raises CalendarHorizon where a due date lies past the days the calendar knows.
    """
    stages, overturned = (
        tuple(
            _stage_clocks(history, rules, calendars, settings)
            for history in histories
            if (rules := edition.stage(history.number, history.opened_on)) is not None
        )
        for histories in (case.stages, case.overturned)
    )
    return CaseClocks(edition=edition, stages=stages, overturned=overturned)


def _stage_clocks(
    history: StageHistory, rules: Stage, calendars: Calendars, settings: VerdictSettings
) -> StageClocks:
    found = Reckoning(history, rules, calendars, settings).stage_clocks()
    # By the calendar each was counted with: a day that came since says nothing of what is settled.
    if all(
        calendars.latest_of((clock.calendar_version,)).is_working_day(clock.started_on)
        for clock in found.clocks
        if clock.started_on
    ):
        return found
    rolled = Reckoning(history, rules, calendars, settings, rolled=True).stage_clocks()
    beside = {clock.key: clock for clock in rolled.clocks}
    return replace(
        found,
        acknowledgement=found.acknowledgement and _with(found.acknowledgement, beside),
        response=_with(found.response, beside),
        backstop=found.backstop and _with(found.backstop, beside),
    )


def _with(clock: Clock, beside: dict[str, Clock]) -> Clock:
    rolled = beside[clock.key]
    return replace(clock, rolled_due_on=rolled.due_on, rolled_settled=rolled.settled)
