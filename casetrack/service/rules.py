"""One landlord's rules, and what they make of a history: clocks, findings and derived rows.

Knows which edition, calendars and settings hold; reads nothing and saves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, Final

from casetrack.domain.case import Case, StageHistory
from casetrack.domain.clock import Calendars, Clock, VerdictSettings
from casetrack.domain.clocks import CaseClocks, StageClocks, clocks_for
from casetrack.domain.code import ClockKind, CodeEdition, Editions
from casetrack.domain.errors import RebuildNeeded
from casetrack.domain.facts import ComplaintRefused, Entry, EscalationRefused
from casetrack.domain.objections import Finding
from casetrack.domain.procedure import (
    Assumption,
    assumptions_for,
    edition_not_held,
    findings_for,
)
from casetrack.domain.stage_figures import StageFigures, stage_figures
from casetrack.store import derived

VERSION: Final = 1
"""The version of the rules themselves: raised with a change that can move a verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A history, and everything the rules make of it."""

    case: Case
    edition: CodeEdition | None
    clocks: CaseClocks | None
    """None where no edition is held"""
    findings: tuple[Finding, ...]
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The Code's editions, the calendars and the settings that a verdict depends on."""

    code: str
    calendar: str
    editions: Editions
    editions_hash: str
    calendars: Calendars
    verdicts: VerdictSettings

    @property
    def stamp(self) -> str:
        """What derived rows are made under; where it differs they have to be rebuilt."""
        verdicts = "|".join(
            f"{field.name}={getattr(self.verdicts, field.name)!s}"
            for field in fields(self.verdicts)
        )
        text = f"{VERSION}|{self.editions_hash}|{self.code}|{self.calendar}|{verdicts}"
        return sha256(text.encode()).hexdigest()

    def judge(self, history: Sequence[Entry]) -> Judged:
        """Return what a history adds up to under these rules."""
        case = Case.replay(history)
        edition = None
        if case.received is not None:
            edition = self.editions.in_force_on(self.code, case.received.fact.happened_on)
        if edition is None:
            return Judged(
                case=case,
                edition=None,
                clocks=None,
                findings=edition_not_held(case),
                assumptions=(),
            )
        clocks = clocks_for(case, edition, self.calendars, self.verdicts)
        return Judged(
            case=case,
            edition=edition,
            clocks=clocks,
            findings=findings_for(case, clocks),
            assumptions=assumptions_for(case, clocks),
        )

    def derive(self, reference: str, judged: Judged, entries: int) -> derived.Derived:
        """Return the rows kept beside a history of so many entries."""
        case, clocks = judged.case, judged.clocks
        stages = clocks.stages if clocks else ()
        return derived.Derived(
            summary=_summary(reference, judged, entries),
            stages=tuple(self._stage_row(case, stage, judged) for stage in stages),
            clocks=tuple(
                sorted((row for stage in stages for row in _clock_rows(stage)), key=_identity)
            ),
        )

    def _stage_row(self, case: Case, stage: StageClocks, judged: Judged) -> derived.CaseStage:
        history, complaint = stage.history, case.complaint
        answered_on = stage.answered_on
        working_days = None
        if answered_on is not None and history.answered:
            calendar = self.calendars.latest_of(
                (history.answered.calendar_version, history.started.calendar_version)
            )
            working_days = calendar.count(history.started.fact.happened_on, answered_on)
        figures = stage_figures(stage, working_days)
        return derived.CaseStage(
            stage=history.number,
            cohort_on=history.opened_on,
            edition=judged.edition.name if judged.edition else "",
            handler=history.handler,
            tenure=complaint.tenure if complaint else "",
            category=complaint.category if complaint else "",
            service_area=complaint.service_area if complaint else "",
            channel=complaint.channel if complaint else "",
            refused_reason=_refused_reason(history),
            compensation_pence=_compensation(case, history.number),
            **_flags(figures),
        )


_FIGURES: Final = tuple(field.name for field in fields(StageFigures))


def _flags(figures: StageFigures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in _FIGURES}


def _summary(reference: str, judged: Judged, entries: int) -> derived.CaseSummary:
    case, complaint = judged.case, judged.case.complaint
    latest = case.stages[-1] if case.stages else None
    return derived.CaseSummary(
        reference=reference,
        received_on=complaint.happened_on if complaint else None,
        resident=complaint.resident if complaint else "",
        channel=complaint.channel if complaint else "",
        tenure=complaint.tenure if complaint else "",
        category=complaint.category if complaint else "",
        service_area=complaint.service_area if complaint else "",
        handler=next((s.handler for s in reversed(case.stages) if s.handler), ""),
        stage=latest.number if latest else 1,
        state=state_of(case),
        edition=judged.edition.name if judged.edition else "",
        entries=entries,
        findings=len(judged.findings),
        compensation_pence=_compensation(case, None),
        responded=latest is not None and latest.answered is not None,
    )


def state_of(case: Case) -> str:
    """Return where a case stands: open, answered, refused, withdrawn or closed."""
    if case.closed:
        return "closed"
    if not case.stages:
        return "open"
    latest = case.stages[-1]
    if latest.answered:
        return "answered"
    if latest.withdrawn:
        return "withdrawn"
    return "refused" if latest.refused else "open"


def _refused_reason(history: StageHistory) -> str:
    fact = history.ended.fact if history.ended else None
    return fact.reason.strip() if isinstance(fact, ComplaintRefused | EscalationRefused) else ""


def _compensation(case: Case, stage: int | None) -> int:
    return sum(r.amount_pence for r in case.remedies if stage is None or r.stage == stage)


def _identity(clock: derived.Clock) -> tuple[str, int]:
    """What a clock is known by in its record; the order in which they are kept."""
    return (clock.key, clock.started_by)


def _clock_rows(stage: StageClocks) -> list[derived.Clock]:
    return [
        _clock_row(clock, stage, clock.due_on) for clock in stage.clocks if clock.due_on is not None
    ]


def _clock_row(clock: Clock, stage: StageClocks, due_on: date) -> derived.Clock:
    timescale = clock.timescale
    waiting = timescale.kind is not ClockKind.BACKSTOP or stage.response.started_on is None
    return derived.Clock(
        key=timescale.key,
        started_by=(
            clock.started_by if clock.started_by is not None else stage.history.started.sequence
        ),
        stage=timescale.stage,
        kind=timescale.kind.value,
        due_on=due_on,
        original_due_on=clock.earlier_due_on[0] if clock.extended else due_on,
        started_on=clock.started_on,
        stopped_on=clock.stopped_on,
        settled=clock.settled.value if clock.settled else None,
        provision=timescale.provision,
        edition=timescale.edition,
        extended=clock.extended,
        earlier_due_on=clock.earlier_due_on,
        target_on=clock.target_on,
        provisional=clock.provisional,
        rolled_due_on=clock.rolled_due_on,
        rolled_settled=clock.rolled_settled.value if clock.rolled_settled else None,
        calendar_version=clock.calendar_version,
        listed=clock.open and waiting,
        handler=stage.history.handler,
    )


def rebuild_needed() -> RebuildNeeded:
    """Return the refusal to go on beside derived rows that were made under other rules."""
    return RebuildNeeded(
        "The worklist and figures were made under other settings or rules than those that hold "
        "now. Run `casetrack rebuild`: it makes them anew and lists every verdict that changes. "
        "Nothing was saved."
    )
